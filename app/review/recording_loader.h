#pragma once

#include <QString>

#include <functional>

#include "app/review/recording_reader.h"

namespace saikobi::review {

/// Everything of a recording as values. A file is proved once, by two threads; its series then lie
/// beside it (FILE.series) and are taken from there as long as the file is the same. Null, with
/// `why`, when it cannot be shown. `goesOn` is told the percentage done; false ends it as
/// Cancelled.
RecordingPtr loadRecording(
        const QString& path, const std::function<bool(int)>& goesOn, RecordingProblem& why);

/// Beside `path`, for exactly that file as it is now. False, or nothing, when it cannot be: then
/// the file is proved again.
bool keepSeries(const QString& path, const std::vector<Series>& series);
std::optional<std::vector<Series>> keptSeries(const QString& path);

} // namespace saikobi::review
