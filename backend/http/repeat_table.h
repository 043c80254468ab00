#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace saikobi::http {

/// When each of very many askers was told to come again, in a fixed piece of memory: one slot of 8
/// bytes per hash, the newest overwrites. Who was forgotten is not counted, so the figure is a
/// lower bound.
class RepeatTable {
public:
    using Clock = std::chrono::steady_clock;

    /// `slots` is a power of two.
    explicit RepeatTable(std::size_t slots);

    /// Is this earlier than `key` was told last time?
    bool isEarly(std::uint64_t key, Clock::time_point now) const;
    /// From now on `key` is early until then; at most some hours ahead.
    void tell(std::uint64_t key, Clock::time_point due);

private:
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t due = 0; ///< steps of `step` since the clock's epoch, cut; 0: empty
    };
    std::vector<Slot> m_slots;
};

} // namespace saikobi::http
