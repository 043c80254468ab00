#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <random>
#include <string>

#include "backend/rehearsal/answer_check.h"
#include "backend/rehearsal/buyer_plan.h"
#include "backend/rehearsal/crowd_scene.h"
#include "backend/rehearsal/http_client.h"

namespace saikobi::rehearsal {

/// How a buyer's browser talks to the shop: under one address, patiently, and counting what it
/// hears.
class BuyerVoice {
public:
    BuyerVoice(CrowdScene& scene, const BuyerPlan& plan);

    /// `token`: ticket or pass; empty for public documents.
    HttpQuestion question(const std::string& method, const std::string& target,
            const std::string& token = {}) const;

    /// The answer; asked again after a broken connection, 429 and 503 (not before Retry-After),
    /// with the same keys each time. Refusals are counted and judged. Empty: gave up, or the crowd
    /// is over.
    boost::asio::awaitable<std::optional<HttpAnswer>> ask(HttpQuestion question);

    boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
    double chance(); ///< even in 0…1
    std::mt19937_64& random() { return m_random; }

private:
    std::chrono::milliseconds afterBreak(int attempt);
    std::chrono::milliseconds afterRefusal(const HttpAnswer& answer);

    CrowdScene& m_scene;
    std::string m_visitor;
    std::string m_address;
    std::string m_language;
    HttpClient m_http;
    std::mt19937_64 m_random;
};

} // namespace saikobi::rehearsal
