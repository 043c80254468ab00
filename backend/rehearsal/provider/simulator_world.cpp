#include "backend/rehearsal/provider/simulator_world.h"

#include <charconv>

#include "backend/rehearsal/provider/json_text.h"
#include "backend/rehearsal/provider/session_rules.h"

namespace saikobi::rehearsal {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t idStream = 1ULL << 62U;
constexpr const char* apiVersion = "2022-11-15";

std::string objectOf(const std::string& type, const Intent& intent, const Text& json)
{
    const bool isCharge = type.starts_with("charge.") && !intent.charges.empty();
    return isCharge ? toJson(intent.charges.back(), intent) : *json;
}

} // namespace

std::int64_t SimulatorWorld::nowUs() const
{
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::system_clock::now().time_since_epoch());
    return now.count() + static_cast<std::int64_t>(settings.world.clockSkewMs * 1000);
}

Chance SimulatorWorld::nextChance()
{
    return {settings.seed, m_calls++};
}

std::string SimulatorWorld::freshId()
{
    constexpr std::string_view digits{"0123456789abcdef"};
    // The count makes it unique across lives of the same seed, the rest makes it hard to guess.
    auto out = std::to_string(book->nextNumber());
    out.insert(0, out.size() < 8 ? 8 - out.size() : 0, '0');
    Chance chance{settings.seed, idStream + book->nextNumber() * 4 + m_ids++ % 4};
    for (auto bits = chance.bits(); out.size() < 24; bits >>= 4U)
        out += digits[bits & 15U];
    return out;
}

void SimulatorWorld::turn(SimulatorSettings next)
{
    if (next.seedings != settings.seedings)
        m_calls = 0;
    settings = std::move(next);
    m_turned = Clock::now();
    webhooks->turn(settings.webhooks, settings.seed);
    const auto& point = settings.world.crashAt;
    const auto colon = point.find(':');
    m_crashPoint = point.substr(0, colon);
    m_crashesAt = 1;
    if (colon != std::string::npos)
        std::from_chars(point.data() + colon + 1, point.data() + point.size(), m_crashesAt);
}

Latency SimulatorWorld::latencyOf(const std::string& kind) const
{
    const std::chrono::duration<double> since = Clock::now() - m_turned;
    const auto* latencies = &settings.latencyMs;
    for (const auto& [after, step] : settings.latencySteps)
        if (since.count() >= after && step.contains(kind))
            latencies = &step;
    const auto found = latencies->find(kind);
    return found == latencies->end() ? Latency{} : found->second;
}

bool SimulatorWorld::isDown() const
{
    const std::chrono::duration<double, std::milli> since = Clock::now() - m_turned;
    const auto& world = settings.world;
    return world.isDown || (world.downForMs > 0 && since.count() < world.downForMs);
}

void SimulatorWorld::pass(const char* point)
{
    if (!m_crashPoint.empty() && m_crashPoint == point && --m_crashesAt == 0) {
        book->flush();
        die();
    }
}

Circumstances SimulatorWorld::circumstances(const Intent& intent, Chance& chance) const
{
    Circumstances out;
    out.actionUrl = base + "/3ds/" + intent.id + "?key=" + intent.clientSecret;
    out.nowS = nowS();
    double left = chance.share();
    for (const auto& [code, share] : settings.outcomes.declines) {
        left -= share;
        if (left < 0) {
            out.declineAs = code;
            break;
        }
    }
    out.asks = chance.hits(settings.outcomes.asks);
    return out;
}

void SimulatorWorld::watch(const std::string& id, std::int64_t dueS)
{
    m_due.emplace(dueS, id);
}

Text SimulatorWorld::keep(
        const Intent& intent, std::vector<std::string> events, const std::string& key)
{
    auto out = book->put(intent);
    for (const auto& type : events)
        tell(type, objectOf(type, intent, out), key);
    if (intent.status == IntentStatus::RequiresCapture && !intent.charges.empty())
        watch(intent.id, intent.charges.back().created + authorisationLifeS);
    if (intent.status == IntentStatus::RequiresAction && onAction)
        onAction(intent);
    auto* session = intent.session.empty() ? nullptr : book->findSession(intent.session);
    if (!session)
        return out;
    session->intent = intent.id;
    keep(*session, follow(*session, intent).events, key);
    return out;
}

void SimulatorWorld::keep(
        const Session& session, const std::vector<std::string>& events, const std::string& key)
{
    book->put(session);
    for (const auto& type : events)
        tell(type, toJson(session, book->find(session.intent)), key);
    if (session.status == SessionStatus::Open)
        watch(session.id, session.expiresAt);
}

void SimulatorWorld::tell(
        const std::string& type, const std::string& object, const std::string& key)
{
    const auto now = nowUs();
    const auto number = std::to_string(++m_events);
    JsonText request;
    request.text("id", "req_" + number).textOrNull("idempotency_key", key);
    JsonText out;
    out.text("id", "evt_" + std::to_string(now) + number).text("object", "event");
    out.text("api_version", apiVersion).number("created", now / 1'000'000);
    out.json("data", JsonText{}.json("object", object).take()).flag("livemode", false);
    out.number("pending_webhooks", 1).json("request", request.take()).text("type", type);
    webhooks->send(type, out.take());
}

void SimulatorWorld::sweep()
{
    const auto now = nowS();
    while (!m_due.empty() && m_due.begin()->first <= now) {
        const auto id = m_due.begin()->second;
        m_due.erase(m_due.begin());
        if (locked.contains(id)) { // whoever works on it may still win
            watch(id, now + 1);
            return;
        }
        if (auto* intent = book->find(id);
                intent && intent->status == IntentStatus::RequiresCapture)
            keep(*intent, lapse(*intent, now).events, {});
        auto* session = book->findSession(id);
        if (!session || session->status != SessionStatus::Open || session->expiresAt > now)
            continue;
        auto* paying = book->find(session->intent);
        const auto effect = expire(*session, paying, now);
        if (paying)
            book->put(*paying);
        keep(*session, effect.events, {});
    }
    book->flush();
}

contract::Outcome SimulatorWorld::restart()
{
    book->flush();
    auto again = SimulatorBook::open(state);
    if (!again)
        return again.error();
    if (!state.empty())
        book = std::move(again).value();
    ++life;
    limits = {};
    refusals = {};
    locked.clear();
    resume();
    return contract::Nothing{};
}

void SimulatorWorld::resume()
{
    m_due.clear();
    m_calls = static_cast<std::uint64_t>(book->callsEver());
    for (const auto& [id, session] : book->sessions())
        if (session.status == SessionStatus::Open)
            watch(id, session.expiresAt);
    for (const auto& [id, intent] : book->intents())
        if (intent.status == IntentStatus::RequiresCapture && !intent.charges.empty())
            watch(id, intent.charges.back().created + authorisationLifeS);
}

} // namespace saikobi::rehearsal
