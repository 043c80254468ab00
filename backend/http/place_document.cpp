#include "backend/http/place_document.h"

#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>

namespace saikobi::http {

namespace {

void put(std::string& out, std::string_view name, std::int64_t value)
{
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(name).append(digits.data(), end);
}

void put(std::string& out, std::string_view name, const std::optional<std::int64_t>& value)
{
    if (value)
        put(out, name, *value);
    else
        out.append(name).append("null");
}

std::optional<std::int64_t> secondsOf(const std::optional<std::chrono::seconds>& wait)
{
    return wait ? std::optional{wait->count()} : std::nullopt;
}

} // namespace

std::string placeDocument(const waiting_room::OwnPlace& place)
{
    constexpr std::size_t usual = 200;
    std::string out;
    out.reserve(usual);
    put(out, R"({"number":)", place.number);
    put(out, R"(,"place":)", place.place);
    put(out, R"(,"position":)", place.position);
    put(out, R"(,"ahead":)", place.ahead);
    put(out, R"(,"wait_p10":)", secondsOf(place.waitP10));
    put(out, R"(,"wait_p50":)", secondsOf(place.waitP50));
    put(out, R"(,"wait_p90":)", secondsOf(place.waitP90));
    out.append(place.called ? R"(,"called":true)" : R"(,"called":false)");
    put(out, R"(,"poll_s":)", place.lookAgainIn.count());
    out.append(R"(,"why":")").append(place.why).append(R"("})"); // one of four words, or none
    return out;
}

} // namespace saikobi::http
