#include "backend/forecast/series_rows.h"

#include <chrono>
#include <optional>
#include <utility>

#include "backend/contract/recorded_tick.h"
#include "backend/contract/recorded_time.h"
#include "backend/forecast/series_count.h"

namespace saikobi::forecast {

using contract::Fault;
using contract::FaultCode;
using contract::Instant;
using contract::Nothing;
using contract::Outcome;
using contract::RecordedRow;
using contract::Result;

namespace {

std::string textOf(const RecordedRow& row, std::size_t column)
{
    return row.at(column).value_or("");
}

/// The rows of a stretch of time; `take` answers what is wrong with one.
Outcome readStretch(const SelectRows& select, const std::string& columns, Instant from, Instant to,
        const std::function<Outcome(Instant at, const RecordedRow&)>& take)
{
    Outcome done = Nothing{};
    const auto read = select(columns + " where at >= '" + contract::recordedText(from)
                    + "' and at < '" + contract::recordedText(to) + "' order by at, rowid",
            [&](const RecordedRow& row) {
                const auto at = contract::recordedInstant(textOf(row, 0));
                if (done)
                    done = at ? take(*at, row)
                              : Fault{FaultCode::Invalid, "a time that is none: " + textOf(row, 0)};
            });
    return read ? done : read;
}

RecordedRows rowsOf(const SelectRows& select)
{
    RecordedRows out;
    out.ticks = [&select](Instant from, Instant to, const auto& take) {
        return readStretch(select,
                "select at, instance, incarnation, counters, histograms, gauges, line from tick",
                from, to, [&take](Instant at, const RecordedRow& row) -> Outcome {
                    contract::Tick tick;
                    tick.at = std::chrono::floor<std::chrono::milliseconds>(at);
                    tick.instance = textOf(row, 1);
                    tick.incarnation = textOf(row, 2);
                    const auto read = contract::readTickColumns(
                            tick, textOf(row, 3), textOf(row, 4), textOf(row, 5), textOf(row, 6));
                    if (read) // else it counts as not recorded
                        take(tick);
                    return Nothing{};
                });
    };
    out.scenes = [&select](Instant from, Instant to, const auto& take) {
        return readStretch(select, "select at, part, is_full, data from scene", from, to,
                [&take](Instant at, const RecordedRow& row) -> Outcome {
                    take({at, textOf(row, 1), textOf(row, 2) == "t", textOf(row, 3)});
                    return Nothing{};
                });
    };
    return out;
}

/// First and last second of which there are ticks; nothing when there are none.
Result<std::optional<std::pair<Instant, Instant>>> endsOf(const SelectRows& select)
{
    std::optional<std::pair<Instant, Instant>> out;
    const auto read = select("select min(at), max(at) from tick", [&out](const RecordedRow& row) {
        const auto from = contract::recordedInstant(textOf(row, 0));
        const auto to = contract::recordedInstant(textOf(row, 1));
        if (from && to)
            out = {std::chrono::floor<std::chrono::seconds>(*from),
                    std::chrono::floor<std::chrono::seconds>(*to)};
    });
    if (!read)
        return read.error();
    return out;
}

} // namespace

Result<std::vector<RecordedRow>> seriesRows(const SelectRows& select)
{
    const auto ends = endsOf(select);
    if (!ends)
        return ends.error();
    std::vector<RecordedRow> out;
    if (!ends.value())
        return out;
    const auto [from, to] = *ends.value();
    const auto counted = countSeries(rowsOf(select), from, to);
    if (!counted)
        return counted.error();
    for (const auto& series : counted.value())
        out.push_back({series.id, series.unit, contract::recordedText(from),
                contract::numbersOf(series.values)});
    return out;
}

} // namespace saikobi::forecast
