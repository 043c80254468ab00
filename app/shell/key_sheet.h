#pragma once

#include <optional>
#include <vector>

#include "app/shell/key_map.h"
#include "app/shell/overlay.h"

class QLabel;
class QTableWidget;

namespace saikobi::shell {

/// Every key on one sheet, and the place where they are changed: choose one, `Enter`, press the new
/// keys. Those of another action are not taken away from it.
class KeySheet : public Overlay {
    Q_OBJECT

public:
    KeySheet(KeyMap& keys, QWidget& over);

    /// Whether the next keys pressed are taken as the new ones.
    bool isAsking() const { return m_asked.has_value(); }

protected:
    QWidget* first() override;
    QSize roomIn(const QSize& window) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Line {
        std::optional<KeyEntry> entry{}; ///< none: a heading or a key that cannot be changed
        QString keys{};
        QString text{};
    };

    std::vector<Line> lines() const;
    void fill();
    void put(int row, int column, const Line& line);
    void ask();
    void answer(const QKeyEvent& key);
    QString chosenId() const;
    void rest();
    void retranslate();

    KeyMap& m_keys;
    QTableWidget* m_table;
    QLabel* m_told;
    std::optional<QString> m_asked{}; ///< id of the action that gets other keys
};

} // namespace saikobi::shell
