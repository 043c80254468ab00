#include "backend/payments/budget_store.h"

#include <boost/asio/bind_executor.hpp>

#include <random>

#include "backend/contract/keys.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::payments {

using contract::FaultCode;
using contract::Result;
using stores::Reply;

namespace {

/// No call is under way longer: it waits 10 s for its answer, and is heard of soon after.
constexpr std::int64_t longestCallUs = 12'000'000;

PlaceVerdict readVerdict(const Result<Reply>& reply)
{
    if (!reply || reply.value().items.size() < 2)
        return {};
    const auto& word = reply.value().items[0];
    const auto& wait = reply.value().items[1];
    if (word.text == "yes")
        return {PlaceVerdict::Kind::Yes, {}, {}};
    if (word.text == "wait")
        return {PlaceVerdict::Kind::Wait, std::chrono::microseconds{wait.integer}, {}};
    return {};
}

/// An error of its own is an answer; no connection and no answer in time are none.
bool isThere(const Result<Reply>& reply)
{
    return reply || reply.error().code == FaultCode::Refused;
}

std::string newPrefix()
{
    std::random_device entropy;
    return std::to_string(entropy()) + '-' + std::to_string(entropy()) + '-';
}

} // namespace

BudgetStore::BudgetStore(boost::asio::any_io_executor executor, stores::RedisExecutor& redis,
        const std::string& provider, Events events)
    : m_executor(std::move(executor))
    , m_redis(redis)
    , m_events(std::move(events))
    , m_key(contract::keys::budget(provider))
    , m_flightKey(contract::keys::flight(provider))
    , m_leasePrefix(newPrefix())
{
}

void BudgetStore::ask(const char* function, const std::string& endpoint, BudgetLane::Verdict answer)
{
    const auto lease
            = m_isParallelLimited ? m_leasePrefix + std::to_string(++m_leases) : std::string{};
    m_redis.send({"FCALL", function, "2", m_key, m_flightKey, endpoint, lease},
            boost::asio::bind_executor(m_executor,
                    [answer = std::move(answer), lease, events = m_events](
                            const Result<Reply>& reply) {
                        events.heard(isThere(reply));
                        if (reply && reply.value().items.size() > 2)
                            events.share(
                                    static_cast<double>(reply.value().items[2].integer) / 1000);
                        auto verdict = readVerdict(reply);
                        if (verdict.kind == PlaceVerdict::Kind::Yes)
                            verdict.lease = lease;
                        answer(std::move(verdict));
                    }));
}

void BudgetStore::book(const std::string& endpoint, BudgetLane::Verdict answer)
{
    ask("saikobi_budget_book", endpoint, std::move(answer));
}

void BudgetStore::finish(const std::string& endpoint, BudgetLane::Verdict answer)
{
    ask("saikobi_budget_finish", endpoint, std::move(answer));
}

void BudgetStore::read(const std::string& endpoint, BudgetLane::Verdict answer)
{
    ask("saikobi_budget_read", endpoint, std::move(answer));
}

void BudgetStore::tell(const char* function, const std::string& key, const std::string& argument)
{
    m_redis.send({"FCALL", function, "1", key, argument},
            boost::asio::bind_executor(m_executor, [](const Result<Reply>&) {}));
}

void BudgetStore::giveBack()
{
    // Losing it only delays the next authorisation by a fraction of a gap.
    tell("saikobi_budget_give_back", m_key, {});
}

void BudgetStore::free(const std::string& lease)
{
    // Losing it keeps a parallel place taken until it lapses.
    tell("saikobi_budget_free", m_flightKey, lease);
}

void BudgetStore::refused()
{
    // Losing it leaves the rate as it is; the provider will say so again.
    tell("saikobi_budget_refused", m_key, {});
}

void BudgetStore::settle(
        const forecast::CallPlan& plan, std::function<void(contract::Outcome)> answer)
{
    m_isParallelLimited = plan.parallel > 0;
    m_redis.send({"FCALL", "saikobi_budget_settings", "1", m_key, std::to_string(plan.gapUs),
                         std::to_string(plan.endpointGapUs), std::to_string(plan.bookingGapUs),
                         std::to_string(plan.giveBackUs), std::to_string(plan.finishingToleranceUs),
                         std::to_string(plan.parallel), std::to_string(longestCallUs)},
            boost::asio::bind_executor(m_executor,
                    [answer = std::move(answer), events = m_events](const Result<Reply>& reply) {
                        events.heard(isThere(reply));
                        answer(reply ? contract::Outcome{contract::Nothing{}} : reply.error());
                    }));
}

} // namespace saikobi::payments
