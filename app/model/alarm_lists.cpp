#include "app/model/alarm_lists.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace saikobi::model {

using contract::AlarmRecord;
using contract::Instant;

namespace {

void shift(AlarmRecord& record, Instant::duration by)
{
    for (auto* at :
            {&record.began, &record.raised, &record.rang, &record.cleared, &record.acknowledged,
                    &record.confirmed, &record.shelved, &record.shelvedUntil, &record.tested})
        if (*at)
            **at += by;
}

auto rank(const AlarmRecord& record)
{
    const auto order = record.order > 0 ? record.order : std::numeric_limits<std::int32_t>::max();
    return std::tuple{order, record.raised.value_or(Instant{}), record.alarm};
}

} // namespace

void AlarmLists::fromRedis(contract::AlarmList told, Instant at)
{
    m_redis = {std::move(told), at};
}

void AlarmLists::fromPostgres(contract::AlarmList told, Instant at)
{
    m_postgres = {std::move(told), at};
}

std::optional<contract::Observed<contract::AlarmList>> AlarmLists::shown(
        bool isRedisSilent, Instant::duration skew) const
{
    // A Redis that came back empty has been told nothing yet.
    const bool isRedisEmpty = !m_redis || m_redis->value.records.empty();
    const bool isPostgresNewer = m_postgres && (!m_redis || m_postgres->asOf > m_redis->asOf);
    auto out = isPostgresNewer && (isRedisSilent || isRedisEmpty) ? m_postgres : m_redis;
    if (!out)
        return std::nullopt;
    auto& records = out->value.records;
    std::erase_if(records, [](const auto& record) { return !record.isListed(); });
    std::sort(records.begin(), records.end(),
            [](const auto& a, const auto& b) { return rank(a) < rank(b); });
    for (auto& record : records)
        shift(record, skew);
    for (auto& ring : out->value.rings)
        ring.at += skew;
    return out;
}

} // namespace saikobi::model
