#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>

#include "backend/rehearsal/buyer_plan.h"
#include "backend/rehearsal/buyer_voice.h"
#include "backend/rehearsal/crowd_scene.h"
#include "backend/rehearsal/line_news.h"

namespace saikobi::rehearsal {

/// One virtual buyer, from the first look at the page to the receipt.
class Buyer {
public:
    /// `arrives`: the intended instant; waits are counted from it.
    Buyer(CrowdScene& scene, BuyerPlan plan, std::chrono::steady_clock::time_point arrives);
    Buyer(const Buyer&) = delete;
    Buyer& operator=(const Buyer&) = delete;
    ~Buyer();

    boost::asio::awaitable<void> live();

private:
    /// True: go on with the next step. False: this buyer's story is over.
    using Step = boost::asio::awaitable<bool>;
    Step readPage();
    Step join();
    Step forge();
    boost::asio::awaitable<std::optional<HttpAnswer>> askToJoin();
    Step waitToBeCalled();
    Step comeToTheDoor();
    Step claim();
    boost::asio::awaitable<std::optional<LineNews>> lookAtLine();
    boost::asio::awaitable<std::optional<LineNews>> askOwnPlace();
    bool isSignDue(const LineNews& news) const;
    bool hasLeft();
    void noteCalled();
    void enter(const std::string& pass);
    void setWaiting(bool isWaiting);
    std::string path(const char* part) const;

    CrowdScene& m_scene;
    BuyerPlan m_plan;
    std::chrono::steady_clock::time_point m_arrives;
    BuyerVoice m_voice;
    std::string m_ticket{};
    std::int64_t m_number = 0;
    std::optional<std::int64_t> m_place{}; ///< where it was drawn to
    std::chrono::steady_clock::time_point m_joinedAt{};
    std::chrono::steady_clock::time_point m_askedOwnAt{};
    std::optional<LineNews::Wait> m_told{}; ///< the first wait that was told
    std::chrono::steady_clock::time_point m_toldAt{};
    std::string m_pass{};
    bool m_isWaiting = false;
};

} // namespace saikobi::rehearsal
