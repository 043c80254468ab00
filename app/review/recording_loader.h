#pragma once

#include <QString>

#include <functional>

#include "app/review/recording_reader.h"

namespace saikobi::review {

/// Everything of a recording as values: each figure in each second, counted by the functions that
/// live uses (backend/forecast). A file is proved and counted once; what came out lies beside it
/// (FILE.series) and is taken from there as long as the file is the same. Null, with `why`, when it
/// cannot be shown. `goesOn` is told the percentage done; false ends it as Cancelled.
RecordingPtr loadRecording(
        const QString& path, const std::function<bool(int)>& goesOn, RecordingProblem& why);

/// The series alone, without any file beside it.
RecordingReader::Problem countSeries(const RecordingReader& reader,
        const std::function<bool(int)>& goesOn, std::vector<Series>& into);

/// Beside `path`, for exactly that file as it is now. False, or nothing, when it cannot be: then it
/// is counted again.
bool keepSeries(const QString& path, const std::vector<Series>& series);
std::optional<std::vector<Series>> keptSeries(const QString& path);

} // namespace saikobi::review
