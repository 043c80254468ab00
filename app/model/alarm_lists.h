#pragma once

#include <optional>

#include "backend/contract/snapshot.h"

namespace saikobi::model {

/// What both stores tell of alarms. Redis decides while it speaks; while it is silent Postgres
/// does, and what Redis said last is old.
class AlarmLists {
public:
    void fromRedis(contract::AlarmList told, contract::Instant at);
    void fromPostgres(contract::AlarmList told, contract::Instant at);
    /// Only what is active, returned or shelved, in first-out order; by our clock, which is `skew`
    /// ahead of the stores'. Empty while neither store has told anything.
    std::optional<contract::Observed<contract::AlarmList>> shown(
            bool isRedisSilent, contract::Instant::duration skew) const;

private:
    using Told = std::optional<contract::Observed<contract::AlarmList>>;
    Told m_redis{};
    Told m_postgres{};
};

} // namespace saikobi::model
