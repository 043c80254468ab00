#include "backend/waiting_room/draw_places.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace saikobi::waiting_room {

namespace {

/// A place costs some microseconds, looking one up some nanoseconds. Slots are taken by number, so
/// 65,536 neighbours never push each other out (1 MiB).
constexpr std::size_t mostKnown = 65'536;

std::vector<VoidRange> within(std::vector<VoidRange> voids, std::int64_t last)
{
    std::sort(voids.begin(), voids.end(),
            [](const VoidRange& left, const VoidRange& right) { return left.from < right.from; });
    std::vector<VoidRange> out;
    for (auto range : voids) {
        range.to = std::min(range.to, last);
        if (range.from <= range.to)
            out.push_back(range);
    }
    return out;
}

std::int64_t countOf(const std::vector<VoidRange>& voids)
{
    std::int64_t count = 0;
    for (const auto& range : voids)
        count += range.to - range.from + 1;
    return count;
}

Draw::Terms withPeople(Draw::Terms terms, std::int64_t people)
{
    terms.people = people;
    return terms;
}

} // namespace

DrawPlaces::DrawPlaces(Draw::Terms terms, std::int64_t last, std::vector<VoidRange> voids)
    : m_last(last)
    , m_voids(within(std::move(voids), last))
    , m_draw(withPeople(std::move(terms), last - countOf(m_voids)))
    , m_known(std::min(mostKnown, static_cast<std::size_t>(std::max<std::int64_t>(1, last))))
{
}

std::int64_t DrawPlaces::placeOf(std::int64_t number) const
{
    assert(number >= 1 && number <= m_last);
    auto& known = m_known[static_cast<std::size_t>(number) % m_known.size()];
    if (known.number == number)
        return known.place;
    std::int64_t voidsBefore = 0;
    bool isVoid = false;
    for (const auto& range : m_voids) {
        if (range.from > number)
            break;
        isVoid = number <= range.to;
        voidsBefore += std::min(range.to, number) - range.from + 1;
    }
    known.number = number;
    known.place = isVoid ? m_draw.people() + voidsBefore : m_draw.place(number - voidsBefore);
    return known.place;
}

} // namespace saikobi::waiting_room
