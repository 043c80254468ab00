#include "backend/waiting_room/source_store.h"

#include <boost/asio/bind_executor.hpp>

#include <utility>

#include "backend/stores/redis_executor.h"

namespace saikobi::waiting_room {

using boost::asio::bind_executor;
using contract::Result;
using contract::SourceList;
using stores::Reply;

namespace {

constexpr const char* lifeMs = "60000"; ///< of the key, once nobody counts any more

std::vector<contract::SourceTallies> talliesIn(const Reply& reply)
{
    std::vector<contract::SourceTallies> out;
    for (std::size_t i = 1; i < reply.items.size(); i += 2)
        if (auto read = contract::sourceTalliesFromJson(reply.items[i].text))
            out.push_back(std::move(read).value());
    return out;
}

} // namespace

SourceStore::SourceStore(
        boost::asio::any_io_executor executor, stores::RedisExecutor& redis, std::string instance)
    : m_executor(std::move(executor))
    , m_redis(redis)
    , m_instance(std::move(instance))
{
}

void SourceStore::share(const std::string& sale, const contract::SourceTallies& ours, Done done)
{
    const auto key = contract::keys::sources(sale);
    // They travel together; only the last answer tells anything.
    m_redis.send({"HSET", key, m_instance, toJson(ours)},
            bind_executor(m_executor, [](const Result<Reply>&) {}));
    m_redis.send({"PEXPIRE", key, lifeMs}, bind_executor(m_executor, [](const Result<Reply>&) {}));
    m_redis.send({"HGETALL", key},
            bind_executor(
                    m_executor, [done = std::move(done), at = ours.at](const Result<Reply>& reply) {
                        if (!reply)
                            return done(reply.error());
                        done(summed(talliesIn(reply.value()), at));
                    }));
}

} // namespace saikobi::waiting_room
