#include "backend/waiting_room/status_document.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "backend/contract/json_members.h"
#include "backend/forecast/presence_profile.h"
#include "backend/waiting_room/base64url.h"
#include "backend/waiting_room/draw_news.h"
#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/wait_estimate.h"
#include "backend/waiting_room/wait_news.h"

namespace saikobi::waiting_room {

namespace json = contract::json;

namespace {

constexpr int documentVersion = 1;
/// How often pages ask: each 2 to 30 s, and after the opening over so many seconds that the first
/// poll of everybody does not fall into one.
constexpr std::int64_t pollMinS = 2;
constexpr std::int64_t pollMaxS = 30;
constexpr std::int64_t peoplePerSpreadSecond = 200'000;
constexpr std::int64_t signEveryS = 20;
constexpr std::chrono::seconds lookKept{30}; ///< an older look says nothing any more
constexpr std::size_t mostVoids = 4; ///< ahead of the front; each is a loss of the store
constexpr std::size_t mostBeaconBytes = 128;

boost::json::array toJsonArray(const std::vector<contract::Cause>& causes)
{
    boost::json::array out;
    for (const auto cause : causes)
        out.emplace_back(contract::name(cause));
    return out;
}

boost::json::array voidsAhead(const StatusParts& parts)
{
    boost::json::array out;
    for (const auto& range : parts.voids)
        if (range.to > parts.line.serving && out.size() < mostVoids)
            out.push_back(boost::json::array{range.from, range.to});
    return out;
}

boost::json::object messageOf(const contract::StaffMessage& message)
{
    boost::json::object out{{"ja", message.ja}, {"en", message.en}};
    json::put(out, "at", message.at);
    return out;
}

/// `n` is the last number that was drawn: void ones among them are in the document `draw`.
boost::json::object drawOf(const DrawNews& draw)
{
    boost::json::object out{{"order", contract::name(draw.order)}};
    if (draw.order != contract::SaleOrder::Draw)
        return out;
    if (!draw.commitment.empty())
        out["commitment"] = draw.commitment;
    if (draw.last)
        out["n"] = *draw.last;
    if (!draw.seed.empty())
        out["seed"] = draw.seed;
    if (draw.beacon && draw.beacon->size() <= mostBeaconBytes)
        out["beacon"] = *draw.beacon;
    return out;
}

/// Two decimals are enough; the library would write sixteen digits.
double rounded(double value)
{
    return std::round(value * 100) / 100;
}

std::uint32_t divisorOf(const StatusParts& parts)
{
    // Before the first look everybody in a short line reports.
    return parts.wait && parts.wait->at != contract::Instant{}
            ? parts.wait->divisor
            : forecast::presenceDivisor(parts.line.waiting(), 1);
}

/// Everything but curve and products.
boost::json::object fixedPart(const StatusParts& parts)
{
    const auto& line = parts.line;
    const auto spread = std::clamp<std::int64_t>(line.waiting() / peoplePerSpreadSecond, 2, 30);
    boost::json::object body{{"v", documentVersion}, {"sale", parts.sale}, {"run", line.run.value},
            {"rev", line.revision.value}, {"t", contract::toUnixMs(line.at)},
            {"phase", contract::name(line.phase)}, {"causes", toJsonArray(line.causes)},
            {"message", messageOf(line.message)}, {"serving", line.serving},
            {"issued", line.issued}, {"rate", line.rate.value}, {"admit", line.admit},
            {"actual", std::llround(line.actual)}, {"front", std::llround(line.front)},
            {"stood_s", line.stoodSeconds}, {"voids", voidsAhead(parts)},
            {"absent_share", rounded(line.absentShare)}, {"late", line.late},
            {"presence", {{"divisor", divisorOf(parts)}, {"every_s", signEveryS}}},
            {"poll", {{"min_s", pollMinS}, {"max_s", pollMaxS}, {"spread_s", spread}}},
            {"work_bits", line.workBits}};
    if (parts.draw)
        body["draw"] = drawOf(*parts.draw);
    if (!line.chain.empty())
        body["chain"] = line.chain;
    json::put(body, "opens_at", line.opensAt);
    json::put(body, "closes_at", line.closesAt);
    json::put(body, "resume_at", line.resumeAt);
    return body;
}

/// The look is some seconds old: its waits have become shorter by that, its people fewer.
forecast::WaitCurve agedCurve(const StatusParts& parts)
{
    const auto age = std::chrono::duration<double>(parts.line.at - parts.wait->at).count();
    auto curve = parts.wait->curve;
    for (auto& point : curve) {
        const auto people = peopleAhead(point.place, parts.line.serving, parts.voids) - 1;
        point.aheadPresent = std::min(
                point.aheadPresent, static_cast<double>(std::max<std::int64_t>(0, people)));
        for (auto* wait : {&point.wait.p10, &point.wait.p50, &point.wait.p90})
            *wait = std::max(0.0, *wait - age);
    }
    return curve;
}

/// Until the first look after an opening or a release: everybody who joined counts.
forecast::WaitCurve roughCurve(const StatusParts& parts)
{
    const auto& line = parts.line;
    forecast::WaitCurve curve{{line.serving, 0, {}}};
    for (const std::int64_t part : {16, 8, 4, 2, 1}) {
        const auto place = line.serving + (line.issued - line.serving) / part;
        const auto people = peopleAhead(place, line.serving, parts.voids);
        const auto wait = waitFor(people, line);
        if (!wait)
            return {};
        if (place > curve.back().place)
            curve.push_back({place, static_cast<double>(std::max<std::int64_t>(0, people - 1)),
                    {static_cast<double>(wait->p10.count()), static_cast<double>(wait->p50.count()),
                            static_cast<double>(wait->p90.count())}});
    }
    return curve;
}

forecast::WaitCurve curveOf(const StatusParts& parts)
{
    if (parts.line.phase != contract::Phase::Open)
        return {};
    // A look at an empty line says nothing of the people who have come since.
    const std::size_t least = parts.line.waiting() > 0 ? 2 : 1;
    const bool isFresh = parts.wait && parts.wait->curve.size() >= least
            && parts.line.at - parts.wait->at < lookKept;
    return isFresh ? agedCurve(parts) : roughCurve(parts);
}

std::string textOf(const forecast::WaitPoint& point)
{
    return serialize(boost::json::array{point.place, std::llround(point.aheadPresent),
            std::llround(point.wait.p10), std::llround(point.wait.p50),
            std::llround(point.wait.p90)});
}

std::string textOf(const forecast::StockOutlook& left)
{
    boost::json::object out{{"product", left.product}, {"likely_to", left.likelyTo}};
    if (left.unlikelyFrom)
        out["unlikely_from"] = *left.unlikelyFrom;
    if (left.isSoldOut)
        out["sold_out"] = true;
    return serialize(out);
}

template<class Items>
std::string listOf(const Items& items)
{
    std::string out{'['};
    for (const auto& item : items) {
        if (out.size() > 1)
            out += ',';
        out += textOf(item);
    }
    return out + ']';
}

/// Those that tell most come first: products for which all in line are likely go first when it is
/// tight.
std::vector<forecast::StockOutlook> byWeight(
        const std::vector<forecast::StockOutlook>& left, std::int64_t issued)
{
    auto out = left;
    std::stable_partition(
            out.begin(), out.end(), [issued](const auto& one) { return one.likelyTo < issued; });
    return out;
}

struct Portion {
    std::size_t points = 0;
    std::size_t products = 0;
};

/// From generous to none, in the order in which things are given up.
constexpr std::array<Portion, 12> portions{{{32, 24}, {24, 24}, {16, 24}, {12, 16}, {8, 12}, {8, 8},
        {8, 4}, {6, 2}, {6, 0}, {4, 0}, {2, 0}, {0, 0}}};

std::string variablePart(
        const StatusDocument& made, const std::vector<forecast::StockOutlook>& left, Portion some)
{
    auto products = left;
    products.resize(std::min(products.size(), some.products));
    return ",\"curve\":" + listOf(forecast::thinned(made.curve, some.points))
            + ",\"left\":" + listOf(products) + (made.isAllGone ? ",\"all_gone\":true}" : "}");
}

/// So many bytes less, at the end of a character.
void shorten(std::string& text, std::size_t by)
{
    constexpr std::string_view dots{"…"};
    auto keep = text.size() > by + dots.size() ? text.size() - by - dots.size() : 0;
    while (keep > 0 && (static_cast<unsigned char>(text[keep]) & 0xC0U) == 0x80U)
        --keep;
    text.resize(keep);
    text += dots;
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

bool isVoid(std::int64_t number, const std::vector<VoidRange>& voids)
{
    return std::any_of(voids.begin(), voids.end(), [number](const VoidRange& range) {
        return range.from <= number && number <= range.to;
    });
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

StatusPtr makeStatus(StatusParts parts)
{
    auto out = std::make_shared<StatusDocument>();
    if (parts.isRedisLost) {
        parts.line.phase = contract::Phase::Held;
        parts.line.causes = {contract::Cause::Redis};
        parts.line.admit = 0;
    }
    out->curve = curveOf(parts);
    if (parts.wait && !out->curve.empty())
        out->why = parts.wait->why;
    const auto left = parts.left ? byWeight(*parts.left, parts.line.issued)
                                 : std::vector<forecast::StockOutlook>{};
    out->isAllGone = !left.empty()
            && std::all_of(left.begin(), left.end(), [](const auto& one) { return one.isSoldOut; });
    auto fixed = serialize(fixedPart(parts));
    auto& message = parts.line.message;
    while (fixed.size() + variablePart(*out, left, portions.back()).size() > statusBytes
            && message.ja.size() + message.en.size() > 8) {
        const auto excess
                = fixed.size() + variablePart(*out, left, portions.back()).size() - statusBytes;
        shorten(message.ja.size() > message.en.size() ? message.ja : message.en, excess);
        fixed = serialize(fixedPart(parts));
    }
    fixed.pop_back(); // its brace
    for (const auto& some : portions) {
        out->body = fixed + variablePart(*out, left, some);
        if (out->body.size() <= statusBytes)
            break;
    }
    out->etag = "\"" + toBase64Url(sha256(out->body).substr(0, 12)) + "\"";
    out->line = std::move(parts.line);
    out->isRedisLost = parts.isRedisLost;
    out->left = left;
    return out;
}

StatusPtr makeStatus(const std::string& sale, contract::LineState line,
        const std::vector<VoidRange>& voids, bool isRedisLost)
{
    StatusParts parts;
    parts.sale = sale;
    parts.line = std::move(line);
    parts.voids = voids;
    parts.isRedisLost = isRedisLost;
    return makeStatus(std::move(parts));
}

} // namespace saikobi::waiting_room
