#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>

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

/// The limits of the provider: whether a call may run, and what arrived at all.
class CallLimits {
public:
    /// Empty: it may. Else the word of `Stripe-Rate-Limited-Reason`. A limit of 0 is none.
    std::string admit(std::int64_t nowUs, const std::string& endpoint, double global, double each);

    /// The fullest sliding second of arriving calls, refused ones included; by endpoint, "" = all.
    std::map<std::string, std::size_t> fullest() const;
    const std::map<std::string, std::int64_t>& refusals() const { return m_refusals; }

private:
    std::map<std::string, SlidingSecond> m_arrived;
    std::map<std::string, SlidingSecond> m_admitted;
    std::map<std::string, std::int64_t> m_refusals; ///< by reason
};

} // namespace saikobi::rehearsal
