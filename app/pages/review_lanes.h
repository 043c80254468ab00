#pragma once

#include <QCoreApplication>

#include <vector>

#include "app/review/recording.h"
#include "widgets/charts/event_lanes.h"

namespace saikobi::pages {

/// What happened in a recording, as lanes: phase, commands, alarms with the mark of who saw them,
/// notes with pins and cards, gaps of the record and of the console that is shown.
class ReviewLanes {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::ReviewLanes)

public:
    /// `entries`: those of the recording and the pins made while reviewing, oldest first.
    static std::vector<charts::Lane> of(const review::Recording& recording,
            const std::vector<contract::TimelineEntry>& entries, const std::string& console);
    /// Commands and alarms as marks of a plot.
    static std::vector<charts::Mark> marks(const review::Recording& recording);

private:
    static charts::Lane phases(const review::Recording& recording);
    static charts::Lane alarms(const review::Recording& recording);
    static charts::Lane commands(const std::vector<contract::TimelineEntry>& entries);
    static charts::Lane notes(const std::vector<contract::TimelineEntry>& entries);
    static charts::Lane gaps(const review::Recording& recording,
            const std::vector<contract::TimelineEntry>& entries, const std::string& console);
};

} // namespace saikobi::pages
