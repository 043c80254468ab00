#pragma once

#include <memory>

#include "app/commands/command_gateway_port.h"
#include "app/sources/path_meter.h"
#include "app/sources/profile.h"

namespace saikobi::sources {

/// Carries commands to both stores at once, each on a thread and a connection of its own that is
/// opened beforehand, kept, and tried every second. One reachable store is enough; the id makes
/// what travels by both count once.
class LiveGateway : public commands::CommandGateway {
public:
    explicit LiveGateway(
            Profile profile, std::shared_ptr<PathMeter> meter = std::make_shared<PathMeter>());
    /// Answers of what was still under way come before it returns.
    ~LiveGateway() override;

    void send(const contract::Command& command,
            std::function<void(const commands::SendOutcome&)> answered) override;

private:
    class Lane;
    std::unique_ptr<Lane> m_redis;
    std::unique_ptr<Lane> m_postgres;
};

} // namespace saikobi::sources
