#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>

#include "backend/rehearsal/provider/simulator_settings.h"

namespace saikobi::rehearsal {

/// Calls in the last second, and the most there ever were. Times are microseconds of one clock that
/// never goes back.
class SlidingSecond {
public:
    void forget(std::int64_t nowUs);
    void add(std::int64_t nowUs);
    std::size_t count() const { return m_times.size(); }
    std::size_t fullest() const { return m_fullest; }

private:
    std::deque<std::int64_t> m_times;
    std::size_t m_fullest = 0;
};

/// One rate: which calls it has let through, and whether another one may follow.
class RateGate {
public:
    bool hasRoom(std::int64_t nowUs, const RateLimit& limit);
    void take(std::int64_t nowUs, const RateLimit& limit);

private:
    void turn(std::int64_t nowUs, const RateLimit& limit);

    RateLimit m_limit{};
    std::deque<std::int64_t> m_taken{}; ///< of a sliding window
    std::int64_t m_window = -1; ///< number of the fixed window
    double m_count = 0; ///< taken in it, or what is in the bucket
    std::int64_t m_filledUs = 0;
};

/// The limits of the provider: whether a call may run, and what arrived at all.
class CallLimits {
public:
    /// Empty: it may, and leave() follows. Else the word of `Stripe-Rate-Limited-Reason`.
    std::string admit(
            std::int64_t nowUs, const std::string& endpoint, const SimulatorSettings& agreed);
    /// A call that was admitted has been answered.
    void leave(const std::string& endpoint);
    /// One more change of one payment; "resource-specific" when there were too many in this hour.
    std::string update(std::int64_t nowUs, const std::string& payment, double most);

    /// The fullest sliding second of arriving calls, refused ones included; by endpoint, "" = all.
    std::map<std::string, std::size_t> fullest() const;
    std::map<std::string, std::size_t> mostAtOnce() const; ///< likewise, of those admitted
    const std::map<std::string, std::int64_t>& refusals() const { return m_refusals; }

private:
    struct Lane {
        SlidingSecond arrived{};
        RateGate gate{};
        std::size_t running = 0;
        std::size_t mostAtOnce = 0;
    };
    std::string judge(std::int64_t nowUs, Lane& all, Lane& own, const RateLimit& each,
            const SimulatorSettings& agreed);

    std::map<std::string, Lane> m_lanes;
    std::unordered_map<std::string, double> m_updates; ///< changes in this hour
    std::map<std::string, std::int64_t> m_refusals; ///< by reason
    std::int64_t m_hour = -1;
};

} // namespace saikobi::rehearsal
