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

#define SAY(text, hint) QT_TRANSLATE_NOOP3("saikobi::shell::KeyWords", text, hint)

constexpr std::array rows{
        Row{"actionFreeze", KeyGroup::View, SAY("Freeze or resume this screen", "menu")},
        Row{"actionBackToLive", KeyGroup::View, SAY("Back to live", "menu")},
        Row{"actionPalette", KeyGroup::View, SAY("Find an action…", "menu: the palette")},
        Row{"actionKeySheet", KeyGroup::View, SAY("All keys…", "menu: the key sheet")},
        Row{"actionNote", KeyGroup::View, SAY("Write a note", "menu: into the timeline")},
        Row{"actionExport", KeyGroup::View, SAY("Save this view", "menu: as table and picture")},
        Row{"actionFullScreen", KeyGroup::View,
                SAY("Wall screen", "menu: the whole screen, without the controls around")},
        Row{"actionHold", KeyGroup::Commands, SAY("Hold the queue…", "menu")},
        Row{"actionMaintenance", KeyGroup::Commands,
                SAY("Maintenance…", "menu: hold, and refuse orders")},
        Row{"keyRateUp", KeyGroup::Commands, SAY("Draft a rate of 5 % more", "menu")},
        Row{"keyRateDown", KeyGroup::Commands, SAY("Draft a rate of 5 % less", "menu")},
        Row{"actionReadOnly", KeyGroup::Commands,
                SAY("READ-ONLY", "menu: this console only looks")},
        Row{"plotZoomIn", KeyGroup::Plots, SAY("Zoom in", "key of plots")},
        Row{"plotZoomOut", KeyGroup::Plots, SAY("Zoom out", "key of plots")},
        Row{"plotEarlier", KeyGroup::Plots, SAY("Earlier", "key of plots: move the range")},
        Row{"plotLater", KeyGroup::Plots, SAY("Later", "key of plots: move the range")},
        Row{"plotFit", KeyGroup::Plots, SAY("Whole range", "key of plots")},
        Row{"plotPrevious", KeyGroup::Plots, SAY("Previous range", "key of plots")},
        Row{"plotMarkBefore", KeyGroup::Plots, SAY("Mark before", "key of plots: go to it")},
        Row{"plotMarkAfter", KeyGroup::Plots, SAY("Mark after", "key of plots: go to it")},
        Row{"plotHairLeft", KeyGroup::Plots, SAY("Crosshair left", "key of plots")},
        Row{"plotHairRight", KeyGroup::Plots, SAY("Crosshair right", "key of plots")},
        Row{"plotCursorA", KeyGroup::Plots, SAY("Set cursor A", "key of plots")},
        Row{"plotCursorB", KeyGroup::Plots, SAY("Set cursor B", "key of plots")},
        Row{"plotSelection", KeyGroup::Plots, SAY("Zoom to A–B", "key of plots: the cursors")},
        Row{"plotFocus", KeyGroup::Plots, SAY("This plot alone", "key of plots: large")},
        Row{"plotTable", KeyGroup::Plots, SAY("Plot as a table", "key of plots")},
        Row{"plotCopy", KeyGroup::Plots, SAY("Copy the values held", "key of plots")},
        Row{"keyFilter", KeyGroup::Inventory, SAY("Filter the products", "key")},
        Row{"keySellOut", KeyGroup::Inventory, SAY("Sort by sell-out", "key")},
        Row{"keyStop", KeyGroup::Inventory, SAY("Stop the product…", "key")},
        Row{"keyClose", KeyGroup::Inventory, SAY("Close the details", "key")},
        Row{"keyMethod1", KeyGroup::Payments, SAY("Choose method 1", "key: in the table")},
        Row{"keyMethod2", KeyGroup::Payments, SAY("Choose method 2", "key: in the table")},
        Row{"keyMethod3", KeyGroup::Payments, SAY("Choose method 3", "key: in the table")},
        Row{"keyMethod4", KeyGroup::Payments, SAY("Choose method 4", "key: in the table")},
        Row{"keyMethod5", KeyGroup::Payments, SAY("Choose method 5", "key: in the table")},
        Row{"keyMethod6", KeyGroup::Payments, SAY("Choose method 6", "key: in the table")},
        Row{"keyMethod7", KeyGroup::Payments, SAY("Choose method 7", "key: in the table")},
        Row{"keyMethod8", KeyGroup::Payments, SAY("Choose method 8", "key: in the table")},
        Row{"keyMethod9", KeyGroup::Payments, SAY("Choose method 9", "key: in the table")},
        Row{"keyDisable", KeyGroup::Payments, SAY("Disable or enable the method…", "key")},
        Row{"actionJapanese", KeyGroup::Program, {nullptr, nullptr}},
        Row{"actionEnglish", KeyGroup::Program, {nullptr, nullptr}},
        Row{"actionLight", KeyGroup::Program, SAY("Light", "menu: theme")},
        Row{"actionDark", KeyGroup::Program, SAY("Dark", "menu: theme")},
        Row{"actionQuit", KeyGroup::Program, SAY("Quit", "menu")},
};

#undef SAY

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
    case KeyGroup::Program:
        return tr("Program", "group of keys");
    case KeyGroup::Other:
        return tr("More", "group of keys: whatever else has one");
    }
    return {};
}

} // namespace saikobi::shell
