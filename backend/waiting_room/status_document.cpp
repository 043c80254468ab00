#include "backend/waiting_room/status_document.h"

#include <algorithm>
#include <charconv>

#include "backend/contract/json_members.h"
#include "backend/waiting_room/base64url.h"
#include "backend/waiting_room/hmac.h"

namespace saikobi::waiting_room {

namespace json = contract::json;

namespace {

constexpr int documentVersion = 1;
/// How often pages ask: each 2 to 30 s, and after the opening over so many seconds that the first
/// poll of everybody does not fall into one.
constexpr std::int64_t pollMinS = 2;
constexpr std::int64_t pollMaxS = 30;
constexpr std::int64_t peoplePerSpreadSecond = 200'000;

boost::json::array toJsonArray(const std::vector<contract::Cause>& causes)
{
    boost::json::array out;
    for (const auto cause : causes)
        out.emplace_back(contract::name(cause));
    return out;
}

boost::json::array toJsonArray(const std::vector<VoidRange>& voids)
{
    boost::json::array out;
    for (const auto& range : voids)
        out.push_back(boost::json::array{range.from, range.to});
    return out;
}

boost::json::object messageOf(const contract::StaffMessage& message)
{
    boost::json::object out{{"ja", message.ja}, {"en", message.en}};
    json::put(out, "at", message.at);
    return out;
}

} // namespace

std::vector<VoidRange> voidRangesFromText(const std::string& text)
{
    std::vector<VoidRange> out;
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
        VoidRange range;
        const auto from = std::from_chars(at, end, range.from);
        if (from.ec != std::errc{} || from.ptr == end || *from.ptr != '-')
            break;
        const auto to = std::from_chars(from.ptr + 1, end, range.to);
        if (to.ec != std::errc{})
            break;
        out.push_back(range);
        at = to.ptr == end ? end : to.ptr + 1;
    }
    return out;
}

std::int64_t peopleAhead(
        std::int64_t place, std::int64_t serving, const std::vector<VoidRange>& voids)
{
    auto ahead = std::max<std::int64_t>(0, place - serving);
    for (const auto& range : voids)
        ahead -= std::max<std::int64_t>(
                0, std::min(range.to, place) - std::max(range.from, serving + 1) + 1);
    return std::max<std::int64_t>(0, ahead);
}

StatusPtr makeStatus(const std::string& sale, contract::LineState line,
        const std::vector<VoidRange>& voids, bool isRedisLost)
{
    auto out = std::make_shared<StatusDocument>();
    if (isRedisLost) {
        line.phase = contract::Phase::Held;
        line.causes = {contract::Cause::Redis};
        line.admit = 0;
    }
    const auto spread = std::clamp<std::int64_t>(line.waiting() / peoplePerSpreadSecond, 2, 30);
    boost::json::object body{{"v", documentVersion}, {"sale", sale}, {"run", line.run.value},
            {"rev", line.revision.value}, {"t", contract::toUnixMs(line.at)},
            {"phase", contract::name(line.phase)}, {"causes", toJsonArray(line.causes)},
            {"message", messageOf(line.message)}, {"serving", line.serving},
            {"issued", line.issued}, {"rate", line.rate.value}, {"admit", line.admit},
            {"stood_s", line.stoodSeconds}, {"voids", toJsonArray(voids)},
            {"absent_share", line.absentShare}, {"late", line.late},
            {"poll", {{"min_s", pollMinS}, {"max_s", pollMaxS}, {"spread_s", spread}}}};
    json::put(body, "opens_at", line.opensAt);
    json::put(body, "closes_at", line.closesAt);
    json::put(body, "resume_at", line.resumeAt);
    out->body = serialize(body);
    out->etag = "\"" + toBase64Url(sha256(out->body).substr(0, 12)) + "\"";
    out->line = std::move(line);
    out->isRedisLost = isRedisLost;
    return out;
}

} // namespace saikobi::waiting_room
