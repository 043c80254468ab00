#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace saikobi::payments {

/// Keeps our own repeats from holding a provider down: at most three of one key in a row, a tenth
/// of all calls while they fail, and, the fewer calls it accepts, the fewer new orders. A repeat
/// that is answered pays for two more, so that the end of an outage is not the beginning of a
/// queue: what thousands of time-outs left open goes on as fast as the provider answers.
class RetryBudget {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// Whether a call may be sent that has this key; empty keys are reads. A call that finishes an
    /// order is held back by no other order's repeats, only by its own.
    bool admits(const std::string& key, bool isFinishing, Instant now);
    /// It was sent, and costs what a first call or a repeat costs.
    void noteSent(const std::string& key, Instant now);
    /// It came to an end that is known: the key is not repeated any more.
    void noteAccepted(const std::string& key, Instant now);

    /// The part of new orders to refuse: max(0, (sent − 2 · accepted) / (sent + 1)) of the last 30
    /// s, where a call under way counts only once it is overdue.
    double refusalShare(std::size_t underWay, Instant now) const;
    std::size_t remembered() const { return m_keys.size(); }

private:
    struct Key {
        int inARow = 0;
        bool isRepeated = false;
        Instant last{};
    };
    struct Second {
        std::int64_t second = 0;
        double sent = 0;
        double accepted = 0;
    };
    Second& bucket(Instant now);
    void gain(double tokens, double most);
    void gainByTime(Instant now);
    void forgetOld(Instant now);

    std::unordered_map<std::string, Key> m_keys;
    std::array<Second, 30> m_seconds{};
    double m_tokens = 10;
    Instant m_tokensAt{};
};

} // namespace saikobi::payments
