#include <boost/json.hpp>

#include "backend/rehearsal/provider/simulator_api.h"

namespace saikobi::rehearsal {

double SimulatorWorld::share()
{
    return std::uniform_real_distribution<double>{0, 1}(chance);
}

std::string SimulatorWorld::freshId()
{
    constexpr std::string_view digits{"0123456789abcdef"};
    // The count makes it unique across lives of the same seed, the rest makes it hard to guess.
    auto out = std::to_string(book->order().size() + 1);
    out.insert(0, out.size() < 8 ? 8 - out.size() : 0, '0');
    for (auto bits = chance(); out.size() < 24; bits >>= 4)
        out += digits[bits & 15];
    return out;
}

void SimulatorWorld::tell(
        const Intent& intent, const std::vector<std::string>& types, const std::string& key)
{
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::system_clock::now().time_since_epoch())
                             .count();
    for (const auto& type : types) {
        if (!type.starts_with("payment_intent."))
            continue; // events of charges carry a charge, which this provider does not show
        const auto id = "evt_" + std::to_string(now) + std::to_string(++events);
        const auto head = serialize(boost::json::object{{"id", id}, {"object", "event"},
                {"api_version", "2022-11-15"}, {"created", now / 1'000'000}, {"livemode", false},
                {"pending_webhooks", 1}, {"type", type},
                {"request", {{"id", "req_" + std::to_string(events)}, {"idempotency_key", key}}}});
        webhooks->send(
                head.substr(0, head.size() - 1) + ",\"data\":{\"object\":" + toJson(intent) + "}}",
                std::chrono::milliseconds{static_cast<std::int64_t>(settings.webhookDelayMs)});
    }
}

} // namespace saikobi::rehearsal
