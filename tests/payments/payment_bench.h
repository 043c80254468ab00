#pragma once

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <memory>
#include <string>

#include "backend/payments/payments.h"
#include "backend/rehearsal/provider/simulator.h"
#include "backend/stores/redis_executor.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

namespace saikobi::tests {

/// Payments and a provider to pay at: real sockets, a real Redis, no waiting that is not the
/// subject.
class PaymentBench {
public:
    static constexpr const char* secret = "sk_test_rehearsal";
    static constexpr const char* provider = "sim";

    /// Latencies of milliseconds and no limits.
    static rehearsal::SimulatorSettings quick();

    explicit PaymentBench(TestStores& stores);
    ~PaymentBench();

    /// The simulator, and payments whose budget is open: its second of silence is over. Empty:
    /// done.
    std::string start(rehearsal::SimulatorSettings settings, double callsPerSecond = 1000,
            const std::string& ourSecret = secret);
    /// What the provider remembers of an earlier life; before start().
    void remember(const std::filesystem::path& state) { m_state = state; }
    void turn(const rehearsal::SimulatorSettings& settings);
    void stopProvider();

    shop::PaymentAnswer authorise(
            const std::string& order, const std::string& means = "pm_card_visa", int amount = 4800);
    shop::PaymentReference about(
            const std::string& order, const shop::PaymentAnswer& authorised = {}) const;
    shop::PaymentAnswer capture(const shop::PaymentReference& payment);
    shop::PaymentAnswer release(const shop::PaymentReference& payment);
    shop::PaymentAnswer query(const shop::PaymentReference& payment);
    std::optional<shop::BudgetAnswer> book();
    std::int64_t counted(const char* counter) const;

    boost::asio::io_context& context() { return m_context; }
    stores::RedisExecutor& redis() { return *m_redis; }
    payments::Payments& payments() { return *m_payments; }
    contract::Measures& measures() { return m_measures; }

private:
    TestStores& m_stores;
    std::filesystem::path m_state{};
    boost::asio::io_context m_context;
    std::unique_ptr<stores::RedisExecutor> m_redis;
    std::unique_ptr<rehearsal::ProviderSimulator> m_provider;
    contract::Measures m_measures;
    std::unique_ptr<payments::Payments> m_payments;
};

} // namespace saikobi::tests
