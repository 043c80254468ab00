#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

#include "backend/rehearsal/basket.h"
#include "backend/rehearsal/buyer_plan.h"
#include "backend/rehearsal/buyer_voice.h"
#include "backend/rehearsal/crowd_scene.h"

namespace saikobi::rehearsal {

/// What a buyer does inside: looks, thinks, orders, and stays until the order has come to an end.
class Purchase {
public:
    Purchase(CrowdScene& scene, const BuyerPlan& plan, BuyerVoice& voice, const std::string& pass);

    boost::asio::awaitable<void> make();

private:
    boost::asio::awaitable<std::optional<Basket>> fillBasket();
    boost::asio::awaitable<std::optional<HttpAnswer>> placeOrder(const Basket& basket);
    boost::asio::awaitable<void> follow(const std::string& order);
    boost::asio::awaitable<bool> lookAtOrder(const std::string& order);
    void note(const OrderNews& news);
    std::string methodAmong(const std::vector<std::string>& offered) const;
    std::string orderPath(const std::string& order) const;

    CrowdScene& m_scene;
    const BuyerPlan& m_plan;
    BuyerVoice& m_voice;
    const std::string& m_pass;
    std::string m_key;
    std::string m_nextAction{}; ///< as last told
    bool m_hasWalked = false; ///< to the provider's page
};

} // namespace saikobi::rehearsal
