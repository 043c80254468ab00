#include "app/shell/key_words.h"

#include <algorithm>
#include <array>

namespace saikobi::shell {

namespace {

struct Words {
    const char* source;
    const char* hint;
};

struct Row {
    const char* id;
    KeyGroup group;
    Words words;
};

constexpr std::array rows{
        Row{"actionFreeze", KeyGroup::View,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Freeze or resume this screen", "menu")},
        Row{"actionBackToLive", KeyGroup::View,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Back to live", "menu")},
        Row{"actionPalette", KeyGroup::View,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Find an action…", "menu: the palette")},
        Row{"actionKeySheet", KeyGroup::View,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "All keys…", "menu: the key sheet")},
        Row{"actionNote", KeyGroup::View,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Write a note", "menu: into the timeline")},
        Row{"actionExport", KeyGroup::View,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Save this view",
                        "menu: as table and picture")},
        Row{"actionFullScreen", KeyGroup::View,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Wall screen",
                        "menu: the whole screen, without the controls around")},
        Row{"actionHold", KeyGroup::Commands,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Hold the queue…", "menu")},
        Row{"actionMaintenance", KeyGroup::Commands,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Maintenance…",
                        "menu: hold, and refuse orders")},
        Row{"keyRateUp", KeyGroup::Commands,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Draft a rate of 5 % more", "menu")},
        Row{"keyRateDown", KeyGroup::Commands,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Draft a rate of 5 % less", "menu")},
        Row{"actionReadOnly", KeyGroup::Commands,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "READ-ONLY", "menu: this console only looks")},
        Row{"plotZoomIn", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Zoom in", "key of plots")},
        Row{"plotZoomOut", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Zoom out", "key of plots")},
        Row{"plotEarlier", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Earlier", "key of plots: move the range")},
        Row{"plotLater", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Later", "key of plots: move the range")},
        Row{"plotFit", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Whole range", "key of plots")},
        Row{"plotPrevious", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Previous range", "key of plots")},
        Row{"plotMarkBefore", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Mark before", "key of plots: go to it")},
        Row{"plotMarkAfter", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Mark after", "key of plots: go to it")},
        Row{"plotHairLeft", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Crosshair left", "key of plots")},
        Row{"plotHairRight", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Crosshair right", "key of plots")},
        Row{"plotCursorA", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Set cursor A", "key of plots")},
        Row{"plotCursorB", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Set cursor B", "key of plots")},
        Row{"plotSelection", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Zoom to A–B", "key of plots: the cursors")},
        Row{"plotFocus", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "This plot alone", "key of plots: large")},
        Row{"plotTable", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Plot as a table", "key of plots")},
        Row{"plotCopy", KeyGroup::Plots,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Copy the values held", "key of plots")},
        Row{"keyFilter", KeyGroup::Inventory,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Filter the products", "key")},
        Row{"keySellOut", KeyGroup::Inventory,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Sort by sell-out", "key")},
        Row{"keyStop", KeyGroup::Inventory,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Stop the product…", "key")},
        Row{"keyClose", KeyGroup::Inventory,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Close the details", "key")},
        Row{"keyMethod1", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Choose method 1", "key: in the table")},
        Row{"keyMethod2", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Choose method 2", "key: in the table")},
        Row{"keyMethod3", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Choose method 3", "key: in the table")},
        Row{"keyMethod4", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Choose method 4", "key: in the table")},
        Row{"keyMethod5", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Choose method 5", "key: in the table")},
        Row{"keyMethod6", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Choose method 6", "key: in the table")},
        Row{"keyMethod7", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Choose method 7", "key: in the table")},
        Row{"keyMethod8", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Choose method 8", "key: in the table")},
        Row{"keyMethod9", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Choose method 9", "key: in the table")},
        Row{"keyDisable", KeyGroup::Payments,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Disable or enable the method…", "key")},
        Row{"reviewPlay", KeyGroup::Review,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Play or pause", "key of the review")},
        Row{"reviewSlower", KeyGroup::Review,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Play slower", "key of the review")},
        Row{"reviewFaster", KeyGroup::Review,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Play faster", "key of the review")},
        Row{"reviewStepBack", KeyGroup::Review,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "A second back", "key of the review")},
        Row{"reviewStepOn", KeyGroup::Review,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "A second on", "key of the review")},
        Row{"reviewPin", KeyGroup::Review,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Set a pin", "key of the review")},
        Row{"reviewUnpin", KeyGroup::Review,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Remove the chosen pin",
                        "key of the review: in the story")},
        Row{"reviewCompare", KeyGroup::Review,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Compare, or end it",
                        "key of the review: with a second recording")},
        Row{"reviewLoop", KeyGroup::Review,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Loop the selection", "key of the review")},
        Row{"reviewAsSeen", KeyGroup::Review,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "All screens as seen",
                        "key of the review: they show the second of the playhead")},
        Row{"reviewStoryAll", KeyGroup::Review,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Story or everything",
                        "key of the review: which entries are listed")},
        Row{"actionNextStep", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Open the next step",
                        "key: of the card that is open, from any screen")},
        Row{"keyStepNext", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Next step", "key")},
        Row{"keyStepPrevious", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Previous step", "key")},
        Row{"keyStepTick", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Tick the step", "key")},
        Row{"keyStepYes", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Answer yes, or reached",
                        "key: step of a card")},
        Row{"keyStepNo", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Answer no, or no answer",
                        "key: step of a card")},
        Row{"keyStepDefer", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Put the step off", "key")},
        Row{"keyStepOverride", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Pass over the step, with a reason…", "key")},
        Row{"keyStepTimer", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Start the timer, or the call",
                        "key: step of a card")},
        Row{"keyStepControl", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Open the control of the step", "key")},
        Row{"keyCopyForm", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Copy the venue form", "key")},
        Row{"keyCopyReport", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Copy the situation report", "key")},
        Row{"keyPrintCard", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Print the card…", "key")},
        Row{"keyPrintCards", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Print all cards…", "key")},
        Row{"keyLeaveCard", KeyGroup::Runbook,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Put the card away, with a reason…", "key")},
        Row{"keyTest", KeyGroup::Other,
                QT_TRANSLATE_NOOP3(
                        "saikobi::shell::KeyWords", "Test all steps of the connection", "key")},
        Row{"actionJapanese", KeyGroup::Program, {nullptr, nullptr}},
        Row{"actionEnglish", KeyGroup::Program, {nullptr, nullptr}},
        Row{"actionLight", KeyGroup::Program,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Light", "menu: theme")},
        Row{"actionDark", KeyGroup::Program,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Dark", "menu: theme")},
        Row{"actionQuit", KeyGroup::Program,
                QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", "Quit", "menu")},
};

const Row* find(const QString& id)
{
    const auto found = std::find_if(rows.begin(), rows.end(),
            [&id](const Row& row) { return id == QLatin1String(row.id); });
    return found == rows.end() ? nullptr : &*found;
}

} // namespace

KeyGroup KeyWords::groupOf(const QString& id)
{
    if (const auto* row = find(id))
        return row->group;
    if (id.startsWith(QLatin1String("actionScreen")))
        return KeyGroup::Screens;
    return id.startsWith(QLatin1String("alarm")) || id.startsWith(QLatin1String("actionAlarm"))
            ? KeyGroup::Alarms
            : KeyGroup::Other;
}

int KeyWords::placeOf(const QString& id)
{
    const auto* row = find(id);
    return static_cast<int>(row ? row - rows.data() : std::ssize(rows));
}

QString KeyWords::textOf(const QString& id)
{
    const auto* row = find(id);
    return row && row->words.source ? tr(row->words.source, row->words.hint) : QString();
}

QString KeyWords::title(KeyGroup group)
{
    switch (group) {
    case KeyGroup::Screens:
        return tr("Screens", "group of keys");
    case KeyGroup::View:
        return tr("View", "group of keys");
    case KeyGroup::Commands:
        return tr("Commands", "group of keys");
    case KeyGroup::Alarms:
        return tr("Alarms", "group of keys");
    case KeyGroup::Plots:
        return tr("Plots", "group of keys");
    case KeyGroup::Inventory:
        return tr("Inventory", "group of keys");
    case KeyGroup::Payments:
        return tr("Payments", "group of keys");
    case KeyGroup::Review:
        return tr("Review", "group of keys");
    case KeyGroup::Runbook:
        return tr("Runbook", "group of keys");
    case KeyGroup::Program:
        return tr("Program", "group of keys");
    case KeyGroup::Other:
        return tr("More", "group of keys: whatever else has one");
    }
    return {};
}

} // namespace saikobi::shell
