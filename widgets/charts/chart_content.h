#pragma once

#include <QString>

#include <memory>
#include <optional>
#include <vector>

#include "backend/contract/alarm.h"
#include "backend/contract/feed.h"
#include "widgets/timeline/pyramid.h"
#include "widgets/timeline/runs.h"
#include "widgets/timeline/time_window.h"

namespace saikobi::charts {

/// One line of a plot. Its place in the list decides colour, dash and marker, so that a line looks
/// the same in every language and state; at most five.
struct Line {
    /// Beside lines a thousand times as large one is read best against what it could be at most:
    /// the axis is a percentage, the values are read in their own unit. Of tracks only.
    struct Scale {
        double full = 1;
        QString unit{};
    };

    QString name{};
    std::vector<timeline::Sample> samples{}; ///< oldest first
    std::shared_ptr<const timeline::Pyramid> track{}; ///< hours, instead of samples
    std::optional<Scale> scale{};

    /// How high a value is painted, on the axis of the plot.
    double height(double value) const { return scale ? 100 * value / scale->full : value; }
};

/// Something that happened: a vertical line, an alarm at the foot of one, or a diamond where two
/// lines cross.
struct Mark {
    contract::Instant at{};
    QString label{};
    std::optional<double> crossing{}; ///< height of the diamond; none: a vertical line
    std::optional<contract::AlarmPriority> alarm{}; ///< one that rang
};

/// A level that must not be passed.
struct Limit {
    double value = 0;
    QString name{};
};

/// What somebody points at.
struct PlotCursors {
    std::optional<contract::Instant> hair{}; ///< the crosshair
    bool isHeld = false; ///< it stays where it is, for copying
    std::optional<contract::Instant> a{}; ///< two cursors: the values show what lies between them
    std::optional<contract::Instant> b{};
    std::optional<contract::Instant> playhead{}; ///< what a replay shows
};

/// A time that is set apart, such as the wait after a raise.
struct Shade {
    contract::Instant from{};
    contract::Instant to{};
    QString name{};
};

/// Where values are expected to lie.
struct Band {
    double low = 0;
    double high = 0;
    QString name{};
};

struct ChartContent {
    timeline::TimeWindow window{};
    contract::DataState state = contract::DataState::NoData;
    std::vector<Line> lines{};
    bool isStacked = false; ///< each line stands on the one before it; all have the same instants
    std::vector<Mark> marks{};
    std::optional<Limit> limit{};
    std::optional<Shade> shade{};
    std::optional<Band> band{};
    /// Lines are tracks: the picture is kept, and only what is pointed at is painted anew.
    bool isRecorded() const { return !lines.empty() && lines.front().track; }

    QString absence{}; ///< the word for a chart without any value
};

} // namespace saikobi::charts
