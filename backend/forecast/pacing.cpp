#include "backend/forecast/pacing.h"

#include <algorithm>
#include <cmath>

namespace saikobi::forecast {

namespace {

constexpr std::int64_t answerWindow = 8; ///< seconds after which a called second is judged
constexpr double silence = 4; ///< at the door, without asking
constexpr double longestStep = 1; ///< a stall is lost, never caught up
constexpr double priorWeight = 8;
constexpr double priorShow = 0.9;
constexpr double leastShow = 0.1;

} // namespace

std::int64_t Pacing::Lane::rankOf(std::int64_t place) const
{
    return std::lower_bound(places.begin(), places.end(), place) - places.begin();
}

bool Pacing::Lane::has(std::int64_t place) const
{
    return std::binary_search(places.begin(), places.end(), place);
}

void Pacing::Lane::add(std::int64_t place)
{
    if (!has(place))
        places.insert(places.begin() + rankOf(place), place);
}

void Pacing::Lane::remove(std::int64_t place)
{
    if (has(place))
        places.erase(places.begin() + rankOf(place));
}

Pacing::Pacing(const PacingRules& rules, double start)
    : m_rules(rules)
    , m_last(start)
{
}

double Pacing::burst() const
{
    return std::max(2.0, 3 * perSecond());
}

bool Pacing::isAbsentShareAtBound() const
{
    return m_show <= leastShow;
}

void Pacing::hold()
{
    m_isHeld = true;
    m_credit = 0;
    m_admit = 0;
}

void Pacing::release()
{
    m_isHeld = false;
    m_credit = 0;
    m_admit = 0;
}

void Pacing::admit(std::int64_t passes)
{
    if (m_isHeld)
        m_admit = std::max<std::int64_t>(0, passes);
}

void Pacing::leave(std::int64_t place)
{
    const auto at = static_cast<std::size_t>(place);
    if (at >= m_passEnds.size() || m_ends.erase({m_passEnds[at], place}) == 0)
        return;
    m_passEnds[at] = m_last;
}

Pacing::Second& Pacing::second(std::int64_t at)
{
    const auto index = static_cast<std::size_t>(at);
    if (index >= m_seconds.size())
        m_seconds.resize(index + 1);
    return m_seconds[index];
}

void Pacing::pace(double now)
{
    while (!m_ends.empty() && m_ends.begin()->first <= now)
        m_ends.erase(m_ends.begin());
    const double elapsed = std::clamp(now - m_last, 0.0, longestStep);
    m_last = std::max(m_last, now);
    if (!isRunning())
        return;
    m_clock += elapsed;
    m_credit = std::min(m_credit + perSecond() * elapsed, burst());
    dropSilent();
    rollSeconds();
    callPlaces(elapsed);
}

void Pacing::dropSilent()
{
    while (!m_asked.empty() && m_asked.begin()->first < m_clock - silence)
        forget(m_asked.begin()->second);
}

void Pacing::rollSeconds()
{
    for (auto at = m_rolled + 1; at <= static_cast<std::int64_t>(m_clock); ++at) {
        markSecond(at - 1);
        judgeSecond(at - answerWindow);
        m_rolled = at;
    }
    m_show = std::clamp(
            (m_cameSum + priorWeight * priorShow) / (m_calledSum + priorWeight), leastShow, 1.0);
}

void Pacing::markSecond(std::int64_t at)
{
    if (m_marks.empty() || m_marks.back().serving < m_serving)
        m_marks.push_back({m_serving, at});
    if (m_rules.lateWindow <= 0)
        return;
    while (!m_marks.empty()
            && static_cast<double>(m_marks.front().second)
                    < static_cast<double>(at) - m_rules.lateWindow) {
        m_goneUpTo = m_marks.front().serving;
        m_marks.pop_front();
    }
}

void Pacing::judgeSecond(std::int64_t at)
{
    static const double fading = std::pow(2.0, -1.0 / 300); // half-life of five minutes
    if (at >= 0 && second(at).called > 0) {
        const auto called = static_cast<double>(second(at).called);
        const auto came = std::min(called, static_cast<double>(second(at).came));
        const double keep = std::exp(-called / std::max(64.0, 20 * perSecond() / m_show));
        m_cameSum = m_cameSum * keep + came;
        m_calledSum = m_calledSum * keep + called;
    }
    m_cameSum *= fading;
    m_calledSum *= fading;
}

double Pacing::onTheirWay() const
{
    double way = 0;
    const auto last = static_cast<std::int64_t>(m_clock);
    for (auto at = std::max<std::int64_t>(0, last - answerWindow + 1); at <= last; ++at) {
        const auto index = static_cast<std::size_t>(at);
        if (index < m_seconds.size())
            way += std::max(0.0,
                    m_show * static_cast<double>(m_seconds[index].called)
                            - static_cast<double>(m_seconds[index].came));
    }
    return way;
}

/// Calls as many places as keep every credit in use, at most ten times the rate.
void Pacing::callPlaces(double elapsed)
{
    const double rate = perSecond();
    double wanted = rate * m_lag + std::max(2 + 3 * std::sqrt(rate), 2 * rate);
    if (m_rules.maxShoppers > 0)
        wanted = std::min(wanted, static_cast<double>(m_rules.maxShoppers - live()));
    if (m_isHeld)
        wanted = std::min(wanted, static_cast<double>(m_admit));
    wanted = std::max(0.0, wanted);
    const double here = static_cast<double>(m_door.size())
            + std::min(static_cast<double>(m_late.size()), wanted / 2);
    m_callCredit = std::min(m_callCredit + 10 * rate * elapsed, std::max(1.0, wanted / m_show));
    const double missing = std::max(0.0, (wanted - onTheirWay() - here) / m_show);
    const auto people = static_cast<std::int64_t>(
            std::min({missing, m_callCredit, static_cast<double>(m_issued - m_serving)}));
    if (people <= 0)
        return;
    m_callCredit -= static_cast<double>(people);
    second(static_cast<std::int64_t>(m_clock)).called += people;
    m_serving += people;
}

double Pacing::calledAt(std::int64_t place) const
{
    const auto found = std::lower_bound(m_marks.begin(), m_marks.end(), place,
            [](const Mark& mark, std::int64_t wanted) { return mark.serving < wanted; });
    return found == m_marks.end() ? std::floor(m_clock) : static_cast<double>(found->second);
}

double Pacing::freePasses() const
{
    double free = m_credit;
    if (m_rules.maxShoppers > 0)
        free = std::min(free, static_cast<double>(m_rules.maxShoppers - live()));
    return m_isHeld ? std::min(free, static_cast<double>(m_admit)) : free;
}

DoorAnswer Pacing::claim(std::int64_t place, double now)
{
    using Kind = DoorAnswer::Kind;
    pace(now);
    const auto index = static_cast<std::size_t>(place);
    if (place <= m_serving && index >= m_passEnds.size()) {
        m_passEnds.resize(static_cast<std::size_t>(m_serving) + 1, 0);
        m_askedAt.resize(m_passEnds.size(), -1);
    }
    if (place <= m_serving && m_passEnds[index] > 0)
        return {m_passEnds[index] > now ? Kind::Same : Kind::Gone, 0, 0, false};
    if (place > m_serving)
        return {Kind::Waiting, 0, 0, false};
    if (place <= m_goneUpTo)
        return {Kind::Gone, 0, 0, false};
    if (!isRunning())
        return {Kind::Held, 0, 0, false};

    const double calledIn = calledAt(place);
    const double age = m_clock - calledIn;
    const bool isFirstAsk = !m_door.has(place) && !m_late.has(place);
    if (isFirstAsk && age <= static_cast<double>(answerWindow)) {
        second(static_cast<std::int64_t>(calledIn)).came += 1;
        m_lag += 0.02 * (std::max(0.0, age - 0.5) - m_lag);
    }
    const bool isLate = !m_door.has(place)
            && (m_late.has(place) || (m_rules.claimWindow > 0 && age > m_rules.claimWindow));
    ask(place, isLate);
    // The lanes take turns: late ones get at most every second pass.
    const auto rank = (isLate ? m_late : m_door).rankOf(place);
    const auto turns = m_isLatesTurn == isLate ? rank : rank + 1;
    const auto ahead = rank + std::min((isLate ? m_door : m_late).size(), turns);
    if (static_cast<double>(ahead) + 1 <= freePasses())
        return grant(place, isLate);
    const double wait = (static_cast<double>(ahead) + 1 - m_credit) / perSecond();
    return {Kind::AtDoor, ahead, std::clamp(wait, 0.2, 2.0), isLate};
}

void Pacing::ask(std::int64_t place, bool isLate)
{
    (isLate ? m_late : m_door).add(place);
    auto& at = m_askedAt[static_cast<std::size_t>(place)];
    if (at >= 0)
        m_asked.erase({at, place});
    at = m_clock;
    m_asked.insert({at, place});
}

void Pacing::forget(std::int64_t place)
{
    auto& at = m_askedAt[static_cast<std::size_t>(place)];
    m_asked.erase({at, place});
    at = -1;
    m_door.remove(place);
    m_late.remove(place);
}

DoorAnswer Pacing::grant(std::int64_t place, bool isLate)
{
    m_credit -= 1;
    m_passes += 1;
    if (m_isHeld)
        m_admit -= 1;
    m_isLatesTurn = !isLate;
    forget(place);
    const double end = m_last + m_rules.passLife;
    m_passEnds[static_cast<std::size_t>(place)] = end;
    m_ends.insert({end, place});
    return {DoorAnswer::Kind::Granted, 0, 0, isLate};
}

} // namespace saikobi::forecast
