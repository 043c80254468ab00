#pragma once

#include <QString>

class QAction;
class QMenu;
class QObject;
class QWidget;

namespace saikobi::shell {

class KeyMap;

/// The actions of the frame itself; those of screens and plots live there.
struct FrameKeys {
    explicit FrameKeys(QWidget& window);

    QAction* freeze;
    QAction* backToLive;
    QAction* palette;
    QAction* keySheet;
    QAction* note;
    QAction* exportView;
    QAction* fullScreen;
    QAction* hold;
    QAction* maintenance;
    QAction* nextStep;
    QAction* readOnly;
    QAction* japanese;
    QAction* english;
    QAction* light;
    QAction* dark;
    QAction* quit;
};

/// The number of a screen on the rail and in its key, which it keeps even if others are not there.
int numberOf(const QString& screen);

/// One submenu for each group of keys, filled when it opens: every key is also in the menu.
void fillMenu(QMenu& menu, KeyMap& keys);

} // namespace saikobi::shell
