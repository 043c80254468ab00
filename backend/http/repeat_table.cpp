#include "backend/http/repeat_table.h"

#include <cassert>

namespace saikobi::http {

namespace {

constexpr std::chrono::milliseconds step{10};
constexpr std::int32_t furthest = 100 * 3600 * 4; ///< a slot of another age is nobody's any more

std::uint32_t stepsAt(RepeatTable::Clock::time_point at)
{
    return static_cast<std::uint32_t>(at.time_since_epoch() / step) | 1U;
}

std::uint32_t tagOf(std::uint64_t key)
{
    return static_cast<std::uint32_t>(key >> 32U);
}

} // namespace

RepeatTable::RepeatTable(std::size_t slots)
    : m_slots(slots)
{
    assert(slots > 0 && (slots & (slots - 1)) == 0);
}

bool RepeatTable::isEarly(std::uint64_t key, Clock::time_point now) const
{
    const auto& slot = m_slots[key & (m_slots.size() - 1)];
    if (slot.due == 0 || slot.tag != tagOf(key))
        return false;
    const auto ahead = static_cast<std::int32_t>(slot.due - stepsAt(now)); // the count wraps
    return ahead > 0 && ahead < furthest;
}

void RepeatTable::tell(std::uint64_t key, Clock::time_point due)
{
    m_slots[key & (m_slots.size() - 1)] = {tagOf(key), stepsAt(due)};
}

} // namespace saikobi::http
