#include "backend/rehearsal/provider/simulator_api.h"

#include <boost/asio/steady_timer.hpp>

#include <openssl/evp.h>

#include <algorithm>

#include "backend/http/url.h"

namespace saikobi::rehearsal {

namespace asio = boost::asio;
using http::Request;
using http::Response;
using Fate = SimulatorCall::Fate;

namespace {

constexpr std::size_t keyLimit = 255;

std::int64_t steadyUs()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now().time_since_epoch())
            .count();
}

/// FNV-1a: parameters are compared to notice a key that is used twice, not to resist anybody.
std::uint64_t fingerprintOf(const std::string& path, const std::string& body)
{
    std::uint64_t out = 1469598103934665603ULL;
    for (const auto* text : {&path, &body})
        for (const char c : *text) {
            out ^= static_cast<unsigned char>(c);
            out *= 1099511628211ULL;
        }
    return out;
}

/// `Bearer sk_…`, or Basic with the secret as its user.
bool isSignedIn(const Request& request, const std::string& secret)
{
    if (request.bearer() == secret)
        return true;
    const auto plain = secret + ':';
    std::string coded(4 * ((plain.size() + 2) / 3) + 1, '\0');
    const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(coded.data()),
            reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
    return request.header("authorization")
            == "Basic " + coded.substr(0, static_cast<std::size_t>(size));
}

ApiError plainError(std::string_view type, const char* code, const char* message)
{
    return {type, code, {}, message, {}};
}

constexpr std::string_view invalid{"invalid_request_error"};

/// Whether a group of faults applies to this call at all.
bool applies(const FaultScope& scope, std::string_view operation)
{
    return scope.times != 0 && (scope.only.empty() || scope.only.contains(std::string{operation}));
}

bool isUsed(FaultScope& scope, bool isHit)
{
    if (isHit && scope.times > 0)
        --scope.times;
    return isHit;
}

bool isUpdate(Operation operation)
{
    return operation == Operation::Confirm || operation == Operation::Capture
            || operation == Operation::Cancel;
}

} // namespace

std::shared_ptr<SimulatorApi> SimulatorApi::make(std::shared_ptr<SimulatorWorld> world)
{
    return std::shared_ptr<SimulatorApi>{new SimulatorApi(std::move(world))};
}

SimulatorApi::SimulatorApi(std::shared_ptr<SimulatorWorld> world)
    : m_world(std::move(world))
{
}

void SimulatorApi::handle(const Request& request, http::Reply reply)
{
    auto& world = *m_world;
    const auto call = std::make_shared<Call>();
    call->reply = std::move(reply);
    call->life = world.life;
    auto wanted = wantedBy(request.method, request.path);
    call->operation = wanted.operation;
    call->object = std::move(wanted.object);
    call->ledger.atUs = world.nowUs();
    call->ledger.endpoint = name(call->operation);
    call->ledger.intent = call->object;
    call->ledger.key = request.header("idempotency-key");
    if (isAway(*call) || isRefused(*call, request) || isOverLimit(*call))
        return;
    call->chance = world.nextChance();
    world.pass("received");
    drawFate(*call);
    if (call->ledger.fault == "lost_before")
        return drop(*call, "lost_before");
    if (call->isPost()) {
        if (readBody(*call, request) && !isRepeat(*call))
            begin(call);
        return;
    }
    call->form = Form{request.query};
    later(call->chance.milliseconds(world.latencyOf("read")), call, &SimulatorApi::read);
}

/// Nobody is there: what comes then is not even counted.
bool SimulatorApi::isAway(Call& call)
{
    if (!m_world->isDown())
        return false;
    switch (m_world->settings.world.downAs) {
    case WorldSettings::Down::Unavailable:
        refuse(call, 503, plainError("api_error", "", "The provider is down."), "none");
        break;
    case WorldSettings::Down::Reset:
        drop(call, "down");
        break;
    case WorldSettings::Down::Silence:
        call.fate = Fate::Hangs;
        refuse(call, 503, plainError("api_error", "", "The provider is down."), "none");
        break;
    }
    return true;
}

/// What comes before everything else and is kept under no key.
bool SimulatorApi::isRefused(Call& call, const Request& request)
{
    if (call.operation == Operation::None)
        refuse(call, 404, plainError(invalid, "", "Unrecognized request URL."));
    else if (!isSignedIn(request, m_world->secret))
        refuse(call, 401, plainError(invalid, "", "Invalid API Key provided."));
    else
        return false;
    return true;
}

