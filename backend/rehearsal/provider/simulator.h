#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "backend/contract/result.h"
#include "backend/rehearsal/provider/simulator_settings.h"

namespace saikobi::rehearsal {

struct SimulatorOptions {
    std::string address{"127.0.0.1"};
    std::uint16_t port = 0; ///< 0: any free one
    std::string secret{}; ///< sk_…; every other one is answered 401
    std::string webhookUrl{}; ///< http://HOST:PORT/payments/webhooks; empty: no notifications
    std::string webhookSecret{}; ///< whsec_…
    std::filesystem::path state{}; ///< append-only file; empty: everything is forgotten at the end
    std::uint64_t seed = 1;
    SimulatorSettings settings{};
    std::function<void()> die{}; ///< at `crash_at`; empty: SIGKILL to this process
};

/// A payment provider as CHECKOUT.md §4 and §5 describe it: a real HTTP server with latencies,
/// limits and failures, whose payments, keys and ledger survive its own death. One executor, timers
/// only.
class ProviderSimulator {
public:
    /// Unavailable: address or state file cannot be opened; the detail names it.
    static contract::Result<std::unique_ptr<ProviderSimulator>> open(
            boost::asio::any_io_executor executor, SimulatorOptions options);
    ~ProviderSimulator();
    ProviderSimulator(const ProviderSimulator&) = delete;
    ProviderSimulator& operator=(const ProviderSimulator&) = delete;

    std::uint16_t port() const;
    /// Where notifications go from now on, for who knows that address only later.
    void notify(const std::string& webhookUrl);
    void turn(const SimulatorSettings& settings); ///< as PUT /control
    void close();

private:
    class Impl;
    explicit ProviderSimulator(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::rehearsal
