#pragma once

#include <functional>
#include <memory>
#include <string>

#include "backend/http/handler.h"
#include "backend/rehearsal/provider/simulator_world.h"

namespace saikobi::rehearsal {

/// What shoppers do on the provider's own pages: /3ds/pi_… and /pay/cs_….
class PageDesk : public std::enable_shared_from_this<PageDesk> {
public:
    explicit PageDesk(std::shared_ptr<SimulatorWorld> world);

    /// GET shows a page, POST is a button of it.
    void handle(const http::Request& request, http::Reply reply);

    /// The shopper confirms or refuses; nothing when that is over. Where they go from there.
    std::string decide(const std::string& intent, bool isAgreed);
    /// The shopper pays with `means`, after the usual time of that method; then `done` says where
    /// they go: onwards, to 3D Secure, or nowhere, when it was declined or another is at work.
    void pay(const std::string& session, const std::string& means,
            const std::function<void(std::string)>& done);

private:
    void handleAction(const http::Request& request, const http::Reply& reply);
    void handleHosted(const http::Request& request, const http::Reply& reply);
    std::string settle(const std::string& session, const std::string& means);

    std::shared_ptr<SimulatorWorld> m_world;
};

} // namespace saikobi::rehearsal
