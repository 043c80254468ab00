#include "backend/contract/snapshot.h"

#include <algorithm>

namespace saikobi::contract {

using namespace std::chrono_literals;

DataState dataState(std::optional<std::chrono::milliseconds> age, std::chrono::milliseconds period,
        bool feedFailed)
{
    if (!age)
        return feedFailed ? DataState::Lost : DataState::NoData;
    if (feedFailed || *age > 15s)
        return DataState::Lost;
    if (*age > std::max<std::chrono::milliseconds>(5s, 3 * period))
        return DataState::Stale;
    return *age > 2 * period ? DataState::Late : DataState::Live;
}

DataState stateOf(const SaleSnapshot& sale, Figure figure, Instant now)
{
    const auto& observed = sale.figures.at(static_cast<std::size_t>(figure));
    const auto kind = info(figure).feed;
    const auto period = info(figure).period;
    // Ticks also come by Postgres: what is newer than the last word of Redis came that way, and its
    // age alone decides. What Redis alone knows is lost with it.
    const bool cameByPostgres
            = observed && (!sale.redis.lastSuccess || observed->asOf > *sale.redis.lastSuccess);
    const bool needsPostgres = kind == FeedKind::Postgres || kind == FeedKind::Both;
    const bool needsRedis = kind == FeedKind::Redis || kind == FeedKind::Both;
    const bool failed = (needsPostgres && !sale.postgres.error.empty())
            || (needsRedis && !sale.redis.error.empty() && !cameByPostgres);
    if (!observed)
        return dataState(std::nullopt, period, failed);
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - observed->asOf);
    return dataState(age, period, failed);
}

} // namespace saikobi::contract
