#pragma once

#include "app/shell/key_map.h"
#include "app/shell/overlay.h"

class QLineEdit;
class QTableWidget;

namespace saikobi::shell {

/// Everything that has a name, found by typing a part of it. It does what the key would do, no
/// more: a command is armed, not executed.
class PaletteSheet : public Overlay {
    Q_OBJECT

public:
    PaletteSheet(KeyMap& keys, QWidget& over);

protected:
    QWidget* first() override;
    QSize roomIn(const QSize& window) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void step(int rows);
    void act();
    void retranslate();

    KeyMap& m_keys;
    QLineEdit* m_wanted;
    QTableWidget* m_found;
};

} // namespace saikobi::shell
