#include "backend/waiting_room/draw_news.h"

#include <utility>

#include "backend/contract/json_members.h"
#include "backend/waiting_room/base64url.h"
#include "backend/waiting_room/hmac.h"

namespace saikobi::waiting_room {

namespace json = contract::json;

namespace {

constexpr int documentVersion = 1;

template<class T>
void put(boost::json::object& into, const char* key, const std::optional<T>& value)
{
    if (value)
        into[key] = *value;
}

} // namespace

DrawDocumentPtr makeDrawDocument(
        const std::string& sale, const contract::LineState& line, DrawNews news)
{
    boost::json::object beacon{{"rule", news.beaconRule}};
    put(beacon, "value", news.beacon);
    boost::json::array voids;
    for (const auto& range : news.voids)
        voids.push_back(boost::json::array{range.from, range.to});
    boost::json::object body{{"v", documentVersion}, {"sale", sale}, {"run", line.run.value},
            {"order", contract::name(news.order)}, {"beacon", beacon}, {"voids", voids}};
    if (!news.commitment.empty())
        body["commitment"] = news.commitment;
    if (!news.seed.empty())
        body["seed"] = news.seed;
    put(body, "n", news.people);
    put(body, "last", news.last);
    json::put(body, "committed_at", news.committedAt);
    json::put(body, "opens_at", line.opensAt);
    json::put(body, "opened_at", news.openedAt);

    auto out = std::make_shared<DrawDocument>();
    out->body = serialize(body);
    out->etag = "\"" + toBase64Url(sha256(out->body).substr(0, 12)) + "\"";
    out->news = std::move(news);
    out->opensAt = line.opensAt;
    out->run = line.run;
    return out;
}

} // namespace saikobi::waiting_room
