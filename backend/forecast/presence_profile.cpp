#include "backend/forecast/presence_profile.h"

#include <algorithm>
#include <cmath>

namespace saikobi::forecast {

namespace {

/// Samples that the longer stretch counts for in the shorter one.
constexpr double borrowed = 30;
constexpr std::int64_t mostSampled = 8125; ///< 64 for up to 520 thousand waiting
constexpr std::uint32_t largestDivisor = 1024;

} // namespace

double peopleBetween(std::int64_t from, std::int64_t to, const std::vector<PlaceGap>& gaps)
{
    auto people = std::max<std::int64_t>(0, to - from);
    for (const auto& gap : gaps)
        people -= std::max<std::int64_t>(
                0, std::min(gap.to, to) - std::max(gap.from, from + 1) + 1);
    return static_cast<double>(std::max<std::int64_t>(0, people));
}

std::int64_t placeAfter(std::int64_t from, double people, const std::vector<PlaceGap>& gaps)
{
    auto place = from + static_cast<std::int64_t>(std::llround(people));
    for (const auto& gap : gaps) // in ascending order
        if (gap.to > from && std::max(gap.from, from + 1) <= place)
            place += gap.to - std::max(gap.from, from + 1) + 1;
    return place;
}

std::uint32_t presenceDivisor(std::int64_t waiting, std::uint32_t present)
{
    std::uint32_t needed = 1;
    while (needed < largestDivisor && waiting > mostSampled * needed)
        needed *= 4;
    if (needed >= present)
        return needed;
    const bool isClearlyLess = waiting < mostSampled * (present / 4) * 4 / 5;
    return isClearlyLess ? needed : present;
}

void follow(PresenceSampling& sampling, std::int64_t waiting, double atS)
{
    const auto next = presenceDivisor(waiting, sampling.reporting);
    if (next != sampling.reporting) {
        sampling.reporting = next;
        sampling.changedAtS = atS;
    }
    if (sampling.reporting > sampling.counting || atS - sampling.changedAtS >= presentWithinS)
        sampling.counting = sampling.reporting;
}

PresenceProfile::PresenceProfile(const LineSight& sight, const std::vector<std::int64_t>& places)
    : m_people(places.size())
    , m_present(places.size())
{
    std::vector<std::int64_t> seen;
    for (const auto& sign : sight.signs)
        if (sign.ageS <= presentWithinS && sign.place > sight.serving)
            seen.push_back(sign.place);
    std::sort(seen.begin(), seen.end());
    m_total = sight.divisor * static_cast<double>(seen.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        m_people[i] = peopleBetween(sight.serving, places[i], sight.gaps);
    const double all = m_people.empty() ? 0 : m_people.back();
    m_share = all > 0 ? std::min(1.0, m_total / all) : 1;
    double share = m_share;
    const double weight = borrowed * sight.divisor;
    for (std::size_t i = places.size(); i-- > 0;) {
        const auto upTo = std::upper_bound(seen.begin(), seen.end(), places[i]) - seen.begin();
        const double counted = sight.divisor * static_cast<double>(upTo);
        if (i + 1 < places.size())
            share = std::min(1.0, (counted + weight * share) / (m_people[i] + weight));
        m_present[i] = share * m_people[i];
    }
    for (std::size_t i = 1; i < m_present.size(); ++i)
        m_present[i] = std::max(m_present[i], m_present[i - 1]);
}

} // namespace saikobi::forecast