bool SimulatorApi::isOverLimit(Call& call)
{
    auto& world = *m_world;
    const auto now = steadyUs();
    auto reason = world.limits.admit(now, call.ledger.endpoint, world.settings);
    call.isAdmitted = reason.empty();
    if (call.isAdmitted && isUpdate(call.operation))
        reason = world.limits.update(now, call.object, world.settings.updatesPerPayment);
    if (reason.empty())
        return false;
    const bool isFinishing
            = call.operation == Operation::Capture || call.operation == Operation::Cancel;
    world.refusals.finishing += isFinishing ? 1 : 0;
    call.headers.emplace_back("Stripe-Rate-Limited-Reason", std::move(reason));
    refuse(call, 429, plainError(invalid, "rate_limit", "Too many requests."));
    return true;
}

/// What becomes of the call under way, drawn in one order for all so that a seed repeats it.
void SimulatorApi::drawFate(Call& call)
{
    auto& faults = m_world->settings.transport;
    const bool isLostBefore = call.chance.hits(faults.lostBefore);
    const bool isLostAfter = call.chance.hits(faults.lostAfter);
    const bool isHalved = call.chance.hits(faults.resetBody);
    const bool hangs = call.chance.hits(faults.hang);
    const bool isAny = isLostBefore || isLostAfter || isHalved || hangs;
    if (!applies(faults, call.ledger.endpoint) || !isUsed(faults, isAny))
        return;
    call.ledger.fault = isLostBefore ? "lost_before"
            : isLostAfter            ? "lost_after"
            : isHalved               ? "reset_body"
                                     : "hang";
    call.fate = isLostAfter ? Fate::Lost : isHalved ? Fate::Halved : Fate::Hangs;
}

bool SimulatorApi::readBody(Call& call, const Request& request)
{
    auto fields = http::readForm(request.body);
    if (!fields || call.ledger.key.size() > keyLimit) {
        refuse(call, 400, plainError(invalid, "", "Unreadable request."));
        return false;
    }
    call.form = Form{std::move(*fields)};
    call.fingerprint = fingerprintOf(request.path, request.body);
    if (const auto version = request.header("stripe-version"); !version.empty())
        call.headers.emplace_back("Stripe-Version", version);
    if (!call.ledger.key.empty())
        call.headers.emplace_back("Idempotency-Key", call.ledger.key);
    return true;
}

/// The same key again: the first answer, or a refusal while that is still being worked out.
bool SimulatorApi::isRepeat(Call& call)
{
    const auto& key = call.ledger.key;
    if (key.empty())
        return false;
    if (m_running.contains(key)) {
        m_world->refusals.byReason["idempotency_key_in_use"] += 1;
        refuse(call, 409,
                plainError("idempotency_error", "idempotency_key_in_use", "Still running."));
        return true;
    }
    auto stored = m_world->book->answerUnder(key);
    if (!stored)
        return false;
    if (stored->fingerprint != call.fingerprint) {
        refuse(call, 400,
                plainError("idempotency_error", "",
                        "Keys for idempotent requests can only be used with the same parameters "
                        "they were first used with."));
        return true;
    }
    call.headers.emplace_back("Original-Request", "req_" + key);
    call.headers.emplace_back("Idempotent-Replayed", "true");
    answer(call, {stored->status, std::move(stored->body), "replayed", {}});
    return true;
}

/// Faults of answers after which nothing was done and nothing is kept.
bool SimulatorApi::isFaulty(Call& call)
{
    auto& faults = m_world->settings.faults;
    const bool isUnavailable = call.chance.hits(faults.unavailable);
    const bool isInUse = call.chance.hits(faults.inUse);
    const bool isLocked = call.chance.hits(faults.lockTimeout);
    call.failsBefore = call.chance.hits(m_world->settings.failureBeforeEffect);
    call.failsAfter = call.chance.hits(m_world->settings.failureAfterEffect);
    const bool isAny = isUnavailable || isInUse || isLocked || call.failsBefore || call.failsAfter;
    if (!applies(faults, call.ledger.endpoint) || !isUsed(faults, isAny)) {
        call.failsBefore = call.failsAfter = false;
        return false;
    }
    auto& reasons = m_world->refusals.byReason;
    if (isUnavailable) {
        reasons["unavailable"] += 1;
        refuse(call, 503, plainError("api_error", "", "Try again later."), "none");
    } else if (isInUse) {
        reasons["idempotency_key_in_use"] += 1;
        refuse(call, 409,
                plainError("idempotency_error", "idempotency_key_in_use", "Still running."));
    } else if (isLocked) {
        reasons["lock_timeout"] += 1;
        refuse(call, 429, plainError(invalid, "lock_timeout", "Another call holds it."), "none");
    }
    return isUnavailable || isInUse || isLocked;
}

