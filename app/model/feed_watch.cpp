#include "app/model/feed_watch.h"

#include <algorithm>

namespace saikobi::model {

using contract::Feed;
using contract::Instant;

namespace {

std::optional<double> larger(std::optional<double> a, std::optional<double> b)
{
    return a && b ? std::max(a, b) : a ? a : b;
}

} // namespace

std::optional<double> FeedWatch::since(
        const std::optional<Instant>& heard, const Feed& feed, Instant now) const
{
    const bool isMissed = !heard && !feed.error.empty() && now > *m_firstLook;
    if (!heard && !isMissed)
        return std::nullopt;
    return std::max(0.0, std::chrono::duration<double>(now - heard.value_or(*m_firstLook)).count());
}

std::optional<double> FeedWatch::storeLost(const Feed& redis, const Feed& postgres, Instant now)
{
    look(now);
    return larger(since(redis.lastSuccess, redis, now), since(postgres.lastSuccess, postgres, now));
}

std::optional<double> FeedWatch::feedAge(const Feed& redis, const Feed& postgres, Instant now)
{
    look(now);
    return larger(since(redis.newestData, redis, now), since(postgres.newestData, postgres, now));
}

} // namespace saikobi::model
