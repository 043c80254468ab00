#include "backend/payments/budget_store.h"

#include <boost/asio/bind_executor.hpp>

#include "backend/contract/keys.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::payments {

namespace {

PlaceVerdict readVerdict(const contract::Result<stores::Reply>& reply)
{
    if (!reply || reply.value().items.size() != 2)
        return {};
    const auto& word = reply.value().items[0];
    const auto& wait = reply.value().items[1];
    if (word.text == "yes")
        return {PlaceVerdict::Kind::Yes, {}};
    if (word.text == "wait")
        return {PlaceVerdict::Kind::Wait, std::chrono::microseconds{wait.integer}};
    return {};
}

} // namespace

BudgetStore::BudgetStore(boost::asio::any_io_executor executor, stores::RedisExecutor& redis,
        const std::string& provider)
    : m_executor(std::move(executor))
    , m_redis(redis)
    , m_key(contract::keys::budget(provider))
{
}

void BudgetStore::ask(const char* function, const std::string& endpoint, BudgetLane::Verdict answer)
{
    m_redis.send({"FCALL", function, "1", m_key, endpoint},
            boost::asio::bind_executor(m_executor,
                    [answer = std::move(answer)](const contract::Result<stores::Reply>& reply) {
                        answer(readVerdict(reply));
                    }));
}

void BudgetStore::book(const std::string& endpoint, BudgetLane::Verdict answer)
{
    ask("saikobi_budget", endpoint, std::move(answer));
}

void BudgetStore::finish(const std::string& endpoint, BudgetLane::Verdict answer)
{
    ask("saikobi_budget_finish", endpoint, std::move(answer));
}

void BudgetStore::read(const std::string& endpoint, BudgetLane::Verdict answer)
{
    ask("saikobi_budget_read", endpoint, std::move(answer));
}

void BudgetStore::giveBack()
{
    // Losing it only delays the next authorisation by a fraction of a gap.
    m_redis.send({"FCALL", "saikobi_budget_give_back", "1", m_key},
            boost::asio::bind_executor(m_executor, [](const contract::Result<stores::Reply>&) {}));
}

void BudgetStore::settle(
        const forecast::CallPlan& plan, std::function<void(contract::Outcome)> answer)
{
    m_redis.send(
            {"FCALL", "saikobi_budget_settings", "1", m_key, std::to_string(plan.gapUs),
                    std::to_string(plan.endpointGapUs), std::to_string(plan.bookingGapUs),
                    std::to_string(plan.giveBackUs), std::to_string(plan.finishingToleranceUs)},
            boost::asio::bind_executor(m_executor,
                    [answer = std::move(answer)](const contract::Result<stores::Reply>& reply) {
                        answer(reply ? contract::Outcome{contract::Nothing{}} : reply.error());
                    }));
}

} // namespace saikobi::payments
