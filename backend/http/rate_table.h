#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "backend/contract/quantity.h"

namespace saikobi::http {

/// How often something happened within the last window, for very many somethings in a fixed piece
/// of memory. Approximate by design: the window slides by weighing the one before, and a set of
/// four slots that is full forgets whoever counts least. So it may forget the quiet, never the
/// loud, and it never takes one for another but by a 32-bit coincidence.
class RateTable {
public:
    using Clock = std::chrono::steady_clock;

    /// `slots` is a power of two, at least 4; each takes 16 bytes.
    RateTable(std::size_t slots, Clock::duration window);

    /// Counts one more of `key` (a keyed hash) and tells how many there were, this one included.
    std::uint32_t count(std::uint64_t key, Clock::time_point now);
    /// How many there were, without counting.
    std::uint32_t level(std::uint64_t key, Clock::time_point now) const;
    /// The last one turned out not to count.
    void takeBack(std::uint64_t key, Clock::time_point now);

private:
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t window = 0; ///< of `current`; 0: empty
        std::uint32_t current = 0;
        std::uint32_t previous = 0;
    };
    std::uint32_t windowAt(Clock::time_point now) const;
    std::uint32_t levelOf(const Slot& slot, Clock::time_point now) const;
    const Slot* find(std::uint64_t key) const;
    Slot& place(std::uint64_t key, Clock::time_point now);

    std::vector<Slot> m_slots;
    std::size_t m_sets;
    Clock::duration m_window;
};

} // namespace saikobi::http
