#include "backend/rehearsal/provider/simulator_api.h"

#include <boost/asio/steady_timer.hpp>

#include <openssl/evp.h>

#include <algorithm>

#include "backend/http/url.h"

namespace saikobi::rehearsal {

namespace asio = boost::asio;
using http::Request;
using http::Response;

namespace {

constexpr std::string_view intentsPath{"/v1/payment_intents"};
constexpr std::chrono::seconds hangTime{25};
constexpr std::size_t keyLimit = 255;

template<class Clock>
std::int64_t microsecondsOf()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch())
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

/// The named operation of a request, and the payment in its path. Empty: there is none such.
std::string operationOf(const Request& request, std::string& intent)
{
    const bool isPost = request.method == "POST";
    if (!request.path.starts_with(intentsPath) || (!isPost && request.method != "GET"))
        return {};
    auto rest = request.path.substr(intentsPath.size());
    if (rest.empty())
        return isPost ? "create" : "list";
    const auto slash = rest.find('/', 1);
    intent = rest.substr(1, slash == std::string::npos ? slash : slash - 1);
    const auto action = slash == std::string::npos ? std::string{} : rest.substr(slash + 1);
    if (!isPost)
        return action.empty() ? "retrieve" : "";
    const bool isKnown = action == "confirm" || action == "capture" || action == "cancel";
    return isKnown ? action : "";
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

ApiError noSuch(const std::string& intent)
{
    return {"invalid_request_error", "resource_missing", {}, "No such payment_intent: " + intent,
            "intent"};
}

} // namespace

struct SimulatorApi::Call {
    LedgerCall ledger{};
    std::string target{};
    std::uint64_t fingerprint = 0;
    Form form{};
    http::Reply reply{nullptr, 0};
    std::vector<std::pair<std::string, std::string>> headers{}; ///< of the answer
    bool failsBefore = false;
    bool failsAfter = false;
    bool hangs = false;
};

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
    const auto call = std::make_shared<Call>();
    call->reply = std::move(reply);
    call->target = request.path;
    call->ledger.atUs = microsecondsOf<std::chrono::system_clock>();
    call->ledger.endpoint = operationOf(request, call->ledger.intent);
    call->ledger.key = request.header("idempotency-key");
    if (isRefused(*call, request))
        return;
    if (request.method == "GET") {
        call->form = Form{request.query};
        return later(latencyOf(*call), call, &SimulatorApi::read);
    }
    auto fields = http::readForm(request.body);
    if (!fields || call->ledger.key.size() > keyLimit)
        return refuse(*call, 400, {"invalid_request_error", {}, {}, "Unreadable request.", {}});
    call->form = Form{std::move(*fields)};
    call->fingerprint = fingerprintOf(request.path, request.body);
    if (!isRepeat(*call))
        begin(call);
}

/// What comes before everything else and is kept under no key.
bool SimulatorApi::isRefused(Call& call, const Request& request)
{
    auto& world = *m_world;
    if (call.ledger.endpoint.empty())
        refuse(call, 404, {"invalid_request_error", {}, {}, "Unrecognized request URL.", {}});
    else if (!isSignedIn(request, world.secret))
        refuse(call, 401, {"invalid_request_error", {}, {}, "Invalid API Key provided.", {}});
    else if (auto reason
             = world.limits.admit(microsecondsOf<std::chrono::steady_clock>(), call.ledger.endpoint,
                     world.settings.callsPerSecond, world.settings.callsPerSecondEndpoint);
             !reason.empty()) {
        const bool isFinishing
                = call.ledger.endpoint == "capture" || call.ledger.endpoint == "cancel";
        world.refusals.finishing += isFinishing ? 1 : 0;
        call.headers.emplace_back("Stripe-Rate-Limited-Reason", std::move(reason));
        refuse(call, 429, {"invalid_request_error", "rate_limit", {}, "Too many requests.", {}});
    } else if (world.settings.isDown)
        refuse(call, 503, {"api_error", {}, {}, "The provider is down.", {}}, "none");
    else
        return false;
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
                {"idempotency_error", "idempotency_key_in_use", {}, "Still running.", {}});
        return true;
    }
    const auto* stored = m_world->book->answerUnder(key);
    if (!stored)
        return false;
    if (stored->fingerprint != call.fingerprint) {
        refuse(call, 400, {"idempotency_error", {}, {}, "Other parameters under this key.", {}});
        return true;
    }
    call.headers.emplace_back("Idempotent-Replayed", "true");
    answer(call, stored->status, stored->body, "replayed");
    return true;
}

/// Locks key and payment, and lets the usual time pass before anything takes effect.
void SimulatorApi::begin(const std::shared_ptr<Call>& call)
{
    auto& world = *m_world;
    const auto& id = call->ledger.intent;
    if (!id.empty() && !world.book->find(id))
        return refuse(*call, 404, noSuch(id));
    if (auto fault = faultOf(*call))
        return refuse(*call, 400, std::move(*fault));
    if (m_locked.contains(id)) {
        world.refusals.byReason["lock_timeout"] += 1;
        return refuse(*call, 429,
                {"invalid_request_error", "lock_timeout", {}, "Another call holds it.", {}});
    }
    if (!id.empty())
        m_locked.insert(id);
    if (!call->ledger.key.empty())
        m_running.insert(call->ledger.key);
    call->failsBefore = world.share() < world.settings.failureBeforeEffect;
    call->failsAfter = world.share() < world.settings.failureAfterEffect;
    call->hangs = world.share() < world.settings.hang;
    later(latencyOf(*call), call, &SimulatorApi::finish);
}

