#include "backend/payments/provider_gate.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "backend/payments/provider_gate_state.h"

namespace saikobi::payments {

namespace asio = boost::asio;
using contract::Fault;
using contract::FaultCode;
using contract::Outcome;
using contract::Result;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

namespace {

constexpr auto bookingPatience = 500ms;
/// Booked orders that wait for their call: so many, or as many as leave within this time. One more
/// booking waits, or the line of calls grows.
constexpr std::size_t sendingLimit = 4;
constexpr auto sendingSpan = 20ms;
constexpr auto localPause = 25ms; ///< until a parallel place is asked for again

milliseconds since(ProviderGate::Clock::time_point began)
{
    return std::chrono::duration_cast<milliseconds>(ProviderGate::Clock::now() - began);
}

} // namespace

std::shared_ptr<ProviderGate> ProviderGate::make(Parts parts)
{
    std::shared_ptr<ProviderGate> gate{new ProviderGate(std::move(parts))};
    auto& state = *gate->m_state;
    state.booking = gate->laneOf(Ask::Book, bookingPatience);
    state.sending = gate->laneOf(Ask::Send, {});
    state.finishing = gate->laneOf(Ask::Finish, {});
    state.idle = gate->laneOf(Ask::Idle, {});
    return gate;
}

ProviderGate::ProviderGate(Parts parts)
    : m_state(std::make_unique<State>(std::move(parts)))
{
}

ProviderGate::~ProviderGate() = default;

std::shared_ptr<BudgetLane> ProviderGate::laneOf(Ask kind, std::optional<microseconds> patience)
{
    return BudgetLane::make(m_state->parts.executor,
            [weak = weak_from_this(), kind](
                    const std::string& endpoint, BudgetLane::Verdict answer) {
                if (const auto self = weak.lock()) // a lane's timer may outlive us
                    self->ask(kind, endpoint, std::move(answer));
            },
            {patience, {}, 4096});
}

/// Where places come from just now: the shared budget, our own share of it, or nowhere.
void ProviderGate::ask(Ask kind, const std::string& endpoint, BudgetLane::Verdict answer)
{
    auto& state = *m_state;
    switch (state.share.mode(Clock::now())) {
    case ShareKeeper::Mode::Silent:
        return asio::post(state.parts.executor, [answer] { answer({}); });
    case ShareKeeper::Mode::Local:
        return askLocally(kind, endpoint, std::move(answer));
    case ShareKeeper::Mode::Shared:
        break;
    }
    const auto leaving = state.callGap > 0us
            ? static_cast<std::size_t>(microseconds{sendingSpan} / state.callGap)
            : 0;
    if (kind == Ask::Book && state.sending->waiting() >= std::max(sendingLimit, leaving))
        return asio::post(state.parts.executor, [answer, gap = state.callGap] {
            answer({PlaceVerdict::Kind::Wait, gap, {}});
        });
    switch (kind) {
    case Ask::Book:
        return state.budget.book(endpoint, std::move(answer));
    case Ask::Finish:
        return state.budget.finish(endpoint, std::move(answer));
    case Ask::Send:
    case Ask::Idle:
        return state.budget.read(endpoint, std::move(answer));
    }
}

void ProviderGate::askLocally(Ask kind, const std::string& endpoint, BudgetLane::Verdict answer)
{
    auto& state = *m_state;
    PlaceVerdict verdict; // without a share of our own: Lost
    if (state.local) {
        const auto& plan = state.local->plan();
        const bool isFull = plan.parallel > 0
                && state.flights.size() >= static_cast<std::size_t>(plan.parallel);
        using Kind = LocalBudget::Kind;
        const auto as = kind == Ask::Book ? Kind::Book
                : kind == Ask::Finish     ? Kind::Finish
                                          : Kind::Read;
        verdict = isFull ? PlaceVerdict{PlaceVerdict::Kind::Wait, localPause, {}}
                         : state.local->take(as, endpoint, Clock::now());
    }
    asio::post(state.parts.executor, [answer, verdict] { answer(verdict); });
}

void ProviderGate::settle(
        const contract::ProviderAccount& account, std::function<void(Outcome)> answer)
{
    auto& state = *m_state;
    const auto agreed = State::agreementOf(account);
    if (!forecast::planCalls(agreed))
        return answer(
                Fault{FaultCode::Invalid, "provider " + account.id + ": limit leaves no call"});
    state.parts.account = account;
    state.settledAt = Clock::now();
    const auto& census = state.share.census();
    const auto plan = forecast::planBesideLocal(
            agreed, census.local - (census.isSelfLocal ? 1 : 0), census.instances);
    state.settledFor = census;
    state.callGap = microseconds{plan.gapUs};
    state.booking->setGap(microseconds{plan.bookingGapUs});
    state.budget.settle(plan, std::move(answer));
}

/// An empty Redis has no settings. They are ours to give again; the function then keeps a second of
/// silence, since nobody knows what went out before.
void ProviderGate::settleAgain()
{
    if (Clock::now() - m_state->settledAt < 200ms)
        return;
    const auto& account = m_state->parts.account;
    settle(account, [id = account.id](const Outcome& settled) {
        if (!settled)
            spdlog::debug("saikobi.payments: budget of {}: {}", id, settled.error().detail);
    });
}

void ProviderGate::book(std::function<void(shop::BudgetAnswer)> answer)
{
    auto& state = *m_state;
    const auto now = Clock::now();
    const auto closed = orderLaneClosedUntil(now) - now;
    if (closed > 0s)
        return answer({false, false, std::chrono::ceil<milliseconds>(closed)});
    const double refusing = state.repeats.refusalShare(state.youngFlights, now);
    const bool isTooMany = !state.hasRoomForOrder();
    if (isTooMany || (state.parts.chance && state.parts.chance() < refusing)
            || !state.breaker.admitsOrder(now))
        return answer({false, false, 1s});
    state.booking->take(
            "create", [self = shared_from_this(), answer = std::move(answer)](const Place& place) {
                self->m_state->showRoom();
                if (place.kind == Place::Kind::Lost)
                    self->settleAgain();
                answer({place.kind == Place::Kind::Granted, place.kind == Place::Kind::Lost,
                        std::chrono::ceil<milliseconds>(place.wait)});
            });
    state.showRoom();
}

void ProviderGate::giveBack()
{
    auto& state = *m_state;
    const auto now = Clock::now();
    if (state.local && state.share.mode(now) == ShareKeeper::Mode::Local)
        return state.local->giveBack(now);
    state.budget.giveBack();
}

/// No coroutine itself: GCC 12 destroys a lambda twice that is made inside a co_await.
asio::awaitable<Place> ProviderGate::await(std::shared_ptr<BudgetLane> lane, std::string endpoint)
{
    const auto executor = m_state->parts.executor;
    return asio::async_initiate<const asio::use_awaitable_t<>, void(Place)>(
            [lane, executor](auto handler, const std::string& wanted) {
                auto shared = std::make_shared<decltype(handler)>(std::move(handler));
                lane->take(wanted, [shared, executor](const Place& place) {
                    asio::post(executor, [shared, place] { (*shared)(place); });
                });
            },
            asio::use_awaitable, std::move(endpoint));
}

asio::awaitable<Place> ProviderGate::takePlace(ProviderCall& call, Lane lane)
{
    auto& state = *m_state;
    const auto asked = Clock::now();
    const auto& from = lane == Lane::Booked ? state.sending
            : lane == Lane::Finishing       ? state.finishing
                                            : state.idle;
    const std::string endpoint{name(call.wire.operation)};
    const auto place = co_await await(from, endpoint);
    if (place.kind == Place::Kind::Lost)
        settleAgain();
    call.budgetTime += since(asked);
    co_return place;
}

/// Whether it may try at all. What is refused here costs nothing and is asked again by its order.
Outcome ProviderGate::admit(const ProviderCall& call, Lane lane)
{
    auto& state = *m_state;
    const auto now = Clock::now();
    const bool isFinishingLane = lane == Lane::Finishing;
    if (isFinishingLane)
        noteFinishing(call, now);
    // A booking was let through by the breaker itself; while it probes, nothing else is.
    const bool isLetThrough = lane == Lane::Booked
            ? state.breaker.state(now) != Breaker::State::Open
            : isFinishingLane ? state.breaker.admitsFinishing(now)
                              : state.breaker.state(now) == Breaker::State::Closed;
    if (!isLetThrough)
        return Fault{FaultCode::Busy, code::providerDown};
    if (!state.gateOf(call.about.method).admits(isFinishingLane))
        return Fault{FaultCode::Busy, code::inFlight};
    if (!state.repeats.admits(call.wire.key, isFinishingLane, now)) {
        state.unfinished.erase(call.about.order); // it waits for us, not for the provider
        return Fault{FaultCode::Busy, code::retryBudget};
    }
    return contract::Nothing{};
}

/// The connection first, then the place, then nothing but sending: a place is an instant.
asio::awaitable<Result<StripeReply>> ProviderGate::exchange(ProviderCall& call, Lane lane)
{
    auto& state = *m_state;
    if (const auto admitted = admit(call, lane); !admitted)
        co_return admitted.error();
    const auto method = call.about.method;
    state.gateOf(method).begin();
    state.showRoom();
    auto connection = co_await state.client.connect();
    Place place;
    if (connection)
        place = co_await takePlace(call, lane);
    if (place.kind != Place::Kind::Granted) {
        state.gateOf(method).end();
        state.showRoom();
        if (!connection)
            co_return connection.error();
        state.client.keep(std::move(connection).value());
        co_return Fault{FaultCode::Lost, {}};
    }
    const auto flight = state.begin(call);
    auto reply = co_await state.client.send(std::move(connection).value(), call.wire);
    call.providerTime += since(state.flights.at(flight).sentAt);
    state.end(flight, call);
    free(place.lease);
    co_return reply;
}

void ProviderGate::free(const std::string& lease)
{
    if (!lease.empty())
        m_state->budget.free(lease);
}

} // namespace saikobi::payments
