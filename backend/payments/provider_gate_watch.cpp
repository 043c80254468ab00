#include <spdlog/spdlog.h>

#include <algorithm>

#include "backend/payments/provider_gate_state.h"

namespace saikobi::payments {

using contract::FaultCode;
using contract::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto leastOverdue = 4s; ///< PayPal takes that long on an ordinary day
constexpr auto finishingPatience = 2s; ///< the oldest of them; then no new order is begun
/// Its order asks at least every 5 s; one that does not was gone on with by somebody else.
constexpr auto unfinishedLife = 15s;
constexpr auto censusEvery = 1s;
constexpr auto censusEveryWithoutRedis = 250ms;
constexpr auto closedAfterRefusal = 1s; ///< the order lane, after a 429 from the provider

} // namespace

void ProviderGate::noteFinishing(const ProviderCall& call, Clock::time_point now)
{
    auto& entry = m_state->unfinished.try_emplace(call.about.order, State::Unfinished{now, now})
                          .first->second;
    entry.asked = now;
}

ProviderGate::Clock::time_point ProviderGate::orderLaneClosedUntil(Clock::time_point now) const
{
    const auto& state = *m_state;
    auto until = std::max(state.closedUntil, state.breaker.until(now));
    const bool isLate = std::any_of(state.unfinished.begin(), state.unfinished.end(),
            [now](const auto& entry) { return now - entry.second.since > finishingPatience; });
    return isLate ? std::max(until, now + 1s) : until;
}

/// A provider that hangs says nothing for ten seconds; what is late by then has failed.
void ProviderGate::noteOverdue(Clock::time_point now)
{
    auto& state = *m_state;
    for (auto& [id, flight] : state.flights) {
        const auto twice = 2 * state.usualOf(flight.method);
        if (flight.isYoung && now - flight.sentAt >= twice) {
            flight.isYoung = false;
            --state.youngFlights;
        }
        const auto late = std::max<Clock::duration>(leastOverdue, twice);
        if (flight.isOverdue || now - flight.sentAt < late)
            continue;
        flight.isOverdue = true;
        state.breaker.fail(now);
        if (flight.isAuthorising)
            state.gateOf(flight.method).drop(now);
    }
    std::erase_if(state.unfinished,
            [now](const auto& entry) { return now - entry.second.asked > unfinishedLife; });
}

void ProviderGate::tick()
{
    const auto now = Clock::now();
    noteOverdue(now);
    takeCensus(now);
    if (m_state->share.wantsLocal(now))
        settleAgain(); // the question whether Redis is back
    publish(now);
}

void ProviderGate::takeCensus(Clock::time_point now)
{
    auto& state = *m_state;
    const bool isLocal = state.share.wantsLocal(now);
    const auto every = isLocal ? Clock::duration{censusEveryWithoutRedis} : censusEvery;
    if (!state.parts.census || state.isAskingCensus || now - state.censusAt < every)
        return;
    state.isAskingCensus = true;
    state.censusAt = now;
    state.parts.census(isLocal, [weak = weak_from_this(), now](const Result<BudgetCensus>& heard) {
        const auto self = weak.lock();
        if (!self)
            return;
        self->m_state->isAskingCensus = false;
        if (!heard)
            return; // Postgres is away too: what we know grows old
        self->m_state->share.noteCensus(heard.value(), now, Clock::now());
        self->followCensus();
    });
}

void ProviderGate::followCensus()
{
    auto& state = *m_state;
    const auto now = Clock::now();
    const auto& census = state.share.census();
    if (!state.share.wantsLocal(now)) {
        state.local.reset();
        const bool isChanged = census.local != state.settledFor.local
                || census.isSelfLocal != state.settledFor.isSelfLocal
                || (census.local > 0 && census.instances != state.settledFor.instances);
        if (isChanged)
            settle(state.parts.account, [](const contract::Outcome&) {
                // Not written: missing settings are given again, others are the stricter ones.
            });
        return;
    }
    const auto plan
            = forecast::planLocalShare(State::agreementOf(state.parts.account), census.instances);
    if (!plan) {
        state.local.reset();
        return;
    }
    if (state.local)
        return state.local->change(*plan);
    state.local.emplace(*plan, now);
    spdlog::warn("saikobi.payments: {}: Redis is silent; on our own share of {:.1f} calls/s",
            state.parts.account.id, plan->callsPerSecond);
}

void ProviderGate::publish(Clock::time_point now)
{
    auto& state = *m_state;
    shop::ProviderState out;
    out.until = orderLaneClosedUntil(now);
    if (state.share.mode(now) == ShareKeeper::Mode::Silent)
        out.until = std::max(out.until, now + 1s);
    out.isOrderLaneClosed = out.until > now;
    out.isDown = state.breaker.state(now) != Breaker::State::Closed;
    state.showRoom();
    const std::lock_guard lock(state.publishing);
    state.published = out;
}

