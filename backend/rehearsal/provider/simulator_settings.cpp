#include "backend/rehearsal/provider/simulator_settings.h"

#include <boost/json.hpp>

#include "backend/contract/json_members.h"

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
namespace json = contract::json;

namespace {

bool readNumber(const boost::json::object& from, const char* key, double most, double& into)
{
    const auto* found = json::member(from, key);
    if (!found)
        return true;
    if (!found->is_number())
        return false;
    into = json::number(*found);
    return into >= 0 && into <= most;
}

bool readLatencies(const boost::json::value& from, std::map<std::string, Latency>& into)
{
    if (!from.is_object())
        return false;
    for (const auto& [method, bounds] : from.get_object()) {
        if (!bounds.is_array() || bounds.get_array().size() != 2)
            return false;
        const auto& pair = bounds.get_array();
        if (!pair[0].is_number() || !pair[1].is_number())
            return false;
        const Latency latency{json::number(pair[0]), json::number(pair[1])};
        if (latency.from < 0 || latency.to < latency.from || latency.to > 600'000)
            return false;
        into[std::string{method}] = latency;
    }
    return true;
}

const boost::json::object& part(const boost::json::object& from, const char* key)
{
    static const boost::json::object none;
    const auto* found = json::member(from, key);
    return found && found->is_object() ? found->get_object() : none;
}

/// The library writes 30.0 as 3E1.
boost::json::value plain(double number)
{
    const auto whole = static_cast<std::int64_t>(number);
    if (static_cast<double>(whole) == number)
        return whole;
    return number;
}

} // namespace

std::string toJson(const SimulatorSettings& settings)
{
    boost::json::object latency;
    for (const auto& [method, bounds] : settings.latencyMs)
        latency[method] = boost::json::array{plain(bounds.from), plain(bounds.to)};
    return serialize(boost::json::object{{"latency_ms", latency},
            {"limits",
                    {{"global", plain(settings.callsPerSecond)},
                            {"endpoint", plain(settings.callsPerSecondEndpoint)}}},
            {"faults",
                    {{"after_effect", plain(settings.failureAfterEffect)},
                            {"before_effect", plain(settings.failureBeforeEffect)},
                            {"hang", plain(settings.hang)}}},
            {"down", settings.isDown}, {"webhook_delay_ms", plain(settings.webhookDelayMs)}});
}

contract::Result<SimulatorSettings> changed(SimulatorSettings settings, std::string_view text)
{
    const auto wrong = [](const char* member) { return Fault{FaultCode::Invalid, member}; };
    const auto read = json::object(text);
    if (!read)
        return wrong("not a JSON object");
    if (const auto* latency = json::member(*read, "latency_ms"))
        if (!readLatencies(*latency, settings.latencyMs))
            return wrong("latency_ms");
    const auto& limits = part(*read, "limits");
    if (!readNumber(limits, "global", 1e6, settings.callsPerSecond)
            || !readNumber(limits, "endpoint", 1e6, settings.callsPerSecondEndpoint))
        return wrong("limits");
    const auto& faults = part(*read, "faults");
    if (!readNumber(faults, "after_effect", 1, settings.failureAfterEffect)
            || !readNumber(faults, "before_effect", 1, settings.failureBeforeEffect)
            || !readNumber(faults, "hang", 1, settings.hang))
        return wrong("faults");
    if (!readNumber(*read, "webhook_delay_ms", 600'000, settings.webhookDelayMs))
        return wrong("webhook_delay_ms");
    if (const auto* down = json::member(*read, "down")) {
        if (!down->is_bool())
            return wrong("down");
        settings.isDown = down->get_bool();
    }
    return settings;
}

} // namespace saikobi::rehearsal
