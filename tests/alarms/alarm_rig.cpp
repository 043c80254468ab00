#include "tests/alarms/alarm_rig.h"

#include <algorithm>

namespace saikobi::tests {

using contract::Figure;
using namespace std::chrono_literals;

AlarmRig::AlarmRig(alarms::AlarmEngine::Parts parts)
    : m_engine(std::move(parts))
{
    m_moment.at = contract::fromUnixMs(1'790'000'000'000);
    m_moment.phase = contract::Phase::Open;
    for (const auto& figure : contract::allFigures())
        set(figure.figure, 0);
    set(Figure::Waiting, 4000);
    set(Figure::RateSet, 120);
    set(Figure::RateActual, 120);
    set(Figure::PaymentSuccess, 99.5);
    set(Figure::Conversion, 80);
    set(Figure::WaitNew, 35);
    set(Figure::ArrivalsRatio, 1);
    set(Figure::DiskFree, 40);
    set(Figure::MethodP95, 1);
    set(Figure::PassAge, 0.4);
    set(Figure::AbsentShare, 9);
}

void AlarmRig::set(Figure figure, std::optional<double> value)
{
    m_moment.figures.at(static_cast<std::size_t>(figure)) = value;
}

void AlarmRig::run(std::int64_t seconds)
{
    for (std::int64_t i = 0; i < seconds; ++i) {
        m_moment.at += 1s;
        for (auto& transition : m_engine.step(m_moment, m_board)) {
            m_board.apply(transition);
            m_written.push_back(std::move(transition));
        }
    }
}

contract::AlarmStanding AlarmRig::standing(contract::AlarmId alarm) const
{
    return standingOf(of(alarm));
}

bool AlarmRig::isQuiet() const
{
    return std::all_of(m_board.records.begin(), m_board.records.end(),
            [](const auto& record) { return !record.isListed(); });
}

std::string AlarmRig::act(contract::AlarmId alarm, contract::AlarmAct act, const std::string& actor)
{
    const auto answer = alarms::act(
            of(alarm), {act, of(alarm).occurrence, actor, now(), {}, std::nullopt, false});
    m_board.take(answer.after);
    return answer.why;
}

std::string AlarmRig::shelve(
        contract::AlarmId alarm, std::chrono::seconds length, bool isUntilClear)
{
    const auto answer = alarms::act(of(alarm),
            {contract::AlarmAct::Shelve, of(alarm).occurrence, "op-1", now(),
                    "known: venue network", now() + length, isUntilClear});
    m_board.take(answer.after);
    return answer.why;
}

std::size_t AlarmRig::countOf(contract::AlarmId alarm, alarms::AlarmChange change) const
{
    return static_cast<std::size_t>(std::count_if(
            m_written.begin(), m_written.end(), [alarm, change](const auto& transition) {
                return transition.after.alarm == alarm
                        && std::count(transition.changes.begin(), transition.changes.end(), change);
            }));
}

} // namespace saikobi::tests
