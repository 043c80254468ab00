#include "app/connection/connection_check.h"

#include "app/connection/postgres_steps.h"
#include "app/connection/redis_steps.h"
#include "app/sources/quiet_pipe.h"

namespace saikobi::connection {

using model::StorePath;

ConnectionCheck::ConnectionCheck(const sources::Profile& profile, Listener listener)
    : m_profile(profile)
    , m_listener(std::move(listener))
{
    m_threads.emplace_back([this] {
        const sources::QuietPipe quiet;
        HopWalk walk{StorePath::Postgres, m_listener.hop, m_stop};
        walkToPostgres(m_profile, walk, m_listener.sales);
        m_listener.over(StorePath::Postgres);
    });
    m_threads.emplace_back([this] {
        const sources::QuietPipe quiet;
        HopWalk walk{StorePath::Redis, m_listener.hop, m_stop};
        if (const auto skew = walkToRedis(m_profile, walk))
            m_listener.skew(*skew);
        m_listener.over(StorePath::Redis);
    });
}

ConnectionCheck::~ConnectionCheck()
{
    m_stop.raise();
    for (auto& each : m_threads)
        each.join();
}

} // namespace saikobi::connection
