#pragma once

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

#include "backend/rehearsal/buyer_plan.h"
#include "backend/rehearsal/buyer_voice.h"
#include "backend/rehearsal/crowd_scene.h"
#include "backend/rehearsal/http_client.h"

namespace saikobi::rehearsal {

/// A buyer's browser on the provider's pages, and on its way back or not.
class ProviderWalk {
public:
    ProviderWalk(CrowdScene& scene, const BuyerPlan& plan, BuyerVoice& voice);

    /// From the address the shop gave to wherever the plan ends.
    boost::asio::awaitable<void> go(std::string url);

private:
    boost::asio::awaitable<std::string> visit(const std::string& url);
    boost::asio::awaitable<void> comeBack(const std::string& url);
    boost::asio::awaitable<std::optional<HttpAnswer>> ask(
            const std::string& url, const std::string& form);
    std::string pressed(const std::string& page) const;

    CrowdScene& m_scene;
    const BuyerPlan& m_plan;
    BuyerVoice& m_voice;
    std::string m_origin{}; ///< where the browser is connected
    std::unique_ptr<HttpClient> m_browser{};
};

/// Parts of an address http://HOST:PORT/PATH; empty when it is none.
struct SplitUrl {
    std::string origin{};
    std::string target{};
};
SplitUrl splitUrl(const std::string& url);

/// The value of the field `name` in a form of ours; empty when there is none.
std::string fieldOf(const std::string& page, const std::string& name);

} // namespace saikobi::rehearsal
