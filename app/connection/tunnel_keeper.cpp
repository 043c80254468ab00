#include "app/connection/tunnel_keeper.h"

#include <random>

#include "app/sources/back_off.h"

namespace saikobi::connection {

using namespace std::chrono_literals;

namespace {

constexpr auto openDeadline = 15s;
constexpr auto betweenLooks = 500ms;

} // namespace

TunnelKeeper::TunnelKeeper(
        const sources::Profile& profile, std::function<void(const std::string&)> tell)
    : m_profile(profile)
    , m_ports(SshTunnel::freePorts())
    , m_tell(std::move(tell))
    , m_thread([this] { keep(); })
{
}

TunnelKeeper::~TunnelKeeper()
{
    m_stop.raise();
    m_thread.join();
}

sources::Profile TunnelKeeper::inside() const
{
    return sources::throughTunnel(m_profile, m_ports.postgres, m_ports.redis);
}

void TunnelKeeper::keep()
{
    sources::BackOff backOff{std::random_device{}()};
    auto wait = std::chrono::milliseconds{0};
    while (m_stop.waitFor(wait)) {
        auto opened = SshTunnel::open(m_profile, m_ports, openDeadline, m_stop);
        if (!opened) {
            m_tell(opened.error().detail);
            wait = backOff.next();
            continue;
        }
        const auto tunnel = std::move(opened).value();
        m_tell({});
        backOff.reset();
        while (tunnel->isRunning() && m_stop.waitFor(betweenLooks)) { }
        if (m_stop.isRaised())
            return;
        m_tell(tunnel->said());
        wait = backOff.next();
    }
}

} // namespace saikobi::connection
