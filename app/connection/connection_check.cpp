#include "app/connection/connection_check.h"

#include "app/connection/postgres_steps.h"
#include "app/connection/redis_steps.h"
#include "app/connection/ssh_tunnel.h"
#include "app/sources/quiet_pipe.h"

namespace saikobi::connection {

using model::StorePath;

namespace {

constexpr std::chrono::seconds tunnelDeadline{12};

} // namespace

ConnectionCheck::ConnectionCheck(const sources::Profile& profile, Listener listener)
    : m_profile(profile)
    , m_listener(std::move(listener))
{
    m_threads.emplace_back([this] {
        walkInside(StorePath::Postgres, [this](const sources::Profile& inside, HopWalk& walk) {
            walkToPostgres(inside, walk, m_listener.sales);
        });
    });
    m_threads.emplace_back([this] {
        walkInside(StorePath::Redis, [this](const sources::Profile& inside, HopWalk& walk) {
            if (const auto skew = walkToRedis(inside, walk))
                m_listener.skew(*skew);
        });
    });
}

/// Each way has a tunnel of its own, so that the test leaves the one in use alone.
void ConnectionCheck::walkInside(StorePath path, const Further& further)
{
    const sources::QuietPipe quiet;
    HopWalk walk{path, m_listener.hop, m_stop};
    auto profile = m_profile;
    std::unique_ptr<SshTunnel> tunnel;
    if (!profile.tunnel) {
        walk.tell(model::Hop::Tunnel, notNeeded());
    } else {
        walk.step(model::Hop::Tunnel, [&] {
            const auto ports = SshTunnel::freePorts();
            auto opened = SshTunnel::open(profile, ports, tunnelDeadline, m_stop);
            if (!opened)
                return failed(model::HopCause::TunnelFailed, opened.error().detail);
            tunnel = std::move(opened).value();
            const auto way = profile.tunnel->destination;
            profile = sources::throughTunnel(profile, ports.postgres, ports.redis);
            return passed(way);
        });
    }
    further(profile, walk);
    m_listener.over(path);
}

ConnectionCheck::~ConnectionCheck()
{
    m_stop.raise();
    for (auto& each : m_threads)
        each.join();
}

} // namespace saikobi::connection
