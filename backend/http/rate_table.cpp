#include "backend/http/rate_table.h"

#include <cassert>
#include <limits>

namespace saikobi::http {

namespace {

constexpr std::size_t ways = 4;

std::uint32_t tagOf(std::uint64_t key)
{
    return static_cast<std::uint32_t>(key >> 32U);
}

} // namespace

RateTable::RateTable(std::size_t slots, Clock::duration window)
    : m_slots(slots)
    , m_sets{slots / ways}
    , m_window{window}
{
    assert(m_sets > 0 && (m_sets & (m_sets - 1)) == 0 && window.count() > 0);
}

/// Never 0, which marks an empty slot.
std::uint32_t RateTable::windowAt(Clock::time_point now) const
{
    return static_cast<std::uint32_t>(now.time_since_epoch() / m_window) + 2;
}

std::uint32_t RateTable::levelOf(const Slot& slot, Clock::time_point now) const
{
    const auto window = windowAt(now);
    if (slot.window == 0 || slot.window + 1 < window)
        return 0;
    // What is left of the window before; an event stays for one window, more or less.
    const double into = static_cast<double>((now.time_since_epoch() % m_window).count())
            / static_cast<double>(m_window.count());
    const auto last = slot.window == window ? slot.previous : slot.current;
    const auto own = slot.window == window ? slot.current : 0;
    return own + static_cast<std::uint32_t>(static_cast<double>(last) * (1 - into));
}

const RateTable::Slot* RateTable::find(std::uint64_t key) const
{
    const auto* set = &m_slots[(key & (m_sets - 1)) * ways];
    for (std::size_t way = 0; way < ways; ++way)
        if (set[way].window != 0 && set[way].tag == tagOf(key))
            return &set[way];
    return nullptr;
}

RateTable::Slot& RateTable::place(std::uint64_t key, Clock::time_point now)
{
    auto* set = &m_slots[(key & (m_sets - 1)) * ways];
    auto* quietest = set;
    auto least = std::numeric_limits<std::uint32_t>::max();
    for (std::size_t way = 0; way < ways; ++way) {
        if (set[way].window != 0 && set[way].tag == tagOf(key))
            return set[way];
        const auto level = levelOf(set[way], now);
        if (level < least) {
            least = level;
            quietest = &set[way];
        }
    }
    *quietest = {tagOf(key), windowAt(now), 0, 0};
    return *quietest;
}

std::uint32_t RateTable::count(std::uint64_t key, Clock::time_point now)
{
    auto& slot = place(key, now);
    const auto window = windowAt(now);
    if (slot.window != window) {
        slot.previous = slot.window + 1 == window ? slot.current : 0;
        slot.current = 0;
        slot.window = window;
    }
    ++slot.current;
    return levelOf(slot, now);
}

std::uint32_t RateTable::level(std::uint64_t key, Clock::time_point now) const
{
    const auto* slot = find(key);
    return slot ? levelOf(*slot, now) : 0;
}

void RateTable::takeBack(std::uint64_t key, Clock::time_point now)
{
    auto* set = &m_slots[(key & (m_sets - 1)) * ways];
    const auto window = windowAt(now);
    for (std::size_t way = 0; way < ways; ++way) {
        auto& slot = set[way];
        if (slot.window == 0 || slot.tag != tagOf(key))
            continue;
        if (slot.window == window && slot.current > 0)
            --slot.current;
        else if (slot.window == window && slot.previous > 0)
            --slot.previous; // it was counted just before the turn of the window
        else if (slot.window + 1 == window && slot.current > 0)
            --slot.current;
        return;
    }
}

} // namespace saikobi::http
