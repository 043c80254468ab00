#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "backend/contract/tick.h"

namespace saikobi::forecast {

/// What grows. The first three stand in the line of the sale-wide tick, the others are counters of
/// instances.
enum class Count {
    Issued,
    Serving,
    Given,
    OrdersPaid,
    OrdersRefusedBudget,
    Answers,
    AnswersFailed,
    AnswersRefused,
    ProviderCalls,
    ProviderFinishing,
    ProviderApproved,
    ProviderDeclined,
    ProviderFailed,
    RefusedForRate,
    Entered,
    WaitsMs, ///< of those who entered, together
    PlaceRequests,
    Reloads
};
inline constexpr std::size_t countCount = static_cast<std::size_t>(Count::Reloads) + 1;

constexpr bool isOfLine(Count count)
{
    return count <= Count::Given;
}

/// Durations that are kept as histograms.
enum class Timing { Own, Checkout, Page };
inline constexpr std::size_t timingCount = static_cast<std::size_t>(Timing::Page) + 1;

using Spread = std::array<double, std::tuple_size_v<contract::HistogramCounts>>;

/// What grew during a window, and how much of the window was seen at all.
struct Growth {
    double amount = 0;
    double seconds = 0; ///< measured time; 0: nothing is known
    std::optional<double> perSecond() const
    {
        return seconds > 0 ? std::optional{amount / seconds} : std::nullopt;
    }
};

/// Cumulative ticks of all instances, differenced and summed second by second. The only place where
/// that happens, so that live, replay and report agree.
///
/// A new incarnation starts at zero. A pair of ticks further apart than `gapAfter` is a gap: its
/// growth is dropped, since nobody knows when it happened. A tick that is not newer than the last
/// one of its series is old data. A new epoch or run of the line starts a new series without
/// growth.
class SecondLog {
public:
    static constexpr std::chrono::seconds gapAfter{10};
    static constexpr std::chrono::seconds keep{
            26 * 60}; ///< 15 min of history and its longest window

    /// False when it says nothing new.
    bool add(const contract::Tick& tick);

    /// Everything up to here has been reported by every series that still lives; whole seconds.
    std::optional<contract::Instant> completeUntil() const;
    /// Newest tick of the line, or of any instance.
    std::optional<contract::Instant> newestLine() const;
    std::optional<contract::Instant> newestInstance() const;
    struct Instance {
        std::string name{};
        std::string incarnation{};
        contract::Instant lastTick{};
        bool isReady = false;
    };
    /// The newest incarnation of each instance heard of.
    std::vector<Instance> instances() const;

    const std::optional<contract::LineState>& line() const { return m_line; }
    /// When the number of passes was last seen to grow.
    std::optional<contract::Instant> lastPassAt() const { return m_lastPassAt; }
    /// Since when the line has been open, as far as it was heard; empty unless it is.
    std::optional<contract::Instant> openSince() const { return m_openSince; }
    /// Sum of a gauge over the living instances; empty when none reports it.
    std::optional<double> gaugeSum(const char* gauge) const;
    /// Least and greatest likewise: of what instances say about something they share.
    std::optional<double> gaugeLeast(const char* gauge) const;
    std::optional<double> gaugeMost(const char* gauge) const;

    /// Over the `window` that ends at `end` (whole seconds).
    Growth growth(Count count, contract::Instant end, std::chrono::seconds window) const;
    /// The fullest second of the window; empty when nothing was measured.
    std::optional<double> fullestSecond(
            Count count, contract::Instant end, std::chrono::seconds window) const;
    Spread spread(Timing timing, contract::Instant end, std::chrono::seconds window) const;

private:
    struct Sample {
        std::array<double, countCount> counts{};
        std::array<Spread, timingCount> spreads{};
    };
    struct Second {
        Sample grown{};
        double lineSeen = 0; ///< share of the second
        double instancesSeen = 0;
    };
    struct Series {
        contract::Instant last{};
        contract::Instant::duration spacing{std::chrono::seconds{1}};
        Sample sample{};
        std::map<std::string, double> gauges{};
        bool isLine = false;
        std::string instance{};
        std::string incarnation{};
        std::int64_t seenSecond = 0; ///< the second whose share is still being summed
        double seenShare = 0;
    };

    static std::string keyOf(const contract::Tick& tick);
    static Sample sampleOf(const contract::Tick& tick);
    bool startsAtZero(const contract::Tick& tick) const;
    void follow(const contract::Tick& tick, Series& series, const Sample& now);
    void grow(Series& series, contract::Instant from, contract::Instant to, const Sample& by);
    void noteLine(const contract::LineState& line);
    void forgetDead();
    bool isAlive(const Series& series) const;
    template<class Join>
    std::optional<double> gaugeOf(const char* gauge, Join join) const;
    Second* secondAt(std::int64_t index);
    template<class Visit>
    void visit(contract::Instant end, std::chrono::seconds window, Visit visitor) const;

    std::map<std::string, Series> m_series{};
    std::deque<Second> m_seconds{};
    std::int64_t m_firstSecond = 0; ///< Unix time of m_seconds.front()
    std::optional<contract::Instant> m_newest{};
    contract::Instant m_continuousSince{}; ///< no hole in what was heard since then
    std::optional<contract::LineState> m_line{};
    std::optional<contract::Instant> m_lastPassAt{};
    std::optional<contract::Instant> m_openSince{};
};

} // namespace saikobi::forecast
