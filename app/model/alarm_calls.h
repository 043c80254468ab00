#pragma once

#include <chrono>
#include <map>
#include <utility>
#include <vector>

#include "backend/contract/alarm.h"

namespace saikobi::model {

struct CallingAlarm {
    contract::AlarmRecord record{};
    bool isOwn = false; ///< of this console
};

enum class CallKind {
    Rang, ///< raised, graver than before, or still there after ten minutes
    Unseen ///< nobody has acknowledged it for too long
};

struct AlarmCall {
    CallKind kind = CallKind::Rang;
    CallingAlarm alarm{};
    bool isSilent = false; ///< P3 in a flood
};

/// When somebody has to be called to an alarm, by sound and by a desktop notification: once each
/// time it rings, and once more when it stays unseen.
class AlarmCalls {
public:
    /// The dead man: P1 after the first, P2 after the second.
    static constexpr std::chrono::seconds unseenP1{60};
    static constexpr std::chrono::seconds unseenP2{180};

    /// What is new since the last look. An alarm that this console has never seen rings too, so
    /// that one who comes late hears of what nobody has acknowledged.
    std::vector<AlarmCall> look(const std::vector<CallingAlarm>& alarms,
            const contract::AlarmFlood& flood, contract::Instant now);
    void forget() { m_heard.clear(); }

private:
    struct Heard {
        contract::Instant rang{};
        bool isUnseenTold = false;
    };
    std::map<std::pair<contract::AlarmId, bool>, Heard> m_heard{};
};

/// Somebody should hear of it: it is active, and neither acknowledged nor put aside. A TEST is
/// heard until it is acknowledged.
bool isCalling(const contract::AlarmRecord& record);

} // namespace saikobi::model
