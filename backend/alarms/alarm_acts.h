#pragma once

#include <string>

#include "backend/contract/alarm.h"

namespace saikobi::alarms {

/// What a person does to an alarm. The stores know the same rules (resources/redis/33_alarms.lua,
/// resources/sql/032_alarms.sql); a console uses these for the alarms it raises itself.
struct ActAsked {
    contract::AlarmAct act = contract::AlarmAct::Acknowledge;
    std::int64_t occurrence = 0; ///< the one that was seen; only for acknowledge and confirm
    std::string actor{};
    contract::Instant at{};
    std::string why{}; ///< of shelving; needed
    std::optional<contract::Instant> until{}; ///< of shelving: at most 60 min ahead
    bool isUntilClear = false;
};

struct ActAnswer {
    contract::AlarmRecord after{}; ///< as it was, unless done
    /// Empty: done. Else not-active, other-occurrence, no-reason, bad-value, not-shelved, active.
    std::string why{};
    std::string winner{}; ///< somebody did the same before; then `why` is lost-race
};

ActAnswer act(const contract::AlarmRecord& record, const ActAsked& asked);

} // namespace saikobi::alarms
