#include "widgets/timeline/plot_range.h"

#include <algorithm>
#include <utility>

namespace saikobi::timeline {

namespace {

using Length = contract::Instant::duration;

Length lengthOf(TimeWindow window)
{
    return window.to - window.from;
}

/// `length` long and inside `whole`, as near to `from` as that allows.
TimeWindow inside(TimeWindow whole, contract::Instant from, Length length)
{
    length = std::clamp<Length>(length, Length{}, lengthOf(whole));
    from = std::clamp(from, whole.from, whole.to - length);
    return {from, from + length};
}

} // namespace

TimeWindow PlotRange::of(TimeWindow whole) const
{
    if (!m_part)
        return whole;
    return inside(whole, whole.to - m_part->from, m_part->from - m_part->to);
}

void PlotRange::set(TimeWindow whole, TimeWindow part)
{
    std::optional<Part> next;
    if (lengthOf(part) < lengthOf(whole))
        next = Part{whole.to - part.from, whole.to - part.to};
    if (next == m_part)
        return;
    m_seen.push_back(std::exchange(m_part, next));
    if (m_seen.size() > mostKept)
        m_seen.erase(m_seen.begin());
}

void PlotRange::zoomIn(TimeWindow whole, contract::Instant centre)
{
    const auto length = std::max<Length>(lengthOf(of(whole)) / 2, shortest);
    set(whole, inside(whole, centre - length / 2, length));
}

void PlotRange::zoomOut(TimeWindow whole)
{
    const auto now = of(whole);
    set(whole, inside(whole, now.from - lengthOf(now) / 2, lengthOf(now) * 2));
}

void PlotRange::move(TimeWindow whole, double share)
{
    const auto now = of(whole);
    const auto by = std::chrono::duration_cast<Length>(lengthOf(now) * share);
    set(whole, inside(whole, now.from + by, lengthOf(now)));
}

void PlotRange::show(TimeWindow whole, TimeWindow part)
{
    if (part.to < part.from)
        std::swap(part.from, part.to);
    set(whole, inside(whole, part.from, std::max<Length>(lengthOf(part), shortest)));
}

void PlotRange::reach(TimeWindow whole, contract::Instant at)
{
    const auto now = of(whole);
    if (!now.contains(at))
        set(whole, inside(whole, at - lengthOf(now) / 2, lengthOf(now)));
}

void PlotRange::follow(TimeWindow whole, contract::Instant at)
{
    const auto now = of(whole);
    if (!m_part || now.contains(at))
        return;
    const auto next = inside(whole, at - lengthOf(now) / 10, lengthOf(now));
    m_part = Part{whole.to - next.from, whole.to - next.to};
}

void PlotRange::fit()
{
    if (m_part)
        m_seen.push_back(std::exchange(m_part, std::nullopt));
    if (m_seen.size() > mostKept)
        m_seen.erase(m_seen.begin());
}

bool PlotRange::back()
{
    if (m_seen.empty())
        return false;
    m_part = m_seen.back();
    m_seen.pop_back();
    return true;
}

} // namespace saikobi::timeline
