#include "backend/payments/provider_desk.h"

#include <spdlog/spdlog.h>

#include "backend/payments/stripe_ledger.h"

namespace saikobi::payments {

namespace asio = boost::asio;
using contract::Fault;
using contract::FaultCode;
using shop::PaymentAnswer;
using shop::PaymentOutcome;
using shop::PaymentReference;
using shop::PaymentRequest;
using shop::PaymentStanding;

namespace {

constexpr int storedFailureRounds = 3;
/// Of a hundred payments: more than a window of a busy sale has.
constexpr int searchPages = 1000;

/// What a call that got no answer means.
PaymentAnswer withoutAnswer(const Fault& fault)
{
    PaymentAnswer out;
    out.outcome
            = fault.code == FaultCode::Unknown ? PaymentOutcome::Unknown : PaymentOutcome::Again;
    switch (fault.code) {
    case FaultCode::Busy: // the gate says what stood in the way
        out.code = fault.detail;
        break;
    case FaultCode::Lost:
        out.code = code::budgetLost;
        break;
    case FaultCode::Unavailable:
        out.code = code::noConnection;
        break;
    default:
        out.code = code::noAnswer;
    }
    return out;
}

/// Of a search: the provider has no such payment.
bool isAbsent(const PaymentAnswer& found)
{
    return found.outcome == PaymentOutcome::Done && found.reference.empty();
}

PaymentReference referenceOf(const PaymentRequest& request, std::string reference = {})
{
    return {request.order, request.sale, request.provider, request.method, std::move(reference),
            request.amount, request.attempt, request.flow, request.capturesAtOnce};
}

} // namespace

ProviderDesk::ProviderDesk(ProviderGate::Parts parts)
    : m_gate(ProviderGate::make(std::move(parts)))
{
}

asio::awaitable<PaymentAnswer> ProviderDesk::ask(ProviderCall& call, Lane lane)
{
    const auto reply = co_await m_gate->exchange(call, lane);
    auto answer = reply ? readAnswer(call.wire.operation, call.about, reply.value())
                        : withoutAnswer(reply.error());
    m_gate->learn(call, reply, answer);
    if (answer.outcome == PaymentOutcome::Wrong)
        spdlog::error("saikobi.payments: order {}: {} answered {}", call.about.order,
                name(call.wire.operation), answer.code);
    answer.providerTime = call.providerTime;
    answer.budgetTime = call.budgetTime;
    co_return answer;
}

asio::awaitable<PaymentAnswer> ProviderDesk::authorise(PaymentRequest request)
{
    const auto self = shared_from_this();
    ProviderCall call{authoriseCall(request), referenceOf(request)};
    co_return co_await ask(call, Lane::Booked);
}

asio::awaitable<PaymentAnswer> ProviderDesk::confirm(PaymentRequest request, std::string reference)
{
    const auto self = shared_from_this();
    ProviderCall call{confirmCall(request, reference), referenceOf(request, reference)};
    co_return co_await ask(call, Lane::Booked);
}

asio::awaitable<PaymentAnswer> ProviderDesk::start(PaymentRequest request)
{
    const auto self = shared_from_this();
    ProviderCall call{startPageCall(request), referenceOf(request)};
    co_return co_await ask(call, Lane::Booked);
}

asio::awaitable<PaymentAnswer> ProviderDesk::finish(
        StripeOperation operation, PaymentReference payment)
{
    const auto self = shared_from_this();
    if (payment.reference.empty() || isPage(payment.reference)) {
        auto found = co_await look(payment, Lane::Finishing);
        // Nothing to let go is let go; nothing to capture is money that we believed to be there.
        if (isAbsent(found) && operation == StripeOperation::Capture) {
            found.outcome = PaymentOutcome::Wrong;
            found.code = code::nothingToCapture;
        }
        if (found.outcome != PaymentOutcome::Done || found.reference.empty()
                || isPage(found.reference))
            co_return found;
        payment.reference = found.reference;
    }
    PaymentAnswer answer;
    for (int round = 1; round <= storedFailureRounds; ++round) {
        ProviderCall call{operation == StripeOperation::Capture ? captureCall(payment, round)
                                                                : cancelCall(payment, round),
                payment};
        answer = co_await ask(call, Lane::Finishing);
        if (answer.code != code::storedFailure)
            co_return answer;
        // The provider will say 500 under this key for ever; only the payment itself can tell.
        answer = judgeFinishing(operation, co_await retrieve(payment, Lane::Finishing));
        if (answer.outcome != PaymentOutcome::Again || answer.standing == PaymentStanding::None)
            co_return answer;
    }
    answer.outcome = PaymentOutcome::Unknown;
    co_return answer;
}

/// Looks before it closes: an intent whose money is set aside could be cancelled too, and whoever
/// paid in time would find the payment gone.
asio::awaitable<PaymentAnswer> ProviderDesk::close(PaymentReference payment)
{
    const auto self = shared_from_this();
    if (!isPage(payment.reference)) {
        auto standing = co_await look(payment, Lane::Finishing);
        if (isAbsent(standing)) { // nothing was ever begun there
            standing.standing = PaymentStanding::Voided;
            co_return standing;
        }
        standing = judgeClosing(standing);
        if (standing.outcome != PaymentOutcome::Again || standing.reference.empty())
            co_return standing;
        payment.reference = standing.reference;
    }
    co_return co_await closeOpen(std::move(payment));
}

asio::awaitable<PaymentAnswer> ProviderDesk::closeOpen(PaymentReference payment)
{
    PaymentAnswer answer;
    for (int round = 1; round <= storedFailureRounds; ++round) {
        ProviderCall call{closeCall(payment, round), payment};
        answer = judgeClosing(co_await ask(call, Lane::Finishing));
        const bool isTooLate
                = answer.outcome == PaymentOutcome::Wrong || answer.code == code::storedFailure;
        if (!isTooLate)
            break;
        // Complete, closed already, or a 500 for ever: the page or its payment knows which.
        answer = judgeClosing(co_await look(payment, Lane::Finishing));
        if (answer.outcome != PaymentOutcome::Again)
            break;
    }
    co_return answer;
}

asio::awaitable<PaymentAnswer> ProviderDesk::query(PaymentReference payment)
{
    const auto self = shared_from_this();
    co_return co_await look(std::move(payment), Lane::Idle);
}

asio::awaitable<PaymentAnswer> ProviderDesk::look(PaymentReference payment, Lane lane)
{
    if (payment.reference.empty())
        return search(std::move(payment), lane);
    if (isPage(payment.reference))
        return retrievePage(std::move(payment), lane);
    return retrieve(std::move(payment), lane);
}

asio::awaitable<PaymentAnswer> ProviderDesk::retrieve(PaymentReference payment, Lane lane)
{
    ProviderCall call{retrieveCall(payment), payment};
    co_return co_await ask(call, lane);
}

/// Judged by its payment, which comes with it or has to be asked about.
asio::awaitable<PaymentAnswer> ProviderDesk::retrievePage(PaymentReference payment, Lane lane)
{
    ProviderCall call{retrievePageCall(payment), payment};
    const auto reply = co_await m_gate->exchange(call, lane);
    auto answer = reply ? readAnswer(call.wire.operation, payment, reply.value())
                        : withoutAnswer(reply.error());
    m_gate->learn(call, reply, answer);
    const auto page = reply ? readPage(payment, reply.value()) : std::nullopt;
    if (!page || page->intent.empty())
        co_return answer;
    payment.reference = page->intent;
    co_return judgePage(*page, co_await retrieve(std::move(payment), lane));
}

asio::awaitable<std::optional<shop::LedgerPage>> ProviderDesk::list(
        contract::Instant since, std::string after)
{
    const auto self = shared_from_this();
    ProviderCall call{ledgerCall(since, after), {}};
    const auto reply = co_await m_gate->exchange(call, Lane::Idle);
    auto page = reply ? readLedger(reply.value()) : std::nullopt;
    PaymentAnswer learnt;
    if (page)
        learnt.outcome = PaymentOutcome::Done;
    else
        learnt = reply ? readAnswer(StripeOperation::List, {}, reply.value())
                       : withoutAnswer(reply.error());
    m_gate->learn(call, reply, learnt);
    if (!page)
        spdlog::warn("saikobi.payments: the provider's books could not be read: {}", learnt.code);
    co_return page;
}

/// Done with standing None and no reference: the provider has no payment of this order.
asio::awaitable<PaymentAnswer> ProviderDesk::search(PaymentReference payment, Lane lane)
{
    auto found = co_await searchWindow(payment, SearchWindow::Near, lane);
    // Without a time the first search has seen everything.
    if (isAbsent(found) && madeAt(payment.order))
        co_return co_await searchWindow(std::move(payment), SearchWindow::Late, lane);
    co_return found;
}

asio::awaitable<PaymentAnswer> ProviderDesk::searchWindow(
        PaymentReference payment, SearchWindow window, Lane lane)
{
    std::string after;
    for (int page = 0; page < searchPages; ++page) {
        ProviderCall call{searchCall(payment, window, after), payment};
        const auto reply = co_await m_gate->exchange(call, lane);
        const auto read = reply ? readSearch(payment, reply.value()) : std::nullopt;
        if (!read) {
            auto answer = reply ? readAnswer(StripeOperation::List, payment, reply.value())
                                : withoutAnswer(reply.error());
            m_gate->learn(call, reply, answer);
            co_return answer;
        }
        m_gate->learn(call, reply, shop::PaymentAnswer{PaymentOutcome::Done});
        if (read->found)
            co_return *read->found;
        if (!read->hasMore) {
            PaymentAnswer absent;
            absent.outcome = PaymentOutcome::Done;
            co_return absent;
        }
        after = read->last;
    }
    PaymentAnswer unknown;
    unknown.code = code::tooMany;
    co_return unknown;
}

} // namespace saikobi::payments
