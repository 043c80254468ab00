#include "backend/rehearsal/provider/simulator_settings.h"

#include <boost/json.hpp>

#include <array>
#include <charconv>
#include <utility>

#include "backend/contract/json_members.h"
#include "backend/rehearsal/provider/json_text.h"
#include "backend/rehearsal/provider/operations.h"
#include "backend/rehearsal/provider/settings_reader.h"

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;

namespace {

constexpr std::array<std::pair<WorldSettings::Down, const char*>, 3> downs{
        {{WorldSettings::Down::Unavailable, "503"}, {WorldSettings::Down::Reset, "reset"},
                {WorldSettings::Down::Silence, "silence"}}};

constexpr double longestMs = 600'000;
constexpr double dayMs = 86'400'000;

std::string shown(double number)
{
    // The JSON library would write 0.5 as 5E-1, which people have to think about.
    std::array<char, 40> text{};
    const auto end = std::to_chars(
            text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    return {text.data(), end.ptr};
}

std::string shown(const Latency& latency)
{
    if (latency.p50 > 0)
        return "{\"p50\":" + shown(latency.p50) + ",\"p99\":" + shown(latency.p99) + '}';
    return '[' + shown(latency.from) + ',' + shown(latency.to) + ']';
}

std::string shown(const RateLimit& limit)
{
    if (limit.kind == RateLimit::Kind::Bucket)
        return "{\"bucket\":" + shown(limit.calls) + ",\"rate\":" + shown(limit.rate) + '}';
    const bool isFixed = limit.kind == RateLimit::Kind::Fixed;
    if (!isFixed && limit.windowMs == 1000)
        return shown(limit.calls);
    return std::string{isFixed ? "{\"fixed\":" : "{\"sliding\":"} + shown(limit.calls)
            + ",\"ms\":" + shown(limit.windowMs) + '}';
}

template<class Map>
std::string shownMap(const Map& from)
{
    JsonText out;
    for (const auto& [key, one] : from)
        out.json(key, shown(one));
    return out.take();
}

template<class Texts>
std::string shownTexts(const Texts& from)
{
    std::string out;
    for (const auto& one : from)
        out += (out.empty() ? "\"" : ",\"") + one + '"';
    return '[' + out + ']';
}

std::string shownLimits(const SimulatorSettings& from)
{
    JsonText out;
    out.json("global", shown(from.callsPerSecond));
    out.json("endpoint", shown(from.callsPerSecondEndpoint));
    out.json("endpoints", shownMap(from.endpoints)).json("parallel", shown(from.parallel));
    out.json("endpoint_parallel", shown(from.parallelEndpoint));
    return out.json("updates_per_payment", shown(from.updatesPerPayment)).take();
}

void show(JsonText& into, const FaultScope& from)
{
    into.json("only", shownTexts(from.only)).number("times", from.times);
}

std::string shownFaults(const SimulatorSettings& from)
{
    JsonText out;
    out.json("after_effect", shown(from.failureAfterEffect));
    out.json("before_effect", shown(from.failureBeforeEffect));
    out.json("unavailable", shown(from.faults.unavailable));
    out.json("in_use", shown(from.faults.inUse));
    out.json("lock_timeout", shown(from.faults.lockTimeout));
    show(out, from.faults);
    return out.take();
}

std::string shownTransport(const TransportFaults& from)
{
    JsonText out;
    out.json("lost_before", shown(from.lostBefore)).json("lost_after", shown(from.lostAfter));
    out.json("reset_body", shown(from.resetBody)).json("hang", shown(from.hang));
    out.json("hang_ms", shown(from.hangMs));
    show(out, from);
    return out.take();
}

std::string shownOutcomes(const Outcomes& from)
{
    JsonText out;
    out.json("declines", shownMap(from.declines)).json("asks", shown(from.asks));
    out.flag("plays", from.plays).json("after_ms", shown(from.afterMs));
    out.json("late_ms", shown(from.lateMs)).json("threeds", shownMap(from.threeds));
    return out.json("page", shownMap(from.page)).take();
}

std::string shownWebhooks(const WebhookSettings& from)
{
    JsonText out;
    out.text("target", from.target);
    out.number("secrets", static_cast<std::int64_t>(from.secrets.size()));
    out.json("delay_ms", shown(from.delayMs)).json("duplicates", shown(from.duplicates));
    out.json("drop", shown(from.drop)).json("wrong_signature", shown(from.wrongSignature));
    out.json("old_signature", shown(from.oldSignature));
    out.json("reorder_ms", shown(from.reorderMs)).flag("paused", from.isPaused);
    return out.json("types", shownTexts(from.types)).take();
}

std::string shownWorld(const WorldSettings& from)
{
    JsonText out;
    out.flag("down", from.isDown);
    for (const auto& [kind, word] : downs)
        if (kind == from.downAs)
            out.text("down_as", word);
    out.json("down_for_ms", shown(from.downForMs));
    return out.json("clock_skew_ms", shown(from.clockSkewMs)).text("crash_at", from.crashAt).take();
}

void readScope(SettingsReader& from, FaultScope& into)
{
    from.texts("only", into.only);
    for (const auto& operation : into.only)
        if (!isOperation(operation))
            from.fail("only");
    from.count("times", into.times);
}

void readLimits(SettingsReader& from, SimulatorSettings& into)
{
    from.limit("global", into.callsPerSecond);
    from.limit("endpoint", into.callsPerSecondEndpoint);
    from.limits("endpoints", into.endpoints);
    from.number("parallel", 1e6, into.parallel);
    from.number("endpoint_parallel", 1e6, into.parallelEndpoint);
    from.number("updates_per_payment", 1e6, into.updatesPerPayment);
}

void readFaults(SettingsReader& from, SimulatorSettings& into)
{
    from.share("after_effect", into.failureAfterEffect);
    from.share("before_effect", into.failureBeforeEffect);
    from.share("unavailable", into.faults.unavailable);
    from.share("in_use", into.faults.inUse);
    from.share("lock_timeout", into.faults.lockTimeout);
    readScope(from, into.faults);
}

void readTransport(SettingsReader& from, TransportFaults& into)
{
    from.share("lost_before", into.lostBefore);
    from.share("lost_after", into.lostAfter);
    from.share("reset_body", into.resetBody);
    from.share("hang", into.hang);
    from.number("hang_ms", longestMs, into.hangMs);
    readScope(from, into);
}

void readOutcomes(SettingsReader& from, Outcomes& into)
{
    from.shares("declines", {}, into.declines);
    from.share("asks", into.asks);
    from.flag("plays", into.plays);
    from.latency("after_ms", into.afterMs);
    from.number("late_ms", dayMs, into.lateMs);
    from.shares("threeds", {"accepted", "refused", "abandoned", "late"}, into.threeds);
    from.shares("page", {"paid", "never_returns", "twice", "abandoned"}, into.page);
}

void readWebhooks(SettingsReader& from, WebhookSettings& into)
{
    from.text("target", into.target);
    // GET shows how many there are; the same document may come back.
    if (const auto* secrets = from.take("secrets"); secrets && !secrets->is_number())
        from.texts("secrets", into.secrets);
    from.latency("delay_ms", into.delayMs);
    from.share("duplicates", into.duplicates);
    from.share("drop", into.drop);
    from.share("wrong_signature", into.wrongSignature);
    from.share("old_signature", into.oldSignature);
    from.number("reorder_ms", longestMs, into.reorderMs);
    from.flag("paused", into.isPaused);
    from.texts("types", into.types);
}

void readWorld(SettingsReader& from, WorldSettings& into)
{
    from.flag("down", into.isDown);
    std::string as;
    from.text("down_as", as);
    bool isKnown = as.empty();
    for (const auto& [kind, word] : downs)
        if (as == word) {
            into.downAs = kind;
            isKnown = true;
        }
    if (!isKnown)
        from.fail("down_as");
    from.number("down_for_ms", longestMs, into.downForMs);
    if (const auto* skew = from.take("clock_skew_ms"); skew && skew->is_number())
        into.clockSkewMs = contract::json::number(*skew);
    from.text("crash_at", into.crashAt);
}

} // namespace

std::string toJson(const SimulatorSettings& settings)
{
    std::string steps;
    for (const auto& [after, latencies] : settings.latencySteps)
        steps += (steps.empty() ? "{\"after_s\":" : ",{\"after_s\":") + shown(after)
                + ",\"latency_ms\":" + shownMap(latencies) + '}';
    JsonText out;
    out.number("seed", static_cast<std::int64_t>(settings.seed));
    out.json("latency_ms", shownMap(settings.latencyMs)).json("latency_steps", '[' + steps + ']');
    out.json("limits", shownLimits(settings)).json("faults", shownFaults(settings));
    out.json("transport", shownTransport(settings.transport));
    out.json("outcomes", shownOutcomes(settings.outcomes));
    out.json("webhooks", shownWebhooks(settings.webhooks));
    return out.json("world", shownWorld(settings.world)).take();
}

contract::Result<SimulatorSettings> changed(SimulatorSettings settings, std::string_view text)
{
    const auto read = contract::json::object(text);
    if (!read)
        return Fault{FaultCode::Invalid, "not a JSON object"};
    std::string wrong;
    SettingsReader reader{*read, {}, wrong};
    std::int64_t seed = -1;
    reader.count("seed", seed);
    if (seed >= 0) {
        settings.seed = static_cast<std::uint64_t>(seed);
        ++settings.seedings;
    }
    reader.latencies("latency_ms", settings.latencyMs);
    reader.steps("latency_steps", settings.latencySteps);
    reader.part("limits", [&](auto& part) { readLimits(part, settings); });
    reader.part("faults", [&](auto& part) { readFaults(part, settings); });
    reader.part("transport", [&](auto& part) { readTransport(part, settings.transport); });
    reader.part("outcomes", [&](auto& part) { readOutcomes(part, settings.outcomes); });
    reader.part("webhooks", [&](auto& part) { readWebhooks(part, settings.webhooks); });
    reader.part("world", [&](auto& part) { readWorld(part, settings.world); });
    reader.finish();
    if (!wrong.empty())
        return Fault{FaultCode::Invalid, wrong};
    return settings;
}

} // namespace saikobi::rehearsal
