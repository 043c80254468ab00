#pragma once

#include <memory>
#include <string>

#include "app/model/store_news.h"
#include "app/sources/profile.h"
#include "app/sources/redis_link.h"
#include "backend/contract/result.h"

namespace saikobi::sources {

using model::RedisNews;

/// Reads the two streams of a sale: at first 15 minutes (and what their longest window needs), then
/// whatever was appended since.
class RedisReader {
public:
    explicit RedisReader(Profile profile);

    /// Connects when there is no connection. After a fault it has none, but remembers how far it
    /// read, so that nothing is missed that the stream still has.
    contract::Result<RedisNews> poll();

private:
    contract::Outcome connect();
    contract::Outcome readClock(RedisNews& into);
    contract::Outcome readTicks(RedisNews& into);
    contract::Outcome readTimeline(RedisNews& into);
    contract::Outcome readAlarms(RedisNews& into);
    contract::Outcome readWalks(RedisNews& into);
    contract::Outcome readSources(RedisNews& into);
    contract::Result<RedisReply> page(const std::string& key, const std::string& after);

    Profile m_profile;
    std::unique_ptr<RedisLink> m_link{};
    bool m_mayAppend = false;
    std::uint64_t m_polls = 0;
    std::string m_lastTick{}; ///< ids of the streams; empty: not read yet
    std::string m_lastEntry{};
    std::string m_walksRevision{};
};

} // namespace saikobi::sources