std::optional<ApiError> SimulatorApi::faultOf(const Call& call) const
{
    const auto& endpoint = call.ledger.endpoint;
    if (endpoint == "create")
        return faultOfCreate(call.form);
    const auto& intent = *m_world->book->find(call.ledger.intent);
    if (endpoint == "confirm")
        return faultOfConfirm(intent, call.form);
    return endpoint == "capture" ? faultOfCapture(intent, call.form) : std::nullopt;
}

double SimulatorApi::latencyOf(const Call& call)
{
    const auto& endpoint = call.ledger.endpoint;
    std::string kind = endpoint == "retrieve" || endpoint == "list" ? "read" : "finish";
    if (endpoint == "create" || endpoint == "confirm") {
        const auto* known = m_world->book->find(call.ledger.intent);
        const auto token = call.form.get("payment_method");
        const auto means = meansOf(token.empty() && known ? known->paymentMethod : token);
        kind = means ? means->method : "finish";
    }
    const auto found = m_world->settings.latencyMs.find(kind);
    if (found == m_world->settings.latencyMs.end())
        return 0;
    return found->second.from + m_world->share() * (found->second.to - found->second.from);
}

Effect SimulatorApi::apply(Call& call, Intent& intent)
{
    auto& world = *m_world;
    const auto nowS = call.ledger.atUs / 1'000'000;
    const auto& endpoint = call.ledger.endpoint;
    if (endpoint == "capture")
        return capture(intent, call.form);
    if (endpoint == "cancel")
        return cancel(intent, call.form, nowS);
    Effect out;
    if (endpoint == "create") {
        intent = newIntent(call.form);
        intent.id = "pi_" + world.freshId();
        intent.clientSecret = intent.id + "_secret_" + world.freshId();
        intent.created = nowS;
        call.ledger.intent = intent.id;
        out.events.emplace_back("payment_intent.created");
        if (call.form.get("confirm") != "true")
            return out;
    }
    auto confirmed = confirm(
            intent, call.form, world.base + "/3ds/" + intent.id + "?key=" + intent.clientSecret);
    confirmed.events.insert(confirmed.events.begin(), out.events.begin(), out.events.end());
    return confirmed;
}

/// The instant of effect: state, key and ledger change together, then the answer leaves.
void SimulatorApi::finish(Call& call)
{
    auto& world = *m_world;
    const auto* known = world.book->find(call.ledger.intent);
    Intent intent = known ? *known : Intent{};
    Effect effect{500, ApiError{"api_error", {}, {}, "Something went wrong.", {}}, {}};
    m_locked.erase(call.ledger.intent);
    m_running.erase(call.ledger.key);
    if (!call.failsBefore) {
        effect = apply(call, intent);
        world.book->put(intent);
        world.tell(intent, effect.events, call.ledger.key);
    }
    auto body = std::make_shared<const std::string>(effect.error
                    ? toJson(*effect.error, call.failsBefore ? nullptr : &intent)
                    : toJson(intent));
    if (call.failsAfter && !call.failsBefore) {
        effect.status = 500;
        body = std::make_shared<const std::string>(
                toJson({"api_error", {}, {}, "Something went wrong.", {}}, nullptr));
    }
    if (!call.ledger.key.empty())
        world.book->store(call.ledger.key, {call.fingerprint, effect.status, body});
    const auto became = call.failsBefore ? "none" : name(intent.status);
    answer(call, effect.status, std::move(body), became);
}

void SimulatorApi::read(Call& call)
{
    auto& world = *m_world;
    if (call.ledger.endpoint == "retrieve") {
        const auto* intent = world.book->find(call.ledger.intent);
        if (!intent)
            return refuse(call, 404, noSuch(call.ledger.intent));
        return answer(call, 200, std::make_shared<const std::string>(toJson(*intent)), "none");
    }
    ListQuery query;
    query.createdFrom = call.form.number("created[gte]").value_or(0);
    query.createdTo = call.form.number("created[lte]").value_or(0);
    const auto limit = call.form.number("limit").value_or(10);
    query.limit = static_cast<std::size_t>(std::clamp<std::int64_t>(limit, 1, 100));
    query.after = call.form.get("starting_after");
    answer(call, 200, std::make_shared<const std::string>(listJson(*world.book, query)), "none");
}

void SimulatorApi::answer(Call& call, unsigned status, std::shared_ptr<const std::string> body,
        std::string_view effect)
{
    call.ledger.status = status;
    call.ledger.effect = effect;
    m_world->book->record(call.ledger);
    m_world->book->flush();
    Response out;
    out.status = status;
    out.headers = std::move(call.headers);
    out.headers.emplace_back("Request-Id", "req_" + std::to_string(m_world->book->calls().size()));
    out.body = std::move(body);
    if (!call.hangs)
        return call.reply(std::move(out));
    const auto timer = std::make_shared<asio::steady_timer>(m_world->executor, hangTime);
    timer->async_wait(
            [timer, reply = std::move(call.reply), out](boost::system::error_code) { reply(out); });
}

void SimulatorApi::refuse(Call& call, unsigned status, ApiError error, const char* effect)
{
    answer(call, status, std::make_shared<const std::string>(toJson(error, nullptr)), effect);
}

void SimulatorApi::later(
        double delayMs, const std::shared_ptr<Call>& call, void (SimulatorApi::*step)(Call&))
{
    const auto delay = std::chrono::microseconds{static_cast<std::int64_t>(delayMs * 1000)};
    const auto timer = std::make_shared<asio::steady_timer>(m_world->executor, delay);
    timer->async_wait(
            [timer, call, step, self = shared_from_this()](boost::system::error_code failed) {
                if (!failed)
                    (self.get()->*step)(*call);
            });
}

} // namespace saikobi::rehearsal
