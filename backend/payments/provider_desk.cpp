#include "backend/payments/provider_desk.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <map>

namespace saikobi::payments {

namespace asio = boost::asio;
using contract::Fault;
using contract::FaultCode;
using contract::Result;
using shop::PaymentAnswer;
using shop::PaymentOutcome;
using shop::PaymentReference;
using shop::PaymentStanding;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

namespace {

constexpr auto bookingPatience = 500ms;
/// A booked place counts for a call that is sent so soon; the plan's jitter of 30 ms covers it.
constexpr auto placeLife = 25ms;
constexpr auto closedAfterRefusal = 1s; ///< the order lane, after a 429 from the provider
constexpr int storedFailureRounds = 3;
/// Of a hundred payments: more than a window of a busy sale has.
constexpr int searchPages = 1000;
constexpr std::size_t underWayLimit = 512; ///< a quarter of them only for finishing calls

milliseconds since(Clock::time_point began)
{
    return std::chrono::duration_cast<milliseconds>(Clock::now() - began);
}

forecast::CallAgreement agreementOf(const contract::ProviderAccount& account)
{
    forecast::CallAgreement out;
    out.callsPerSecond = account.callsPerSecond;
    out.callsPerSecondEndpoint = account.callsPerSecondEndpoint;
    return out;
}

/// What a call that got no answer means.
PaymentAnswer withoutAnswer(const Fault& fault)
{
    PaymentAnswer out;
    out.outcome
            = fault.code == FaultCode::Unknown ? PaymentOutcome::Unknown : PaymentOutcome::Again;
    switch (fault.code) {
    case FaultCode::Busy:
        out.code = code::inFlight;
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

} // namespace

struct ProviderDesk::Call {
    StripeCall wire;
    PaymentReference about;
    milliseconds providerTime{};
    milliseconds budgetTime{};
};

struct ProviderDesk::State {
    explicit State(Parts given)
        : parts(std::move(given))
        , budget(parts.executor, parts.redis, parts.account.id)
        , client(parts.executor, parts.endpoint, parts.limits)
    {
    }

    std::size_t limitOf(Gate gate) const
    {
        const auto all = parts.account.parallel > 0
                ? static_cast<std::size_t>(parts.account.parallel)
                : underWayLimit;
        return gate == Gate::Finishing ? all : std::max<std::size_t>(all * 3 / 4, 1);
    }

    Parts parts;
    BudgetStore budget;
    StripeClient client;
    std::shared_ptr<BudgetLane> booking;
    std::shared_ptr<BudgetLane> finishing;
    std::shared_ptr<BudgetLane> idle;
    std::deque<Clock::time_point> booked; ///< granted places that no call has used yet
    std::map<std::string, int> inFlight; ///< by sale
    std::size_t underWay = 0;
    Clock::time_point closedUntil{};
    Clock::time_point settledAt{};
};

ProviderDesk::ProviderDesk(Parts parts)
    : m_state(std::make_unique<State>(std::move(parts)))
{
    auto& state = *m_state;
    auto& budget = state.budget;
    const auto lane = [&state](auto ask, std::optional<std::chrono::microseconds> patience) {
        return BudgetLane::make(state.parts.executor, ask, {patience, {}, 4096});
    };
    state.booking = lane([&budget](auto endpoint, auto answer) { budget.book(endpoint, answer); },
            bookingPatience);
    state.finishing
            = lane([&budget](auto endpoint, auto answer) { budget.finish(endpoint, answer); }, {});
    state.idle = lane([&budget](auto endpoint, auto answer) { budget.read(endpoint, answer); }, {});
}

ProviderDesk::~ProviderDesk() = default;

void ProviderDesk::settle(
        const contract::ProviderAccount& account, std::function<void(contract::Outcome)> answer)
{
    const auto plan = forecast::planCalls(agreementOf(account));
    if (!plan)
        return answer(
                Fault{FaultCode::Invalid, "provider " + account.id + ": limit leaves no call"});
    auto& state = *m_state;
    state.parts.account = account;
    state.settledAt = Clock::now();
    state.booking->setGap(std::chrono::microseconds{plan->bookingGapUs});
    state.budget.settle(*plan, std::move(answer));
}

/// An empty Redis has no settings. They are ours to give again; the function then keeps a second of
/// silence, since nobody knows what went out before.
void ProviderDesk::settleAgain()
{
    if (Clock::now() - m_state->settledAt < 1s)
        return;
    const auto& account = m_state->parts.account;
    settle(account, [id = account.id](const contract::Outcome& settled) {
        if (!settled)
            spdlog::warn("saikobi.payments: budget of {}: {}", id, settled.error().detail);
    });
}

void ProviderDesk::book(std::function<void(shop::BudgetAnswer)> answer)
{
    auto& state = *m_state;
    if (const auto closed = state.closedUntil - Clock::now(); closed > 0s)
        return answer({false, false, std::chrono::ceil<milliseconds>(closed)});
    state.booking->take(
            "create", [self = shared_from_this(), answer = std::move(answer)](Place place) {
                if (place.kind == Place::Kind::Lost)
                    self->settleAgain();
                if (place.kind == Place::Kind::Granted)
                    self->m_state->booked.push_back(Clock::now());
                answer({place.kind == Place::Kind::Granted, place.kind == Place::Kind::Lost,
                        std::chrono::ceil<milliseconds>(place.wait)});
            });
}

void ProviderDesk::giveBack()
{
    m_state->budget.giveBack();
}

/// Places are alike: any that is fresh will do. An old one is dropped, because its call would
/// arrive together with later ones.
bool ProviderDesk::takeBooked()
{
    auto& booked = m_state->booked;
    while (!booked.empty() && since(booked.front()) > placeLife)
        booked.pop_front();
    if (booked.empty())
        return false;
    booked.pop_front();
    return true;
}

/// No coroutine itself: GCC 12 destroys a lambda twice that is made inside a co_await.
asio::awaitable<Place> ProviderDesk::await(std::shared_ptr<BudgetLane> lane, std::string endpoint)
{
    const auto executor = m_state->parts.executor;
    return asio::async_initiate<const asio::use_awaitable_t<>, void(Place)>(
            [lane, executor](auto handler, const std::string& wanted) {
                auto shared = std::make_shared<decltype(handler)>(std::move(handler));
                lane->take(wanted, [shared, executor](Place place) {
                    asio::post(executor, [shared, place] { (*shared)(place); });
                });
            },
            asio::use_awaitable, std::move(endpoint));
}

asio::awaitable<bool> ProviderDesk::takePlace(Gate gate, StripeOperation operation)
{
    if (gate == Gate::Booked && takeBooked())
        co_return true;
    // A repeat, or a booking that grew old while its order was written, goes with the finishing
    // calls.
    const auto& lane = gate == Gate::Idle ? m_state->idle : m_state->finishing;
    const std::string endpoint{name(operation)};
    const auto place = co_await await(lane, endpoint);
    if (place.kind == Place::Kind::Lost)
        settleAgain();
    co_return place.kind == Place::Kind::Granted;
}

/// The connection first, then the place, then nothing but sending: a place is an instant.
asio::awaitable<Result<StripeReply>> ProviderDesk::exchange(Call& call, Gate gate)
{
    auto& state = *m_state;
    if (state.underWay >= state.limitOf(gate))
        co_return Fault{FaultCode::Busy, {}};
    ++state.underWay;
    auto connection = co_await state.client.connect();
    const auto asked = Clock::now();
    const bool isGranted = connection && co_await takePlace(gate, call.wire.operation);
    call.budgetTime += since(asked);
    if (!isGranted) {
        --state.underWay;
        if (!connection)
            co_return connection.error();
        state.client.keep(std::move(connection).value());
        co_return Fault{FaultCode::Lost, {}};
    }
    auto& measures = state.parts.measures(call.about.sale);
    auto& inFlight = state.inFlight[call.about.sale];
    measures.count(contract::counter::providerCalls);
    if (isFinishing(call.wire.operation))
        measures.count(contract::counter::providerFinishing);
    measures.set(contract::gauge::inFlight, ++inFlight);
    const auto sent = Clock::now();
    auto reply = co_await state.client.send(std::move(connection).value(), call.wire);
    call.providerTime += since(sent);
    --state.underWay;
    measures.set(contract::gauge::inFlight, --inFlight);
    co_return reply;
}

void ProviderDesk::count(const Call& call, const PaymentAnswer& answer, unsigned status)
{
    namespace counter = contract::counter;
    auto& measures = m_state->parts.measures(call.about.sale);
    const bool isRefusedForRate = answer.code == code::rateLimit;
    if (isRefusedForRate) {
        measures.count(counter::refusedForRate);
        m_state->closedUntil = Clock::now() + closedAfterRefusal;
    }
    if (isRefusedForRate || answer.outcome == PaymentOutcome::Unknown || status >= 500)
        measures.count(counter::providerFailed);
    if (call.wire.operation != StripeOperation::Create || answer.standing == PaymentStanding::None)
        return;
    measures.observe("method:" + call.about.method, static_cast<double>(call.providerTime.count()));
    if (answer.standing == PaymentStanding::Authorised)
        measures.count(counter::providerApproved);
    if (answer.standing == PaymentStanding::Declined)
        measures.count(counter::providerDeclined);
}

asio::awaitable<PaymentAnswer> ProviderDesk::ask(Call& call, Gate gate)
{
    const auto reply = co_await exchange(call, gate);
    auto answer = reply ? readAnswer(call.wire.operation, call.about, reply.value())
                        : withoutAnswer(reply.error());
    count(call, answer, reply ? reply.value().status : 0);
    if (answer.outcome == PaymentOutcome::Wrong)
        spdlog::error("saikobi.payments: order {}: {} answered {}", call.about.order,
                name(call.wire.operation), answer.code);
    answer.providerTime = call.providerTime;
    answer.budgetTime = call.budgetTime;
    co_return answer;
}

asio::awaitable<PaymentAnswer> ProviderDesk::authorise(shop::PaymentRequest request)
{
    const auto self = shared_from_this();
    Call call{authoriseCall(request),
            {request.order, request.sale, request.provider, request.method, {}, request.amount,
                    request.attempt}};
    co_return co_await ask(call, Gate::Booked);
}

asio::awaitable<PaymentAnswer> ProviderDesk::finish(
        StripeOperation operation, PaymentReference payment)
{
    const auto self = shared_from_this();
    if (payment.reference.empty()) {
        auto found = co_await search(payment, Gate::Finishing);
        // Nothing to let go is let go; nothing to capture is money that we believed to be there.
        if (isAbsent(found) && operation == StripeOperation::Capture) {
            found.outcome = PaymentOutcome::Wrong;
            found.code = code::nothingToCapture;
        }
        if (found.outcome != PaymentOutcome::Done || found.reference.empty())
            co_return found;
        payment.reference = found.reference;
    }
    PaymentAnswer answer;
    for (int round = 1; round <= storedFailureRounds; ++round) {
        Call call{operation == StripeOperation::Capture ? captureCall(payment, round)
                                                        : cancelCall(payment, round),
                payment};
        answer = co_await ask(call, Gate::Finishing);
        if (answer.code != code::storedFailure)
            co_return answer;
        // The provider will say 500 under this key for ever; only the payment itself can tell.
        answer = judgeFinishing(operation, co_await retrieve(payment, Gate::Finishing));
        if (answer.outcome != PaymentOutcome::Again || answer.standing == PaymentStanding::None)
            co_return answer;
    }
    answer.outcome = PaymentOutcome::Unknown;
    co_return answer;
}

asio::awaitable<PaymentAnswer> ProviderDesk::query(PaymentReference payment)
{
    const auto self = shared_from_this();
    if (payment.reference.empty())
        co_return co_await search(std::move(payment), Gate::Idle);
    co_return co_await retrieve(std::move(payment), Gate::Idle);
}

asio::awaitable<PaymentAnswer> ProviderDesk::retrieve(PaymentReference payment, Gate gate)
{
    Call call{retrieveCall(payment), payment};
    co_return co_await ask(call, gate);
}

/// Done with standing None and no reference: the provider has no payment of this order.
asio::awaitable<PaymentAnswer> ProviderDesk::search(PaymentReference payment, Gate gate)
{
    auto found = co_await searchWindow(payment, SearchWindow::Near, gate);
    // Without a time the first search has seen everything.
    if (isAbsent(found) && madeAt(payment.order))
        co_return co_await searchWindow(std::move(payment), SearchWindow::Late, gate);
    co_return found;
}

asio::awaitable<PaymentAnswer> ProviderDesk::searchWindow(
        PaymentReference payment, SearchWindow window, Gate gate)
{
    std::string after;
    for (int page = 0; page < searchPages; ++page) {
        Call call{searchCall(payment, window, after), payment};
        const auto reply = co_await exchange(call, gate);
        if (!reply)
            co_return withoutAnswer(reply.error());
        const auto read = readSearch(payment, reply.value());
        if (!read)
            co_return readAnswer(StripeOperation::List, payment, reply.value());
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
