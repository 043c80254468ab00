#include "backend/rehearsal/line_news.h"

#include <boost/json.hpp>

#include <algorithm>

namespace saikobi::rehearsal {

namespace json = boost::json;
using std::chrono::milliseconds;

namespace {

std::optional<json::object> objectIn(const std::string& body)
{
    boost::system::error_code failed;
    auto parsed = json::parse(body, failed);
    if (failed || !parsed.is_object())
        return std::nullopt;
    return std::move(parsed.as_object());
}

std::string textOf(const json::object& in, std::string_view name)
{
    const auto* found = in.if_contains(name);
    return found && found->is_string() ? std::string{found->as_string()} : std::string{};
}

double numberOf(const json::object& in, std::string_view name, double otherwise)
{
    const auto* found = in.if_contains(name);
    return found && found->is_number() ? found->to_number<double>() : otherwise;
}

/// WAITING_ROOM.md §5: a twentieth of the wait within the told bounds, closer looks near the end.
milliseconds paceFor(double waitS, double minS, double maxS)
{
    const double pace = waitS < 15 ? 1 : waitS < 60 ? 2 : std::clamp(waitS / 20, minS, maxS);
    return milliseconds{static_cast<std::int64_t>(pace * 1000)};
}

} // namespace

std::optional<LineNews> newsFromStatus(const std::string& body, std::int64_t number)
{
    const auto status = objectIn(body);
    if (!status || !status->if_contains("serving"))
        return std::nullopt;
    const auto* poll = status->if_contains("poll");
    const json::object bounds = poll && poll->is_object() ? poll->as_object() : json::object{};
    const double ahead = static_cast<double>(number) - numberOf(*status, "serving", 0);
    const double waitS = ahead * 60 / std::max(1.0, numberOf(*status, "rate", 60));
    LineNews out;
    out.phase = textOf(*status, "phase");
    out.isCalled = ahead <= 0 && out.phase != "before";
    out.lookAgainIn = paceFor(waitS, numberOf(bounds, "min_s", 2), numberOf(bounds, "max_s", 30));
    return out;
}

std::optional<LineNews> newsFromOwnPlace(const std::string& body)
{
    const auto place = objectIn(body);
    const auto* called = place ? place->if_contains("called") : nullptr;
    if (!called || !called->is_bool())
        return std::nullopt;
    LineNews out;
    out.isCalled = called->as_bool();
    out.lookAgainIn = paceFor(numberOf(*place, "wait_p10", 60), 2, 30);
    return out;
}

std::optional<JoinNews> newsFromJoin(const std::string& body)
{
    const auto joined = objectIn(body);
    if (!joined)
        return std::nullopt;
    JoinNews out{textOf(*joined, "ticket"),
            static_cast<std::int64_t>(numberOf(*joined, "number", 0)), textOf(*joined, "pass")};
    if (out.ticket.empty() || out.number < 1)
        return std::nullopt;
    return out;
}

std::optional<ClaimNews> newsFromClaim(const std::string& body)
{
    const auto claimed = objectIn(body);
    if (!claimed)
        return std::nullopt;
    ClaimNews out;
    out.pass = textOf(*claimed, "pass");
    out.askAgainIn = milliseconds{static_cast<std::int64_t>(numberOf(*claimed, "retry_ms", 1000))};
    return out;
}

} // namespace saikobi::rehearsal
