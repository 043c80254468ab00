#include <algorithm>
#include <cmath>

#include "app/review/sale_report.h"

namespace saikobi::review {

using contract::Instant;

namespace {

/// A stretch of places for which something happened in one second.
struct Step {
    double from = 0; ///< first place, above it
    double to = 0; ///< last place
    std::size_t second = 0;
};

/// When a count that only grows passed each number. A new run of the line begins at zero again and
/// is counted on.
std::vector<Step> stepsOf(const Series* series)
{
    std::vector<Step> out;
    if (!series)
        return out;
    double known = 0;
    for (std::size_t i = 0; i < series->values.size(); ++i) {
        const double now = series->values[i];
        if (std::isnan(now) || now <= known)
            continue;
        out.push_back({known, now, i});
        known = now;
    }
    return out;
}

struct Share {
    double seconds = 0;
    double people = 0;
};

/// Everybody's wait, in stretches of people who waited equally long to the second.
std::vector<Share> sharesOf(
        const std::vector<Step>& joined, const std::vector<Step>& called, std::size_t end)
{
    std::vector<Share> out;
    auto call = called.begin();
    for (const auto& join : joined) {
        if (join.second > end)
            break;
        double place = join.from;
        while (place < join.to) {
            while (call != called.end() && (call->to <= place))
                ++call;
            const bool isCalled = call != called.end() && call->second <= end;
            const double upTo = isCalled ? std::min(call->to, join.to) : join.to;
            const auto until = isCalled ? std::max(call->second, join.second) : end;
            out.push_back({static_cast<double>(until - join.second), upTo - place});
            place = upTo;
        }
    }
    std::sort(out.begin(), out.end(),
            [](const Share& a, const Share& b) { return a.seconds < b.seconds; });
    return out;
}

std::optional<double> percentileOf(const std::vector<Share>& shares, double part)
{
    double all = 0;
    for (const auto& share : shares)
        all += share.people;
    double seen = 0;
    for (const auto& share : shares) {
        seen += share.people;
        if (seen >= all * part)
            return share.seconds;
    }
    return std::nullopt;
}

std::optional<float> lastKnown(const Series* series, std::size_t end)
{
    if (!series)
        return std::nullopt;
    for (auto i = std::min(end + 1, series->values.size()); i-- > 0;)
        if (!std::isnan(series->values[i]))
            return series->values[i];
    return std::nullopt;
}

/// The second in which the line closed for good, else the last one.
std::size_t closeOf(const Recording& recording)
{
    const auto phases = phasesOf(recording);
    const auto& last = phases.back();
    const auto at = last.phase == contract::Phase::Closed ? last.time.from : recording.meta.to;
    return static_cast<std::size_t>(
            std::chrono::floor<std::chrono::seconds>(at - recording.meta.from).count());
}

} // namespace

WaitFigures waitsOf(const Recording& recording)
{
    WaitFigures out;
    if (const auto* waiting = recording.find("waiting"))
        for (std::size_t i = 0; i < waiting->values.size(); ++i)
            if (waiting->values[i] > out.peakWaiting) {
                out.peakWaiting = waiting->values[i];
                out.peakAt = recording.meta.from + std::chrono::seconds{i};
            }
    const auto end = closeOf(recording);
    const auto joined = stepsOf(recording.find("line.issued"));
    const auto called = stepsOf(recording.find("line.serving"));
    const auto countOf = [&](const char* id) {
        return static_cast<std::int64_t>(
                std::lround(lastKnown(recording.find(id), end).value_or(0)));
    };
    out.isKnown = !joined.empty();
    out.joined = countOf("line.issued");
    out.called = std::min(countOf("line.serving"), out.joined);
    out.entered = countOf("line.passes");
    // Numbers that a new order made void wait for nobody.
    out.stillWaiting = std::max<std::int64_t>(0, out.joined - out.called - countOf("line.voided"));
    if (const auto present = lastKnown(recording.find("present"), end))
        out.gone = std::max<std::int64_t>(0, out.stillWaiting - std::lround(*present));
    const auto shares = sharesOf(joined, called, end);
    out.p50 = percentileOf(shares, 0.5);
    out.p90 = percentileOf(shares, 0.9);
    if (!shares.empty())
        out.longest = shares.back().seconds;
    return out;
}

} // namespace saikobi::review
