#include "backend/waiting_room/wait_news.h"

#include <algorithm>
#include <cmath>

#include "backend/contract/json_members.h"

namespace saikobi::waiting_room {

namespace json = contract::json;

namespace {

std::optional<forecast::WaitPoint> pointOf(const boost::json::value& value)
{
    const auto* list = value.if_array();
    if (!list || list->size() != 5
            || !std::all_of(list->begin(), list->end(), [](const auto& v) { return v.is_int64(); }))
        return std::nullopt;
    const auto at = [list](std::size_t i) { return static_cast<double>((*list)[i].get_int64()); };
    return forecast::WaitPoint{(*list)[0].get_int64(), at(1), {at(2), at(3), at(4)}};
}

} // namespace

std::string toText(const WaitNews& news)
{
    boost::json::array curve;
    for (const auto& point : news.curve)
        curve.push_back(boost::json::array{point.place, std::llround(point.aheadPresent),
                std::llround(point.wait.p10), std::llround(point.wait.p50),
                std::llround(point.wait.p90)});
    boost::json::object out{{"at", contract::toUnixMs(news.at)}, {"divisor", news.divisor},
            {"why", news.why}, {"curve", curve}};
    if (news.present)
        out["present"] = *news.present;
    return serialize(out);
}

std::optional<WaitNews> waitNewsFromText(std::string_view text)
{
    const auto read = json::object(text);
    if (!read)
        return std::nullopt;
    WaitNews news;
    news.at = contract::fromUnixMs(json::integer(*read, "at"));
    news.divisor = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(json::integer(*read, "divisor", 1), 1, 65536));
    news.why = json::text(*read, "why");
    if (json::member(*read, "present"))
        news.present = json::integer(*read, "present");
    const auto* curve = json::member(*read, "curve");
    if (!curve || !curve->is_array() || curve->get_array().size() > forecast::mostCurvePoints)
        return std::nullopt;
    for (const auto& value : curve->get_array()) {
        const auto point = pointOf(value);
        if (!point)
            return std::nullopt;
        news.curve.push_back(*point);
    }
    return news;
}

} // namespace saikobi::waiting_room
