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
    // Ticks also come by Postgres: a figure of the queue is lost with Redis only if it is old too,
    // so age alone decides for it; what Postgres alone knows is lost with Postgres.
    const bool failed = (kind != FeedKind::Redis && !sale.postgres.error.empty())
            || (kind != FeedKind::Postgres && !sale.redis.error.empty() && !sale.lineFromPostgres);
    if (!observed)
        return dataState(std::nullopt, period, failed);
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - observed->asOf);
    return dataState(age, period, failed);
}

} // namespace saikobi::contract
