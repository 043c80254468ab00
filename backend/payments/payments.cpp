#include "backend/payments/payments.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include <map>

#include "backend/payments/provider_desk.h"

namespace saikobi::payments {

namespace asio = boost::asio;
using contract::Fault;
using contract::FaultCode;
using contract::Outcome;
using shop::PaymentAnswer;
using Desk = std::shared_ptr<ProviderDesk>;

namespace {

PaymentAnswer notSpoken()
{
    PaymentAnswer wrong;
    wrong.outcome = shop::PaymentOutcome::Wrong;
    wrong.code = "not_spoken";
    return wrong;
}

} // namespace

class Payments::Impl {
public:
    Impl(asio::any_io_executor working, asio::any_io_executor answering)
        : executor(std::move(working))
        , answers(std::move(answering))
    {
    }

    Desk deskOf(const std::string& provider) const
    {
        const auto found = desks.find(provider);
        return found == desks.end() ? nullptr : found->second;
    }

    /// Runs `work(desk)` on our executor and brings its answer over.
    template<class Work>
    void run(const std::string& provider, Answer answer, Work work)
    {
        const auto desk = deskOf(provider);
        if (!desk) {
            PaymentAnswer wrong;
            wrong.outcome = shop::PaymentOutcome::Wrong;
            wrong.code = "no_such_provider";
            return asio::post(answers, [answer = std::move(answer), wrong] { answer(wrong); });
        }
        asio::co_spawn(executor, work(desk),
                [where = answers, answer = std::move(answer)](
                        const std::exception_ptr& failed, PaymentAnswer result) {
                    if (failed) // a defect; what the provider did is then not known
                        result = PaymentAnswer{};
                    asio::post(where, [answer, result = std::move(result)] { answer(result); });
                });
    }

    asio::any_io_executor executor;
    asio::any_io_executor answers;
    std::map<std::string, Desk> desks; ///< by account; fixed once open
    std::vector<contract::ProviderAccount> accounts;
};

contract::Result<std::unique_ptr<Payments>> Payments::open(Parts parts)
{
    auto impl = std::make_unique<Impl>(parts.executor, parts.answers);
    for (const auto& config : parts.providers) {
        auto endpoint = endpointFromUrl(config.url, config.secret);
        if (!endpoint)
            return endpoint.error();
        impl->desks[config.account.id]
                = std::make_shared<ProviderDesk>(ProviderDesk::Parts{parts.executor, parts.redis,
                        config.account, std::move(endpoint).value(), {}, parts.measures});
        impl->accounts.push_back(config.account);
    }
    return std::unique_ptr<Payments>{new Payments(std::move(impl))};
}

Payments::Payments(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Payments::~Payments() = default;

void Payments::prepare(std::function<void(Outcome)> done)
{
    struct Gathered {
        std::size_t left;
        Outcome outcome = contract::Nothing{};
    };
    auto all = std::make_shared<Gathered>(Gathered{m_impl->accounts.size()});
    const auto finish = [where = m_impl->answers, done = std::move(done)](const Outcome& outcome) {
        asio::post(where, [done, outcome] { done(outcome); });
    };
    if (all->left == 0)
        return finish(contract::Nothing{});
    for (const auto& account : m_impl->accounts)
        asio::post(m_impl->executor, [desk = m_impl->deskOf(account.id), account, all, finish] {
            desk->settle(account, [all, finish](const Outcome& settled) {
                if (!settled)
                    all->outcome = settled;
                if (--all->left == 0)
                    finish(all->outcome);
            });
        });
}

void Payments::setLimits(const contract::ProviderAccount& account)
{
    const auto desk = m_impl->deskOf(account.id);
    if (!desk)
        return;
    asio::post(m_impl->executor, [desk, account] {
        desk->settle(account, [account](const Outcome& settled) {
            if (!settled)
                spdlog::error("saikobi.payments: {}: {}", account.id, settled.error().detail);
        });
    });
}

void Payments::book(const std::string& provider, std::function<void(shop::BudgetAnswer)> answer)
{
    const auto desk = m_impl->deskOf(provider);
    auto over = [where = m_impl->answers, answer = std::move(answer)](shop::BudgetAnswer result) {
        asio::post(where, [answer, result] { answer(result); });
    };
    if (!desk)
        return over({false, true, {}});
    asio::post(m_impl->executor, [desk, over = std::move(over)] { desk->book(over); });
}

void Payments::giveBack(const std::string& provider)
{
    if (const auto desk = m_impl->deskOf(provider))
        asio::post(m_impl->executor, [desk] { desk->giveBack(); });
}

void Payments::authorise(const shop::PaymentRequest& request, Answer answer)
{
    m_impl->run(request.provider, std::move(answer),
            [&request](const Desk& desk) { return desk->authorise(request); });
}

void Payments::confirm(const shop::PaymentRequest&, const std::string&, Answer answer)
{
    asio::post(m_impl->answers, [answer = std::move(answer)] { answer(notSpoken()); });
}

void Payments::start(const shop::PaymentRequest&, Answer answer)
{
    asio::post(m_impl->answers, [answer = std::move(answer)] { answer(notSpoken()); });
}

void Payments::close(const shop::PaymentReference& payment, Answer answer)
{
    release(payment, std::move(answer));
}

shop::ProviderState Payments::state(const std::string&) const
{
    return {};
}

void Payments::capture(const shop::PaymentReference& payment, Answer answer)
{
    m_impl->run(payment.provider, std::move(answer), [&payment](const Desk& desk) {
        return desk->finish(StripeOperation::Capture, payment);
    });
}

void Payments::release(const shop::PaymentReference& payment, Answer answer)
{
    m_impl->run(payment.provider, std::move(answer), [&payment](const Desk& desk) {
        return desk->finish(StripeOperation::Cancel, payment);
    });
}

void Payments::query(const shop::PaymentReference& payment, Answer answer)
{
    m_impl->run(payment.provider, std::move(answer),
            [&payment](const Desk& desk) { return desk->query(payment); });
}

} // namespace saikobi::payments
