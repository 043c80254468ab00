#pragma once

#include <functional>
#include <string>
#include <thread>

#include "app/connection/ssh_tunnel.h"

namespace saikobi::connection {

/// Keeps the tunnel of the open profile: when ssh ends it is started again on the same ports, after
/// 1, 2, 4 … 30 s. The stores' own reconnects find it there.
class TunnelKeeper {
public:
    /// `tell` is called from the keeper's thread: empty when the tunnel stands, else why not.
    TunnelKeeper(const sources::Profile& profile, std::function<void(const std::string&)> tell);
    ~TunnelKeeper();
    TunnelKeeper(const TunnelKeeper&) = delete;
    TunnelKeeper& operator=(const TunnelKeeper&) = delete;

    /// The profile as the stores are reached through it.
    sources::Profile inside() const;

private:
    void keep();

    const sources::Profile m_profile;
    const SshTunnel::Ports m_ports;
    const std::function<void(const std::string&)> m_tell;
    StopSign m_stop{};
    std::thread m_thread{};
};

} // namespace saikobi::connection