shop::ProviderState ProviderGate::state() const
{
    const std::lock_guard lock(m_state->publishing);
    auto out = m_state->published;
    out.isOrderLaneClosed = out.until > Clock::now();
    out.isFull = m_state->isFull.load(std::memory_order_relaxed);
    return out;
}

ProviderGate::Standing ProviderGate::standing() const
{
    const auto& state = *m_state;
    const auto now = Clock::now();
    return {state.parts.account, state.shareLeft, static_cast<int>(state.breaker.state(now)),
            state.share.mode(now) == ShareKeeper::Mode::Local, orderLaneClosedUntil(now) > now};
}

void ProviderGate::countRefusal(const ProviderCall& call, const StripeReply& reply)
{
    auto& state = *m_state;
    const auto now = Clock::now();
    state.parts.measures(call.about.sale).count(contract::counter::refusedForRate);
    state.closedUntil = now + closedAfterRefusal;
    // Too many at one time says nothing about how many a second.
    if (reply.limitedReason.find("concurrency") != std::string::npos)
        state.gateOf(call.about.method).drop(now);
    else if (state.share.mode(now) == ShareKeeper::Mode::Shared)
        state.budget.refused();
}

void ProviderGate::learnHealth(const ProviderCall& call, const Result<StripeReply>& reply)
{
    auto& state = *m_state;
    const auto now = Clock::now();
    if (!reply) {
        const bool isLate = reply.error().code == FaultCode::Unknown;
        if (call.wasOverdue || (!isLate && reply.error().code != FaultCode::Unavailable))
            return; // counted before, or never sent for a reason of our own
        state.breaker.fail(now);
        if (isLate && isAuthorising(call.wire.operation))
            state.gateOf(call.about.method).drop(now);
        return;
    }
    if (reply.value().status >= 500)
        state.breaker.fail(now);
    else if (reply.value().status == 401 || reply.value().status == 403)
        state.breaker.shut(now);
    else
        state.breaker.succeed(now);
}

void ProviderGate::learn(const ProviderCall& call, const Result<StripeReply>& reply,
        const shop::PaymentAnswer& answer)
{
    auto& state = *m_state;
    const auto now = Clock::now();
    const bool isSent = reply || reply.error().code == FaultCode::Unknown;
    learnHealth(call, reply);
    if (reply && answer.code == code::rateLimit)
        countRefusal(call, reply.value());
    const bool isKnown = answer.outcome != shop::PaymentOutcome::Again
            && answer.outcome != shop::PaymentOutcome::Unknown;
    if (isSent && isKnown)
        state.repeats.noteAccepted(call.wire.key, now);
    if (isSent)
        countOutcome(call, reply, answer);
    publish(now);
}

void ProviderGate::countOutcome(const ProviderCall& call, const Result<StripeReply>& reply,
        const shop::PaymentAnswer& answer)
{
    namespace counter = contract::counter;
    using shop::PaymentStanding;
    auto& state = *m_state;
    auto& measures = state.parts.measures(call.about.sale);
    const auto& method = call.about.method;
    const auto status = reply ? reply.value().status : 0;
    const auto note = [&](const char* outcome) {
        measures.counter(counter::outcomeOf(outcome, method)).add();
    };
    if (answer.code == code::rateLimit)
        note(counter::outcome::refusedForRate);
    else if (!reply)
        note(counter::outcome::timedOut);
    else if (status >= 500)
        note(counter::outcome::serverError);
    else if (answer.outcome == shop::PaymentOutcome::Wrong)
        note(counter::outcome::ours);
    const bool hasFailed = answer.code == code::rateLimit || status >= 500
            || answer.outcome == shop::PaymentOutcome::Unknown;
    if (hasFailed)
        measures.count(counter::providerFailed);
    const bool isOutcome = isAuthorising(call.wire.operation)
            && call.wire.operation != StripeOperation::StartPage;
    if (!isOutcome || answer.standing == PaymentStanding::None)
        return;
    measures.observe("method:" + method, static_cast<double>(call.providerTime.count()));
    state.gateOf(method).measure(call.providerTime, Clock::now());
    if (answer.standing == PaymentStanding::Authorised) {
        measures.count(counter::providerApproved);
        note(counter::outcome::approved);
    }
    if (answer.standing == PaymentStanding::Declined) {
        measures.count(counter::providerDeclined);
        note(counter::outcome::declined);
    }
}

} // namespace saikobi::payments
