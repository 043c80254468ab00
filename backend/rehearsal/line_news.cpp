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

json::object partOf(const json::object& in, std::string_view name)
{
    const auto* found = in.if_contains(name);
    return found && found->is_object() ? found->as_object() : json::object{};
}

/// The middle of the wait at a place, read between the points of the public curve.
std::optional<double> middleAt(const json::object& status, double place)
{
    const auto* curve = status.if_contains("curve");
    if (!curve || !curve->is_array())
        return std::nullopt;
    const json::array* before = nullptr;
    for (const auto& value : curve->as_array()) {
        const auto* point = value.if_array();
        if (!point || point->size() != 5)
            return std::nullopt;
        const auto at
                = [](const json::array& p, std::size_t i) { return p[i].to_number<double>(); };
        if (at(*point, 0) >= place) {
            const double width = before ? at(*point, 0) - at(*before, 0) : 0;
            const double t = width > 0 ? (place - at(*before, 0)) / width : 0;
            return before ? at(*before, 3) + t * (at(*point, 3) - at(*before, 3)) : 0;
        }
        before = point;
    }
    return before ? std::optional{(*before)[3].to_number<double>()} : std::nullopt;
}

/// WAITING_ROOM.md §5: a twentieth of the wait within the told bounds, closer looks near the end.
milliseconds paceFor(double waitS, double minS, double maxS)
{
    const double pace = waitS < 15 ? 1 : waitS < 60 ? 2 : std::clamp(waitS / 20, minS, maxS);
    return milliseconds{static_cast<std::int64_t>(pace * 1000)};
}

} // namespace

std::optional<LineNews> newsFromStatus(
        const std::string& body, std::int64_t number, std::optional<std::int64_t> place)
{
    const auto status = objectIn(body);
    if (!status || !status->if_contains("serving"))
        return std::nullopt;
    const auto bounds = partOf(*status, "poll");
    const auto draw = partOf(*status, "draw");
    const auto presence = partOf(*status, "presence");
    const bool isDrawn = textOf(draw, "order") == "draw"
            && static_cast<double>(number) <= numberOf(draw, "n", 0);
    const auto stands = static_cast<double>(isDrawn ? place.value_or(number) : number);
    const double ahead = stands - numberOf(*status, "serving", 0);
    const double waitS
            = middleAt(*status, stands)
                      .value_or(ahead * 60 / std::max(1.0, numberOf(*status, "rate", 60)));
    LineNews out;
    out.phase = textOf(*status, "phase");
    out.needsOwnPlace = isDrawn && !place && out.phase != "before";
    out.isCalled = ahead <= 0 && out.phase != "before" && !out.needsOwnPlace;
    out.divisor = static_cast<std::int64_t>(numberOf(presence, "divisor", 0));
    out.signEvery
            = std::chrono::seconds{static_cast<std::int64_t>(numberOf(presence, "every_s", 20))};
    out.lookAgainIn = paceFor(waitS, numberOf(bounds, "min_s", 2), numberOf(bounds, "max_s", 30));
    return out;
}

std::int64_t tailOf(std::string_view ticket)
{
    constexpr std::string_view digits
            = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (ticket.size() < 4)
        return 0;
    // 46 bytes end with two characters for the last 8 bits: 4 of them are padding.
    std::int64_t bits = 0;
    for (const char digit : ticket.substr(ticket.size() - 4))
        bits = bits * 64 + static_cast<std::int64_t>(digits.find(digit) % 64);
    return bits / 16 % 65536;
}

std::optional<LineNews> newsFromOwnPlace(const std::string& body)
{
    const auto place = objectIn(body);
    const auto* called = place ? place->if_contains("called") : nullptr;
    if (!called || !called->is_bool())
        return std::nullopt;
    LineNews out;
    out.isCalled = called->as_bool();
    out.lookAgainIn = milliseconds{
            static_cast<std::int64_t>(1000 * std::clamp(numberOf(*place, "poll_s", 5), 1.0, 60.0))};
    if (place->if_contains("place") && place->at("place").is_number())
        out.place = static_cast<std::int64_t>(numberOf(*place, "place", 0));
    const LineNews::Wait wait{numberOf(*place, "wait_p10", -1), numberOf(*place, "wait_p50", -1),
            numberOf(*place, "wait_p90", -1)};
    if (wait.p10 >= 0 && wait.p50 >= 0 && wait.p90 >= 0)
        out.wait = wait;
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
