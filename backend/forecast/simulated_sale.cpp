#include "backend/forecast/simulated_sale.h"

#include <algorithm>
#include <limits>

namespace saikobi::forecast {

namespace {

constexpr double paceEvery = 0.1;
constexpr double never = std::numeric_limits<double>::infinity();
constexpr double askAgainWhileHeld = 2;

} // namespace

SimulatedSale::SimulatedSale(const PacingRules& rules, const Habits& habits, std::uint32_t seed)
    : m_claimWindow(rules.claimWindow)
    , m_pacing(rules)
    , m_habits(habits)
    , m_random(seed)
    , m_nextArrival(never)
{
}

double SimulatedSale::between(double from, double to)
{
    return std::uniform_real_distribution<double>{from, to}(m_random);
}

void SimulatedSale::setArrivals(double perMinute)
{
    m_arrivals = perMinute / 60;
    m_nextArrival = m_arrivals > 0
            ? m_now + std::exponential_distribution<double>{m_arrivals}(m_random)
            : never;
}

void SimulatedSale::bringLateOnesBackWithin(double seconds)
{
    const auto isBack = [this](const auto& due) {
        const auto away = m_away.find(due.second);
        return away != m_away.end() && m_now - away->second > m_claimWindow;
    };
    std::erase_if(m_due, isBack); // whoever meant to come later
    for (const auto& away : m_away)
        if (m_now - away.second > m_claimWindow)
            later(between(0, seconds), away.first);
}

void SimulatedSale::run(double seconds)
{
    const double end = m_now + seconds;
    for (;;) {
        const double asks = m_due.empty() ? never : m_due.begin()->first;
        const double next = std::min({m_nextPace, m_nextArrival, asks});
        if (next > end)
            break;
        m_now = std::max(m_now, next);
        if (next == m_nextPace) {
            m_pacing.pace(m_now);
            m_nextPace = m_now + paceEvery;
        } else if (next == m_nextArrival) {
            joinOne();
            m_nextArrival = m_now + std::exponential_distribution<double>{m_arrivals}(m_random);
        } else {
            const auto place = m_due.begin()->second;
            m_due.erase(m_due.begin());
            ask(place);
        }
        meetTheCalled(m_pacing.serving());
    }
    m_now = end;
}

/// A join paces, counts one more, paces again, and asks at once when that called the newcomer.
void SimulatedSale::joinOne()
{
    m_pacing.pace(m_now);
    m_pacing.join(1);
    m_joined += 1;
    m_pacing.pace(m_now);
    const auto place = m_pacing.issued();
    if (place > m_pacing.serving())
        return;
    meetTheCalled(place - 1);
    m_met = place; // somebody who joins this moment is not away
    const auto answer = m_pacing.claim(place, m_now);
    if (answer.kind == DoorAnswer::Kind::Granted)
        m_entered.push_back({m_now, 0, false, true});
    else
        later(std::max(paceEvery, answer.retryAfter), place);
}

void SimulatedSale::meetTheCalled(std::int64_t upTo)
{
    while (m_met < upTo) {
        ++m_met;
        const double drawn = between(0, 1);
        const double returning = m_habits.absentShare * m_habits.returningShare;
        if (drawn >= m_habits.absentShare)
            later(between(m_habits.answersFrom, m_habits.answersTo), m_met);
        else
            m_away.emplace(m_met, m_now);
        if (drawn < returning)
            later(between(m_habits.returnsFrom, m_habits.returnsTo), m_met);
    }
}

void SimulatedSale::ask(std::int64_t place)
{
    using Kind = DoorAnswer::Kind;
    const auto answer = m_pacing.claim(place, m_now);
    const auto first = m_firstAsked.emplace(place, m_now).first;
    m_away.erase(place);
    switch (answer.kind) {
    case Kind::Granted:
        m_entered.push_back({m_now, m_now - first->second, answer.isLate, false});
        m_firstAsked.erase(first);
        return;
    case Kind::AtDoor:
        return later(answer.retryAfter, place);
    case Kind::Held:
    case Kind::Waiting:
        return later(askAgainWhileHeld, place);
    case Kind::Same:
    case Kind::Gone:
        m_firstAsked.erase(first);
        return;
    }
}

std::vector<int> passesPerMinute(const std::vector<Entering>& entered, int fromMinute, int toMinute)
{
    std::vector<int> minutes(static_cast<std::size_t>(std::max(0, toMinute - fromMinute)), 0);
    for (const auto& one : entered) {
        const int minute = static_cast<int>(one.at / 60) - fromMinute;
        if (minute >= 0 && minute < toMinute - fromMinute)
            minutes[static_cast<std::size_t>(minute)] += 1;
    }
    return minutes;
}

double shareOfSecondsWithin(const std::vector<Entering>& entered,
        const std::function<double()>& stay, double from, double to, int least, int most)
{
    std::vector<std::pair<double, int>> changes;
    for (const auto& one : entered) {
        changes.emplace_back(one.at, 1);
        changes.emplace_back(one.at + std::max(0.0, stay()), -1);
    }
    std::sort(changes.begin(), changes.end());
    int inside = 0;
    int good = 0;
    int seconds = 0;
    auto change = changes.begin();
    for (double at = from; at < to; at += 1, ++seconds) {
        for (; change != changes.end() && change->first <= at; ++change)
            inside += change->second;
        good += inside >= least && inside <= most ? 1 : 0;
    }
    return seconds == 0 ? 0 : static_cast<double>(good) / seconds;
}

} // namespace saikobi::forecast
