#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace saikobi::payments {

/// Whether a provider is worth asking. Time-outs, broken connections and server errors open it; a
/// declined card is an answer like any other and never does. The instant is passed in.
class Breaker {
public:
    using Instant = std::chrono::steady_clock::time_point;
    enum class State { Closed, HalfOpen, Open };

    void succeed(Instant now); ///< any definite answer
    void fail(Instant now);
    /// It does not know us (401, 403): no number of repeats can mend that.
    void shut(Instant now);

    State state(Instant now) const;
    /// Half open, one a second of each kind may try; open, only a finishing call.
    bool admitsOrder(Instant now);
    bool admitsFinishing(Instant now);
    /// When the next order may be tried; past while it is closed.
    Instant until(Instant now) const;
    /// How long it has not been closed.
    std::chrono::steady_clock::duration openFor(Instant now) const;

private:
    struct Second {
        std::int64_t second = 0;
        int answered = 0;
        int failed = 0;
    };
    Second& bucket(Instant now);
    bool isFailing(Instant now) const;
    void open(Instant now);
    static bool probe(std::optional<Instant>& last, Instant now);

    std::array<Second, 10> m_seconds{};
    std::optional<Instant> m_openSince{}; ///< of the present time of trouble
    Instant m_openUntil{}; ///< then it is half open
    std::optional<Instant> m_lastOrder{};
    std::optional<Instant> m_lastFinishing{};
    int m_goodProbes = 0;
};

} // namespace saikobi::payments
