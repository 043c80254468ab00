#include "backend/payments/payments.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

#include <map>

#include "backend/payments/census_store.h"
#include "backend/payments/payment_figures.h"
#include "backend/payments/provider_desk.h"

namespace saikobi::payments {

namespace asio = boost::asio;
using contract::Fault;
using contract::FaultCode;
using contract::Outcome;
using shop::PaymentAnswer;
using Desk = std::shared_ptr<ProviderDesk>;

namespace {

constexpr auto tickEvery = std::chrono::milliseconds{200};

ProviderGate::Census censusOf(const Payments::Parts& parts)
{
    if (!parts.postgres)
        return {};
    return [postgres = parts.postgres, executor = parts.executor, instance = parts.instance,
                   incarnation = parts.incarnation](bool isLocal, auto answer) {
        takeCensus(*postgres, executor, instance, incarnation, isLocal, std::move(answer));
    };
}

} // namespace

class Payments::Impl : public std::enable_shared_from_this<Payments::Impl> {
public:
    Impl(asio::any_io_executor working, asio::any_io_executor answering)
        : executor(std::move(working))
        , answers(std::move(answering))
        , clock(executor)
    {
    }

    void tick()
    {
        for (const auto& [id, desk] : desks)
            desk->gate().tick();
        if (figures)
            figures->tick(std::chrono::steady_clock::now());
        clock.expires_after(tickEvery);
        clock.async_wait([weak = weak_from_this()](const boost::system::error_code& failed) {
            const auto self = weak.lock();
            if (self && !failed)
                self->tick();
        });
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
    asio::steady_timer clock;
    std::map<std::string, Desk> desks; ///< by account; fixed once open
    std::vector<contract::ProviderAccount> accounts;
    std::shared_ptr<PaymentFigures> figures;
};

contract::Result<std::unique_ptr<Payments>> Payments::open(Parts parts)
{
    auto impl = std::make_shared<Impl>(parts.executor, parts.answers);
    const auto census = censusOf(parts);
    for (const auto& config : parts.providers) {
        auto endpoint = endpointFromUrl(config.url, config.secret, config.caFile);
        if (!endpoint)
            return endpoint.error();
        impl->desks[config.account.id] = std::make_shared<ProviderDesk>(ProviderGate::Parts{
                parts.executor, parts.redis, config.account, std::move(endpoint).value(), {},
                config.usual, parts.measures, census, parts.chance});
        impl->accounts.push_back(config.account);
    }
    impl->figures
            = std::make_shared<PaymentFigures>(PaymentFigures::Parts{parts.executor, parts.postgres,
                    parts.measures, [weak = impl->weak_from_this()](const std::string& provider) {
                        const auto self = weak.lock();
                        const auto desk = self ? self->deskOf(provider) : nullptr;
                        return desk ? &desk->gate() : nullptr;
                    }});
    asio::post(parts.executor, [impl] { impl->tick(); });
    return std::unique_ptr<Payments>{new Payments(std::move(impl))};
}

Payments::Payments(std::shared_ptr<Impl> impl)
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
            desk->gate().settle(account, [all, finish](const Outcome& settled) {
                if (!settled)
                    all->outcome = settled;
                if (--all->left == 0)
                    finish(all->outcome);
            });
        });
}

void Payments::setSales(std::map<std::string, std::vector<std::string>> accounts)
{
    asio::post(m_impl->executor,
            [figures = m_impl->figures, accounts = std::move(accounts)]() mutable {
                figures->setSales(std::move(accounts));
            });
}

std::optional<double> Payments::rateAdvised(const std::string& sale) const
{
    return m_impl->figures->rateAdvised(sale);
}

void Payments::setLimits(const contract::ProviderAccount& account)
{
    const auto desk = m_impl->deskOf(account.id);
    if (!desk)
        return;
    asio::post(m_impl->executor, [desk, account] {
        desk->gate().settle(account, [account](const Outcome& settled) {
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
    asio::post(m_impl->executor, [desk, over = std::move(over)] { desk->gate().book(over); });
}

void Payments::giveBack(const std::string& provider)
{
    if (const auto desk = m_impl->deskOf(provider))
        asio::post(m_impl->executor, [desk] { desk->gate().giveBack(); });
}

void Payments::authorise(const shop::PaymentRequest& request, Answer answer)
{
    m_impl->run(request.provider, std::move(answer),
            [&request](const Desk& desk) { return desk->authorise(request); });
}

void Payments::confirm(
        const shop::PaymentRequest& request, const std::string& reference, Answer answer)
{
    m_impl->run(request.provider, std::move(answer),
            [&request, &reference](const Desk& desk) { return desk->confirm(request, reference); });
}

void Payments::start(const shop::PaymentRequest& request, Answer answer)
{
    m_impl->run(request.provider, std::move(answer),
            [&request](const Desk& desk) { return desk->start(request); });
}

void Payments::close(const shop::PaymentReference& payment, Answer answer)
{
    m_impl->run(payment.provider, std::move(answer),
            [&payment](const Desk& desk) { return desk->close(payment); });
}

shop::ProviderState Payments::state(const std::string& provider) const
{
    const auto desk = m_impl->deskOf(provider);
    return desk ? desk->gate().state() : shop::ProviderState{true, true, {}};
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

void Payments::list(const std::string& provider, contract::Instant since, const std::string& after,
        std::function<void(contract::Result<shop::LedgerPage>)> answer)
{
    using Page = std::optional<shop::LedgerPage>;
    const auto desk = m_impl->deskOf(provider);
    if (!desk)
        return asio::post(m_impl->answers, [answer = std::move(answer)] {
            answer(Fault{FaultCode::Invalid, "no such provider"});
        });
    asio::co_spawn(m_impl->executor, desk->list(since, after),
            [where = m_impl->answers, answer = std::move(answer)](
                    const std::exception_ptr& failed, Page page) {
                contract::Result<shop::LedgerPage> read
                        = Fault{FaultCode::Unavailable, "the provider's books could not be read"};
                if (!failed && page)
                    read = std::move(*page);
                asio::post(where, [answer, read = std::move(read)] { answer(read); });
            });
}

void Payments::query(const shop::PaymentReference& payment, Answer answer)
{
    m_impl->run(payment.provider, std::move(answer),
            [&payment](const Desk& desk) { return desk->query(payment); });
}

} // namespace saikobi::payments
