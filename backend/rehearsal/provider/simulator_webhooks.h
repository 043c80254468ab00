#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace saikobi::rehearsal {

/// `t=<unix>,v1=<hex>`: HMAC-SHA256 over "t.body".
std::string webhookSignature(
        const std::string& secret, std::int64_t unixS, const std::string& body);

/// Sends notifications to one address: unordered, repeated with back-off until answered 2xx. What
/// is still waiting when the simulator dies is lost, as notifications sometimes are.
class SimulatorWebhooks : public std::enable_shared_from_this<SimulatorWebhooks> {
public:
    struct Counts {
        std::int64_t delivered = 0;
        std::int64_t failedTries = 0;
        std::int64_t givenUp = 0;
        std::int64_t waiting = 0;
    };

    static std::shared_ptr<SimulatorWebhooks> make(
            boost::asio::any_io_executor executor, std::string url, std::string secret);
    ~SimulatorWebhooks();

    void aimAt(const std::string& url);
    void send(std::string body, std::chrono::milliseconds delay);
    void stop();
    const Counts& counts() const;

private:
    SimulatorWebhooks(boost::asio::any_io_executor executor, std::string url, std::string secret);
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace saikobi::rehearsal
