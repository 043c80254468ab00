#pragma once

#include <QString>

#include <array>
#include <optional>
#include <vector>

#include "widgets/control/panel.h"

class QPushButton;
class QTableWidget;

namespace saikobi::controls {

/// One source of visitors, in the words of the screen.
struct SourceRow {
    QString what{}; ///< as a rule of the block list names it
    std::array<QString, 5> counts{}; ///< requests, joins, refused, waiting, shopping
    friend bool operator==(const SourceRow&, const SourceRow&) = default;
};

/// Where the visitors of the last minute came from, loudest first. One key arms a block of the
/// chosen one; whom that would hit stands in its row.
class SourcePanel : public Panel {
    Q_OBJECT

public:
    explicit SourcePanel(QWidget* parent = nullptr);
    /// Empty optional: not known.
    void present(const std::optional<std::vector<SourceRow>>& rows, const QString& share);

signals:
    void chosen(const QString& what);
    void blockRequested(const QString& what);

protected:
    void retranslate() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QString chosenRow() const;
    void fill();

    QLabel* m_share;
    QTableWidget* m_list;
    QPushButton* m_block;
    std::optional<std::vector<SourceRow>> m_rows{};
};

} // namespace saikobi::controls
