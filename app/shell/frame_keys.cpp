#include "app/shell/frame_keys.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QMenu>
#include <QStringList>
#include <QWidget>

#include <optional>

#include "app/shell/key_map.h"

namespace saikobi::shell {

namespace {

QAction* make(QWidget& window, const char* name, const QKeySequence& keys = {})
{
    auto* action = new QAction(&window);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    window.addAction(action);
    return action;
}

} // namespace

FrameKeys::FrameKeys(QWidget& window)
    : freeze(make(window, "actionFreeze", Qt::Key_P))
    , backToLive(make(window, "actionBackToLive", Qt::Key_L))
    , palette(make(window, "actionPalette", Qt::CTRL | Qt::Key_K))
    , keySheet(make(window, "actionKeySheet", Qt::Key_Question))
    , note(make(window, "actionNote", Qt::CTRL | Qt::Key_N))
    , exportView(make(window, "actionExport", Qt::CTRL | Qt::Key_E))
    , fullScreen(make(window, "actionFullScreen", Qt::Key_F11))
    , hold(make(window, "actionHold", Qt::CTRL | Qt::SHIFT | Qt::Key_H))
    , maintenance(make(window, "actionMaintenance", Qt::CTRL | Qt::SHIFT | Qt::Key_M))
    , nextStep(make(window, "actionNextStep", Qt::CTRL | Qt::Key_J))
    , readOnly(make(window, "actionReadOnly", Qt::CTRL | Qt::SHIFT | Qt::Key_R))
    , japanese(make(window, "actionJapanese"))
    , english(make(window, "actionEnglish"))
    , light(make(window, "actionLight"))
    , dark(make(window, "actionDark"))
    , quit(make(window, "actionQuit", Qt::CTRL | Qt::Key_Q))
{
    // In their own languages, whatever the language of the moment.
    japanese->setText(QStringLiteral("日本語"));
    english->setText(QStringLiteral("English"));
    // A chord that is held down must not arm again and again.
    for (auto* each : {hold, maintenance, freeze, fullScreen, palette, keySheet})
        each->setAutoRepeat(false);
    for (auto* each : {freeze, readOnly, japanese, english, light, dark, fullScreen})
        each->setCheckable(true);
    auto* languages = new QActionGroup(&window);
    languages->addAction(japanese);
    languages->addAction(english);
    auto* themes = new QActionGroup(&window);
    themes->addAction(light);
    themes->addAction(dark);
}

int numberOf(const QString& screen)
{
    static const QStringList screens{QStringLiteral("live"), QStringLiteral("controls"),
            QStringLiteral("inventory"), QStringLiteral("payments"), QStringLiteral("runbook"),
            QStringLiteral("review"), QStringLiteral("planner"), QStringLiteral("connection")};
    return static_cast<int>(screens.indexOf(screen)) + 1;
}

void fillMenu(QMenu& menu, KeyMap& keys)
{
    menu.clear();
    keys.adopt();
    QMenu* group = nullptr;
    std::optional<KeyGroup> shown;
    for (const auto& entry : keys.entries()) {
        if (shown != entry.group) {
            shown = entry.group;
            group = menu.addMenu(KeyMap::title(entry.group));
        }
        // Behind the tabulator only its keys are written: a second owner would silence both.
        auto* line = group->addAction(QStringLiteral("%1\t%2").arg(
                entry.text, entry.keys.toString(QKeySequence::NativeText)));
        line->setEnabled(entry.isEnabled);
        line->setCheckable(entry.isOn.has_value());
        line->setChecked(entry.isOn.value_or(false));
        QObject::connect(
                line, &QAction::triggered, &keys, [&keys, id = entry.id] { keys.trigger(id); });
    }
}

} // namespace saikobi::shell