/// Locks key and payment, and lets the usual time pass before anything takes effect.
void SimulatorApi::begin(const CallPtr& call)
{
    auto& world = *m_world;
    if (const auto refused = earlyRefusalOf(world, *call))
        return refuse(*call, refused->status, refused->error);
    if (isFaulty(*call))
        return;
    const auto lock = lockOf(world, *call);
    if (world.locked.contains(lock)) {
        world.refusals.byReason["lock_timeout"] += 1;
        return refuse(
                *call, 429, plainError(invalid, "lock_timeout", "Another call holds it."), "none");
    }
    if (!lock.empty())
        world.locked.insert(lock);
    if (!call->ledger.key.empty())
        m_running.insert(call->ledger.key);
    const auto kind = latencyKindOf(world, *call);
    later(call->chance.milliseconds(world.latencyOf(kind)), call, &SimulatorApi::finish);
}

/// The instant of effect: state, key and ledger change together, then the answer leaves.
void SimulatorApi::finish(Call& call)
{
    auto& world = *m_world;
    world.pass("before_effect");
    world.locked.erase(lockOf(world, call));
    m_running.erase(call.ledger.key);
    Made made{500, {}, "none", {}};
    if (!call.failsBefore)
        made = carryOut(world, call);
    if (call.failsBefore || call.failsAfter) {
        made.status = 500;
        made.of.clear();
        made.body = textOf(plainError("api_error", "", "Something went wrong."));
    }
    if (!call.ledger.key.empty())
        world.book->store(call.ledger.key, {call.fingerprint, made.status, made.body}, made.of);
    world.pass("after_effect");
    answer(call, std::move(made));
}

void SimulatorApi::read(Call& call)
{
    answer(call, lookUp(*m_world, call));
}

void SimulatorApi::answer(Call& call, Made made)
{
    auto& world = *m_world;
    if (call.isAdmitted)
        world.limits.leave(call.ledger.endpoint);
    call.ledger.status = made.status;
    call.ledger.effect = std::move(made.effect);
    world.book->record(call.ledger);
    world.book->flush();
    Response out;
    out.status = made.status;
    out.headers = std::move(call.headers);
    out.headers.emplace_back("Request-Id", "req_" + std::to_string(world.book->callsEver()));
    out.body = std::move(made.body);
    deliver(call, std::move(out));
    world.pass("answered");
}

void SimulatorApi::deliver(Call& call, Response response)
{
    if (call.fate == Fate::Arrives)
        return call.reply(std::move(response));
    if (call.fate != Fate::Hangs) {
        const auto size = response.content().size();
        // Its head is some 300 bytes: what leaves ends within the body.
        response.cutAfter = call.fate == Fate::Lost ? 0 : 300 + size / 2;
        return call.reply(std::move(response));
    }
    const auto time = std::chrono::milliseconds{
            static_cast<std::int64_t>(m_world->settings.transport.hangMs)};
    const auto timer = std::make_shared<asio::steady_timer>(m_world->executor, time);
    timer->async_wait([timer, reply = std::move(call.reply), response](
                              boost::system::error_code) { reply(response); });
}

void SimulatorApi::refuse(Call& call, unsigned status, const ApiError& error, const char* effect)
{
    answer(call, {status, textOf(error), effect, {}});
}

/// As if the call had never come, but for the ledger.
void SimulatorApi::drop(Call& call, const char* fault)
{
    call.fate = Fate::Lost;
    call.ledger.fault = fault;
    answer(call, {0, {}, "none", {}});
}

void SimulatorApi::later(double delayMs, const CallPtr& call, void (SimulatorApi::*step)(Call&))
{
    const auto go = [call, step, self = shared_from_this()] {
        if (call->life == self->m_world->life)
            return (self.get()->*step)(*call);
        Response nothing; // the provider that it was sent to died meanwhile
        nothing.cutAfter = 0;
        call->reply(std::move(nothing));
    };
    if (delayMs < 0.001)
        return go();
    const auto delay = std::chrono::microseconds{static_cast<std::int64_t>(delayMs * 1000)};
    const auto timer = std::make_shared<asio::steady_timer>(m_world->executor, delay);
    timer->async_wait([timer, go](boost::system::error_code failed) {
        if (!failed)
            go();
    });
}

} // namespace saikobi::rehearsal
