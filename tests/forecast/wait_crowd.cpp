#include "tests/forecast/wait_crowd.h"

#include <algorithm>
#include <cmath>

#include "backend/forecast/presence_profile.h"

namespace saikobi::tests {

namespace {

constexpr int beforeOpening = 600;
constexpr int longest = 4 * 3600;
constexpr int answerWindow = 8;

} // namespace

WaitCrowd::WaitCrowd(const CrowdSketch& sketch)
    : m_sketch(sketch)
    , m_random(sketch.seed)
    , m_calledAt(longest + 100)
    , m_cameOf(longest + 100)
    , m_doorAt(longest + 2000)
    , m_lateAt(longest + 2000)
{
    for (int i = 0; i < sketch.joinedBefore; ++i)
        m_people.push_back(born(-beforeOpening + i * beforeOpening / sketch.joinedBefore));
    double due = 0;
    for (int second = 0; second < sketch.arrivalMinutes * 60; ++second)
        for (due += sketch.arrivalsPerMinute / 60; due >= 1; due -= 1)
            m_people.push_back(born(second));
    m_issued = sketch.joinedBefore;
}

double WaitCrowd::chance()
{
    return static_cast<double>(m_random()) * 0x1.0p-32;
}

WaitCrowd::Person WaitCrowd::born(int at)
{
    Person one;
    one.joined = at;
    const double patience = -std::log1p(-chance()) * m_sketch.patienceMinutes * 60;
    const bool isGhost = chance() < m_sketch.ghosts;
    one.leaves = at + static_cast<int>(isGhost ? chance() * 60 : std::min(patience, 1e6));
    one.beat = chance() < 0.3 ? 60 : 20; // hidden tabs wake once a minute
    one.tail = static_cast<std::uint16_t>(m_random());
    one.isAbsent = chance() < m_sketch.absent;
    if (one.isAbsent && chance() < m_sketch.backLate)
        one.lateAfter = static_cast<int>(60 * m_sketch.lateFromMinutes
                + chance() * 60 * (m_sketch.lateToMinutes - m_sketch.lateFromMinutes));
    return one;
}

bool WaitCrowd::isHeld() const
{
    const int from = m_sketch.holdAfterMinutes * 60;
    return from > 0 && m_now >= from && m_now < from + 300;
}

bool WaitCrowd::isOver() const
{
    return m_now >= longest
            || (m_serving == m_issued && m_issued == static_cast<std::int64_t>(m_people.size()));
}

double WaitCrowd::ratePerSecond() const
{
    const int raised = m_sketch.raiseAfterMinutes * 60;
    return m_sketch.ratePerMinute / 60 * (raised > 0 && m_now >= raised ? 1.2 : 1);
}

void WaitCrowd::step()
{
    ++m_now;
    while (m_issued < static_cast<std::int64_t>(m_people.size())
            && m_people[static_cast<std::size_t>(m_issued)].joined <= m_now)
        ++m_issued;
    m_door += m_doorAt[static_cast<std::size_t>(m_now)];
    m_late += m_lateAt[static_cast<std::size_t>(m_now)];
    if (isHeld()) {
        m_credit = 0;
        return;
    }
    m_clock += 1;
    const double rate = ratePerSecond();
    m_credit = std::min(m_credit + rate, std::max(2.0, 3 * rate));
    judge();
    letIn();
    callMore();
}

/// The second of eight seconds ago: who of the called has come.
void WaitCrowd::judge()
{
    const auto second = static_cast<int>(m_clock) - answerWindow;
    if (second < 0)
        return;
    const double called = m_calledAt[static_cast<std::size_t>(second)];
    const double came = m_cameOf[static_cast<std::size_t>(second)];
    m_judgedCalled += called;
    m_judgedCame += came;
    const double keep
            = called > 0 ? std::exp(-called / std::max(64.0, 20 * ratePerSecond() / m_show)) : 1;
    const double fading = std::exp2(-1.0 / 300);
    m_came = (m_came * keep + came) * fading;
    m_called = (m_called * keep + called) * fading;
    m_show = std::clamp((m_came + 8 * 0.9) / (m_called + 8), 0.1, 1.0);
}

void WaitCrowd::callMore()
{
    const double rate = ratePerSecond();
    const double wanted = rate * 1.5 + std::max(2 + 3 * std::sqrt(rate), 2 * rate);
    double way = 0;
    const auto clock = static_cast<int>(m_clock);
    for (int s = std::max(0, clock - answerWindow + 1); s <= clock; ++s)
        way += std::max(0.0,
                m_show * m_calledAt[static_cast<std::size_t>(s)]
                        - m_cameOf[static_cast<std::size_t>(s)]);
    const double at
            = static_cast<double>(m_door) + std::min(static_cast<double>(m_late), wanted / 2);
    m_toCall = std::min(m_toCall + 10 * rate, std::max(1.0, wanted / m_show));
    const double missing = std::max(0.0, (wanted - way - at) / m_show);
    const int n = static_cast<int>(
            std::min({missing, m_toCall, static_cast<double>(m_issued - m_serving)}));
    m_toCall -= n;
    call(n);
}

void WaitCrowd::call(int count)
{
    const auto clock = static_cast<std::size_t>(m_clock);
    m_calledAt[clock] += count;
    for (int i = 0; i < count; ++i) {
        const auto& one = m_people[static_cast<std::size_t>(m_serving)];
        ++m_serving;
        if (one.leaves <= m_now)
            continue;
        if (!one.isAbsent) {
            ++m_doorAt[static_cast<std::size_t>(m_now + 1 + static_cast<int>(chance() * 2.2))];
            ++m_cameOf[clock]; // all of them within the window
        } else if (one.lateAfter > 0) {
            ++m_lateAt[static_cast<std::size_t>(std::min(m_now + one.lateAfter, longest + 1000))];
        }
    }
}

void WaitCrowd::letIn()
{
    while (m_credit >= 1 && m_door + m_late > 0) {
        const bool isLate = m_late > 0 && (m_isLateTurn || m_door == 0);
        (isLate ? m_late : m_door) -= 1;
        m_isLateTurn = !isLate;
        m_credit -= 1;
        ++m_passes;
        m_latePasses += isLate ? 1 : 0;
    }
}

std::int64_t WaitCrowd::trulyPresent() const
{
    return std::count_if(m_people.begin() + m_serving, m_people.begin() + m_issued,
            [this](const Person& one) { return one.leaves > m_now; });
}

forecast::LineSight WaitCrowd::look(forecast::PresenceSampling& sampling)
{
    forecast::LineSight sight;
    sight.atS = m_now;
    sight.clockS = m_clock;
    sight.isOpen = !isHeld();
    sight.ratePerSecond = ratePerSecond();
    sight.serving = m_serving;
    sight.issued = m_issued;
    sight.passes = m_passes;
    sight.latePasses = m_latePasses;
    sight.called = m_judgedCalled;
    sight.came = m_judgedCame;
    m_judgedCalled = m_judgedCame = 0;
    forecast::follow(sampling, waiting(), m_now);
    sight.divisor = sampling.counting;
    sight.presenceAgeS = m_now + beforeOpening;
    const auto from = std::max<std::int64_t>(0, m_serving - 1000); // those called a moment ago too
    for (auto i = from; i < m_issued; ++i) {
        const auto& one = m_people[static_cast<std::size_t>(i)];
        if (one.tail % sampling.counting != 0)
            continue;
        const int until = std::min(m_now, one.leaves);
        const int seen = one.joined + (until - one.joined) / one.beat * one.beat;
        if (m_now - seen <= forecast::goneWithinS)
            sight.signs.push_back({i + 1, static_cast<double>(m_now - seen)});
    }
    return sight;
}

} // namespace saikobi::tests
