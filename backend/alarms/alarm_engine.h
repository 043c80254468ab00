#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/alarms/alarm_board.h"
#include "backend/alarms/moment.h"
#include "backend/alarms/rolling_mean.h"
#include "backend/contract/alarm_limits.h"

namespace saikobi::alarms {

/// The rules of CONSOLE.md §4. What is active stands on the board, which all instances share; the
/// engine only remembers since when it has been waiting for something. Two engines that see the
/// same say the same, and the version of a record lets only one of them be heard.
class AlarmEngine {
public:
    enum class Seat { Backend, Console };

    struct Parts {
        Seat seat = Seat::Backend; ///< a console judges ◈ and ◆, an instance all but ◈
        std::string name{}; ///< who raises
        contract::AlarmSettings settings{};
    };
    explicit AlarmEngine(Parts parts);

    void setSettings(const contract::AlarmSettings& settings);
    const contract::AlarmSettings& settings() const { return m_settings; }

    /// Once a second. What should change on the board, at most one transition an alarm, in the
    /// order of the alarms.
    std::vector<Transition> step(const Moment& moment, const AlarmBoard& board);

private:
    struct Timer {
        std::optional<contract::Instant> since{};
        std::optional<contract::Instant> began{};
        bool isForOn = false;
    };
    enum class Verdict { Unknown, Between, Passed, Back };
    struct Gate {
        enum class State { Unknown, Shut, Open };
        State state = State::Open;
        std::optional<contract::Instant> since{}; ///< when it opened
    };

    bool isMine(contract::AlarmId alarm) const;
    void noteMeans(const Moment& moment);
    Gate::State gateOf(contract::AlarmId alarm, const Moment& moment) const;
    void noteGate(contract::AlarmId alarm, const Moment& moment);
    std::optional<double> valueOf(const contract::AlarmLimit& limit, const Moment& moment) const;
    Verdict judge(const contract::AlarmLimit& limit, const Moment& moment) const;
    bool isPassed(std::size_t index, bool wasPassed, const Moment& moment);
    std::uint32_t bitsOf(contract::AlarmId alarm, std::uint32_t before, const Moment& moment);
    bool follow(Transition& out, std::uint32_t was, const Moment& moment);
    static bool endShelf(Transition& out, const Moment& moment);
    static bool isDueAgain(const contract::AlarmRecord& record, const Moment& moment);
    void resetTimers(contract::AlarmId alarm);
    std::optional<Transition> look(
            contract::AlarmId alarm, const Moment& moment, const contract::AlarmRecord& record);
    void describe(contract::AlarmRecord& record, std::uint32_t news, const Moment& moment) const;
    void raise(Transition& into, std::uint32_t bits, const Moment& moment) const;
    contract::AlarmPriority strongest(contract::AlarmId alarm, std::uint32_t bits) const;

    const Seat m_seat;
    const std::string m_name;
    contract::AlarmSettings m_settings{};
    std::vector<contract::AlarmLimit> m_limits{};
    std::array<std::size_t, contract::alarmCount> m_first{}; ///< index of each alarm's first limit
    std::vector<Timer> m_timers{};
    std::array<Gate, contract::alarmCount> m_gates{};
    RollingMean m_actual{std::chrono::minutes{2}};
    RollingMean m_wanted{std::chrono::minutes{2}};
    RollingMean m_conversion{std::chrono::minutes{10}};
    std::optional<contract::Instant> m_last{};
};

} // namespace saikobi::alarms
