#pragma once

#include <optional>
#include <vector>

#include "backend/alarms/alarm_acts.h"
#include "backend/alarms/alarm_engine.h"

namespace saikobi::tests {

/// One evaluator with a board of its own and a clock that the test moves. The sale is open, people
/// wait, and nothing is wrong.
class AlarmRig {
public:
    explicit AlarmRig(alarms::AlarmEngine::Parts parts = {});

    void set(contract::Figure figure, std::optional<double> value);
    void setPhase(contract::Phase phase) { m_moment.phase = phase; }
    alarms::Moment& moment() { return m_moment; }
    /// So many steps of a second.
    void run(std::int64_t seconds);
    /// Without a step: the process stood still.
    void sleep(std::chrono::seconds length) { m_moment.at += length; }

    contract::Instant now() const { return m_moment.at; }
    const contract::AlarmRecord& of(contract::AlarmId alarm) const { return m_board.of(alarm); }
    contract::AlarmStanding standing(contract::AlarmId alarm) const;
    bool isQuiet() const; ///< nothing active, nothing returned
    std::string act(
            contract::AlarmId alarm, contract::AlarmAct act, const std::string& actor = "op-1");
    std::string shelve(
            contract::AlarmId alarm, std::chrono::seconds length, bool isUntilClear = false);

    alarms::AlarmEngine& engine() { return m_engine; }
    alarms::AlarmBoard& board() { return m_board; }
    /// Everything that was written, oldest first.
    const std::vector<alarms::Transition>& written() const { return m_written; }
    std::size_t countOf(contract::AlarmId alarm, alarms::AlarmChange change) const;
    std::size_t rings() const { return m_board.rings.size(); }

private:
    alarms::AlarmEngine m_engine;
    alarms::AlarmBoard m_board{};
    alarms::Moment m_moment{};
    std::vector<alarms::Transition> m_written{};
};

} // namespace saikobi::tests
