#include "tests/waiting_room/simulated_crowd.h"

#include <algorithm>

namespace saikobi::tests {

using namespace std::chrono_literals;
using Kind = waiting_room::Claimed::Kind;

SimulatedCrowd::SimulatedCrowd(PacedLine& line, double absentShare, std::uint32_t seed)
    : m_line(line)
    , m_absentShare(absentShare)
    , m_random(seed)
    , m_met(line.pace().line.serving)
{
}

contract::LineState SimulatedCrowd::run(std::chrono::milliseconds span)
{
    contract::LineState line;
    for (auto gone = 0ms; gone < span; gone += 100ms) {
        m_line.advance(100ms);
        m_nowMs += 100;
        line = m_line.pace().line;
        meetTheCalled(line.serving);
        claimDue();
    }
    return line;
}

void SimulatedCrowd::meetTheCalled(std::int64_t serving)
{
    std::uniform_real_distribution<double> share{0, 1};
    std::uniform_int_distribution<std::int64_t> answers{300, 2500};
    std::uniform_int_distribution<std::int64_t> late{300'000, 1'200'000};
    while (m_met < serving) {
        ++m_met;
        const auto drawn = share(m_random);
        if (drawn >= m_absentShare)
            m_due.emplace(m_nowMs + answers(m_random), m_met);
        else if (drawn < m_absentShare / 2)
            m_due.emplace(m_nowMs + late(m_random), m_met);
    }
}

void SimulatedCrowd::claimDue()
{
    const auto end = m_due.upper_bound(m_nowMs);
    std::vector<std::int64_t> places;
    for (auto due = m_due.begin(); due != end; ++due)
        places.push_back(due->second);
    m_due.erase(m_due.begin(), end);
    const auto answers = m_line.claim(places);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto& answer = answers[i];
        if (answer.kind == Kind::Granted)
            m_passes.push_back(m_nowMs);
        else if (answer.kind == Kind::AtDoor)
            m_due.emplace(m_nowMs + answer.retryAfter.count(), places[i]);
        else if (answer.kind == Kind::Held || answer.kind == Kind::Waiting)
            m_due.emplace(m_nowMs + 2000, places[i]);
    }
}

int SimulatedCrowd::passesBetween(
        std::chrono::milliseconds from, std::chrono::milliseconds to) const
{
    return static_cast<int>(std::count_if(m_passes.begin(), m_passes.end(),
            [from, to](std::int64_t at) { return at >= from.count() && at < to.count(); }));
}

int SimulatedCrowd::mostWithin(std::chrono::milliseconds window) const
{
    std::ptrdiff_t most = 0;
    auto first = m_passes.begin();
    for (auto last = m_passes.begin(); last != m_passes.end(); ++last) {
        while (*last - *first >= window.count())
            ++first;
        most = std::max(most, last - first + 1);
    }
    return static_cast<int>(most);
}

} // namespace saikobi::tests
