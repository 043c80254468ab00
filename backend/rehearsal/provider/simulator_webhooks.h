#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "backend/rehearsal/provider/simulator_settings.h"

namespace saikobi::rehearsal {

/// `t=<unix>,v1=<hex>`, one v1 per secret: HMAC-SHA256 over "t.body".
std::string webhookSignature(
        const std::vector<std::string>& secrets, std::int64_t unixS, const std::string& body);
std::string webhookSignature(
        const std::string& secret, std::int64_t unixS, const std::string& body);

/// Sends notifications to one address: unordered, repeated with back-off until answered 2xx. What
/// is still waiting when the simulator dies is lost, as notifications sometimes are.
class SimulatorWebhooks {
public:
    struct Counts {
        std::int64_t made = 0;
        std::int64_t delivered = 0;
        std::int64_t failedTries = 0;
        std::int64_t givenUp = 0;
        std::int64_t waiting = 0;
        std::int64_t dropped = 0;
        std::int64_t duplicated = 0;
        std::int64_t misSigned = 0;
        std::int64_t replayed = 0;
    };

    static std::shared_ptr<SimulatorWebhooks> make(boost::asio::any_io_executor executor);

    void turn(const WebhookSettings& settings, std::uint64_t seed);
    /// Nothing happens where nobody asked for that type, or there is no address.
    void send(const std::string& type, std::string body);
    /// The last `count` of them again, all at once; how many there were.
    std::int64_t replay(std::int64_t count);
    void stop();
    const Counts& counts() const;

private:
    explicit SimulatorWebhooks(boost::asio::any_io_executor executor);
    struct Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::rehearsal
