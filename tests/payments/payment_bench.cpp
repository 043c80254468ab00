#include "tests/payments/payment_bench.h"

namespace saikobi::tests {

using namespace std::chrono_literals;
using payments::Payments;
using shop::PaymentAnswer;

rehearsal::SimulatorSettings PaymentBench::quick()
{
    rehearsal::SimulatorSettings out;
    for (auto& [method, latency] : out.latencyMs)
        latency = {1, 3};
    out.callsPerSecond = 0;
    out.callsPerSecondEndpoint = 0;
    return out;
}

PaymentBench::PaymentBench(TestStores& stores)
    : m_stores(stores)
{
    m_stores.redisCall({"FLUSHALL"});
    m_redis = std::make_unique<stores::RedisExecutor>(m_stores.backendRedis());
}

PaymentBench::~PaymentBench()
{
    m_redis.reset(); // what it still answers finds everybody alive
    m_payments.reset();
    m_provider.reset();
    m_context.restart();
    m_context.poll(); // what was cancelled ends
}

std::string PaymentBench::start(
        rehearsal::SimulatorSettings settings, double callsPerSecond, const std::string& ourSecret)
{
    rehearsal::SimulatorOptions options;
    options.secret = secret;
    options.state = m_state;
    options.settings = std::move(settings);
    auto simulator = rehearsal::ProviderSimulator::open(m_context.get_executor(), options);
    if (!simulator)
        return simulator.error().detail;
    m_provider = std::move(simulator).value();
    auto opened = Payments::open({m_context.get_executor(), m_context.get_executor(), *m_redis,
            {{{provider, callsPerSecond, callsPerSecond, 0},
                    "http://127.0.0.1:" + std::to_string(m_provider->port()), ourSecret}},
            [this](const std::string&) -> contract::Measures& { return m_measures; }});
    if (!opened)
        return opened.error().detail;
    m_payments = std::move(opened).value();
    const auto ready = awaited<contract::Outcome>(
            m_context, [this](auto done) { m_payments->prepare(done); });
    if (!ready || !*ready)
        return ready ? ready->error().detail : "no answer";
    m_stores.redisCall({"HDEL", "{provider:sim}:budget", "tat"});
    return {};
}

void PaymentBench::turn(const rehearsal::SimulatorSettings& settings)
{
    m_provider->turn(settings);
}

void PaymentBench::stopProvider()
{
    m_provider.reset();
}

PaymentAnswer PaymentBench::authorise(
        const std::string& order, const std::string& means, int amount)
{
    const shop::PaymentRequest request{
            order, 1, "demo", provider, "card", means, {amount}, "http://shop/back"};
    return awaited<PaymentAnswer>(
            m_context, [&](auto done) { m_payments->authorise(request, done); }, 20s)
            .value_or(PaymentAnswer{});
}

shop::PaymentReference PaymentBench::about(
        const std::string& order, const PaymentAnswer& authorised) const
{
    return {order, "demo", provider, "card", authorised.reference, {4800}, 1};
}

PaymentAnswer PaymentBench::capture(const shop::PaymentReference& payment)
{
    return awaited<PaymentAnswer>(m_context, [&](auto done) {
        m_payments->capture(payment, done);
    }).value_or(PaymentAnswer{});
}

PaymentAnswer PaymentBench::release(const shop::PaymentReference& payment)
{
    return awaited<PaymentAnswer>(m_context, [&](auto done) {
        m_payments->release(payment, done);
    }).value_or(PaymentAnswer{});
}

PaymentAnswer PaymentBench::query(const shop::PaymentReference& payment)
{
    return awaited<PaymentAnswer>(m_context, [&](auto done) {
        m_payments->query(payment, done);
    }).value_or(PaymentAnswer{});
}

std::optional<shop::BudgetAnswer> PaymentBench::book()
{
    return awaited<shop::BudgetAnswer>(
            m_context, [this](auto done) { m_payments->book(provider, done); });
}

std::int64_t PaymentBench::counted(const char* counter) const
{
    contract::Tick tick;
    m_measures.addTo(tick);
    const auto found = tick.counters.find(counter);
    return found == tick.counters.end() ? 0 : found->second;
}

} // namespace saikobi::tests
