#pragma once

#include <QString>
#include <QTimeZone>

#include <optional>

#include "widgets/timeline/time_window.h"

/// A range as people type and paste it. `now` is the end of the recording:
///   now-1h · now-90m/now-30m · 12:00/12:30 · 12:00:05/+10m · 2026-11-21 12:00/2026-11-21 12:30:00
namespace saikobi::review {

/// Cut to `whole`; empty when it cannot be read or nothing of it was recorded. A clock time without
/// a day is the first one of that kind at or after the start of `whole`.
std::optional<timeline::TimeWindow> rangeFromText(
        const QString& text, timeline::TimeWindow whole, const QTimeZone& zone);

/// What the above reads back to the second; clock times alone within a day of the start of `whole`.
QString rangeToText(timeline::TimeWindow range, timeline::TimeWindow whole, const QTimeZone& zone);

} // namespace saikobi::review
