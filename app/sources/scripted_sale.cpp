#include "app/sources/scripted_sale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "app/model/feed_watch.h"
#include "app/sources/scripted_alarms.h"
#include "app/sources/scripted_day.h"
#include "app/sources/scripted_desk.h"

namespace saikobi::sources {

using contract::Figure;
using contract::Instant;
using std::chrono::seconds;

namespace {

constexpr std::int64_t historyLength = 15 * 60;

contract::LineState lineAt(const ScriptedDay& day, const ScriptedMoment& m)
{
    contract::LineState line;
    line.at = day.at(m.second);
    line.epoch.value = 1;
    line.revision.value = m.second < 0 ? 1 : 1 + std::min<std::int64_t>(m.second / 180, 4);
    line.phase = m.second < 0 ? contract::Phase::Before : contract::Phase::Open;
    line.rate.value = scriptedRateAt(m.second);
    line.issued = static_cast<std::int64_t>(m.issued);
    line.serving = static_cast<std::int64_t>(m.serving);
    line.passes = static_cast<std::int64_t>(m.passes);
    line.live = static_cast<std::int64_t>(m.live);
    line.absentShare = scriptedAbsentShare;
    line.present
            = static_cast<std::int64_t>(static_cast<double>(line.waiting()) * scriptedPresentShare);
    line.foretold = scriptedForetold(m.second);
    line.foretoldWithin = scriptedForetoldWithin(m.second);
    line.opensAt = day.at(0);
    if (m.heldSeconds == 0)
        return line;
    line.phase = contract::Phase::Held;
    line.causes = {contract::Cause::Operator};
    line.heldBy = "op-1";
    line.heldSince = day.at(day.faultSecond());
    line.resumeAt = day.at(day.faultSecond() + 900);
    line.revision.value += 1;
    line.message
            = {"ただいま入場を止めています。", "Entry is paused for the moment.", line.heldSince};
    return line;
}

struct Ware {
    const char* code;
    const char* name;
    std::int64_t total;
    double share; ///< units per paid order
};
constexpr std::array wares{Ware{"A-01", "アクリルスタンド 最後尾ちゃん", 1200, 0.62},
        Ware{"A-02", "アクリルスタンド 売り子さん", 900, 0.41},
        Ware{"B-11", "新刊セット（特典つき）", 1500, 0.55}, Ware{"B-12", "新刊のみ", 3000, 0.30},
        Ware{"C-01", "缶バッジ（ランダム）", 200000, 2.40}, Ware{"C-02", "缶バッジ BOX", 300, 0.22},
        Ware{"D-01", "Ｔシャツ M", 250, 0.12}, Ware{"D-02", "Ｔシャツ L", 250, 0.15},
        Ware{"E-01", "タペストリー B2", 400, 0.24}, Ware{"E-02", "クリアファイル", 5000, 0.50},
        Ware{"F-01", "ドラマ CD", 800, 0.19}, Ware{"F-02", "直筆サイン色紙", 30, 0.09}};

contract::ProductStock stockOf(const ScriptedDay& day, const Ware& ware, const ScriptedMoment& m)
{
    contract::ProductStock out;
    out.id.value = 1 + (&ware - wares.data());
    out.code = ware.code;
    out.name = ware.name;
    out.total = ware.total;
    out.isMovementKnown = true;
    const auto wanted = static_cast<std::int64_t>(m.paid * ware.share);
    out.sold = std::min(wanted, ware.total);
    const auto wantedNow
            = static_cast<std::int64_t>(std::ceil(m.ordersPerMinute / 20 * ware.share));
    out.held = std::min(wantedNow, ware.total - out.sold);
    // Given back after "sold out": they wait for an announced offer.
    if (out.sold == out.total && out.total >= 200 && out.total < 1000) {
        out.kept = 4;
        out.sold -= 4;
        out.held = 4;
        out.offerUnits = 4;
        out.offerAt = day.at(scriptedAge + 900);
    }
    out.perMinute = out.available() > 0 ? m.ordersPerMinute * ware.share : 0;
    if (day.has(ScriptedFault::StockDiffers, m.second) && out.id.value == 3)
        out.state = contract::ProductState::Stopped;
    else if (out.sold + out.kept == out.total)
        out.state = contract::ProductState::SoldOut;
    else if (out.available() == 0)
        out.state = contract::ProductState::LastPieces;
    const double perSecond = m.ordersPerMinute / 60 * ware.share;
    if (out.available() == 0 || perSecond <= 0)
        return out;
    const auto left = static_cast<double>(out.available()) / perSecond;
    if (left > 6 * 3600)
        return out;
    out.sellsOutFrom = day.at(m.second) + seconds{static_cast<std::int64_t>(left * 0.88)};
    out.sellsOutTo = day.at(m.second) + seconds{static_cast<std::int64_t>(left * 1.15)};
    return out;
}

std::vector<contract::SlotPlaces> slotsAt(const ScriptedDay& day, const ScriptedMoment& m)
{
    constexpr std::array<double, 3> shares{0.5, 0.3, 0.2};
    std::vector<contract::SlotPlaces> out;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const auto from = day.at(0) + std::chrono::hours{24 + 2 * static_cast<int>(i)};
        const auto taken = static_cast<std::int64_t>(m.paid * shares.at(i));
        out.push_back({{static_cast<std::int64_t>(i) + 1}, from, from + std::chrono::hours{2}, 4000,
                static_cast<std::int64_t>(m.ordersPerMinute / 20 * shares.at(i)),
                std::min<std::int64_t>(taken, 4000)});
    }
    return out;
}

contract::TimelineEntry entry(const ScriptedDay& day, std::int64_t second, const char* kind,
        const char* subject, const char* actor)
{
    contract::TimelineEntry out;
    out.id = std::string{"scripted-"} + kind + std::to_string(second);
    out.sale = "shop-a";
    out.at = day.at(second);
    out.source = "redis";
    out.kind = kind;
    out.subject = subject;
    out.actor = actor;
    return out;
}

std::vector<contract::TimelineEntry> timelineAt(const ScriptedDay& day, std::int64_t seen)
{
    std::vector<contract::TimelineEntry> out{entry(day, -600, "instance", "started", ""),
            entry(day, -598, "instance", "started", ""), entry(day, 0, "phase", "open", "")};
    out[0].source = "serve-1";
    out[1].source = "serve-2";
    for (std::int64_t s = 180; s <= std::min<std::int64_t>(seen, 720); s += 180) {
        auto raise = entry(day, s, "command", "rate", "op-1");
        raise.reason = "line grows, payments quiet";
        raise.revision.value = 1 + s / 180;
        raise.data = {{"id", "scripted-raise-" + std::to_string(s)}, {"result", "in_force"},
                {"old", std::to_string(scriptedRateAt(s - 1))},
                {"new", std::to_string(scriptedRateAt(s))}};
        out.push_back(std::move(raise));
    }
    if (day.has(ScriptedFault::Held, seen)) {
        auto hold = entry(day, day.faultSecond(), "command", "hold", "op-1");
        hold.reason = "venue asked for a pause";
        hold.data = {
                {"id", "scripted-hold"}, {"result", "in_force"}, {"old", "open"}, {"new", "held"}};
        out.push_back(std::move(hold));
    }
    for (auto& told : scriptedAlarmEntries(day))
        out.push_back(std::move(told));
    std::stable_sort(
            out.begin(), out.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
    return out;
}

contract::Feed feedOf(const ScriptedDay& day, bool isLost, bool isSilent, double roundTripMs)
{
    contract::Feed feed;
    const auto seen = isLost || isSilent ? day.faultSecond() : day.now;
    feed.lastSuccess = day.at(seen);
    feed.newestData = day.at(seen);
    if (!isLost) {
        feed.roundTripMs = roundTripMs + 0.2 * scriptedNoise(day.now, 21);
        return feed;
    }
    feed.error = "connection refused";
    feed.nextTry = day.at(day.now) + seconds{1 + (day.now - seen) % 30};
    return feed;
}

/// Copies the values into the snapshot with the instant until which their store was heard.
void putFigures(contract::SaleSnapshot& sale, const ScriptedValues& line, Instant lineAsOf,
        const ScriptedValues& stock, Instant stockAsOf)
{
    for (const auto& figure : contract::allFigures()) {
        const auto i = static_cast<std::size_t>(figure.figure);
        const bool isStock = figure.feed == contract::FeedKind::Postgres;
        if (const auto& value = isStock ? stock.at(i) : line.at(i))
            sale.figures.at(i) = {*value, isStock ? stockAsOf : lineAsOf};
    }
}

/// What a console measures itself needs no store.
void putOwn(contract::SaleSnapshot& sale, const ScriptedValues& now)
{
    for (const auto figure : {Figure::PathRtt, Figure::Unconfirmed}) {
        const auto i = static_cast<std::size_t>(figure);
        if (const auto& value = now.at(i))
            sale.figures.at(i) = {*value, sale.madeAt};
    }
    model::FeedWatch feeds;
    const auto put = [&sale](Figure figure, std::optional<double> value) {
        if (value)
            sale.figures.at(static_cast<std::size_t>(figure)) = {*value, sale.madeAt};
    };
    const auto lost = feeds.storeLost(sale.redis, sale.postgres, sale.madeAt);
    put(Figure::StoreLost, lost);
    if (!sale.redis.error.empty() || !sale.postgres.error.empty())
        put(Figure::PathRtt, lost.value_or(0) * 1000); // the probe is still under way
    put(Figure::FeedAge, feeds.feedAge(sale.redis, sale.postgres, sale.madeAt));
}

void putIdentity(contract::SaleSnapshot& sale, const Script& script)
{
    sale.source = script.shownAs;
    sale.profile = script.profile;
    sale.sale = "shop-a";
    sale.saleName = "最後尾マーケット 夏の陣";
    sale.user = script.user;
    sale.mayCommand = script.mayCommand;
    sale.providerLimitPerSecond = scriptedCallLimit;
}

struct Seen {
    std::int64_t line = 0;
    std::int64_t stock = 0;
};

void putBurnDown(contract::SaleSnapshot& sale, const ScriptedDay& day,
        const std::vector<ScriptedMoment>& moments, std::int64_t until,
        const std::vector<contract::ProductId>& products)
{
    for (const auto product : products) {
        const auto index = static_cast<std::size_t>(product.value - 1);
        if (product.value < 1 || index >= wares.size())
            continue;
        auto& points = sale.burnDown[product];
        for (const auto& m : moments)
            if (m.second >= 0 && m.second <= until && m.second % 5 == 0)
                points.push_back({day.at(m.second), stockOf(day, wares.at(index), m).available()});
    }
}

void putDesk(contract::SaleSnapshot& sale, const ScriptedDay& day,
        const std::vector<ScriptedMoment>& moments, Seen seen, const contract::DeskWish& wish)
{
    const auto find = [&](std::int64_t second) -> const ScriptedMoment& {
        const auto index = std::max<std::int64_t>(0, second - moments.front().second);
        return moments.at(static_cast<std::size_t>(index));
    };
    sale.methods = {scriptedMethods(), day.at(seen.stock)};
    sale.methodFigures = {scriptedMethodFigures(day, moments, seen.line), day.at(seen.line)};
    sale.record = {scriptedRecord(day, find(seen.stock)), day.at(seen.stock)};
    sale.sources = {scriptedSources(find(seen.line)), day.at(seen.line)};
    if (!wish.block.empty())
        sale.blockReach = {{wish.block, 3}, day.at(seen.stock)};
    if (wish.detail)
        sale.productDetail
                = {scriptedDetail(day, find(seen.stock), *wish.detail), day.at(seen.stock)};
    putBurnDown(sale, day, moments, seen.stock, wish.burnDown);
}

} // namespace

contract::SaleSnapshot scriptedSnapshot(
        const Script& script, seconds elapsed, const contract::DeskWish& wish)
{
    const ScriptedDay day{script, scriptedAge + elapsed.count()};
    const bool isSilent = day.has(ScriptedFault::Silent, day.now);
    const bool isBothLost = day.has(ScriptedFault::BothLost, day.now);
    const bool noRedis = isBothLost || day.has(ScriptedFault::RedisLost, day.now);
    const bool noPostgres = isBothLost || day.has(ScriptedFault::PostgresLost, day.now);
    const auto lineSeen = noRedis || isSilent ? day.faultSecond() : day.now;
    const auto stockSeen = noPostgres || isSilent ? day.faultSecond() : day.now;

    contract::SaleSnapshot sale;
    putIdentity(sale, script);
    sale.sequence = static_cast<std::uint64_t>(elapsed.count()) + 1;
    sale.madeAt = day.at(day.now);
    sale.redis = feedOf(day, noRedis, isSilent, 0.9);
    sale.postgres = feedOf(day, noPostgres, isSilent, 3.8);

    const auto moments = play(day, day.now - historyLength, day.now);
    const auto moment = [&](std::int64_t second) -> const ScriptedMoment& {
        const auto index = std::max<std::int64_t>(0, second - moments.front().second);
        return moments.at(static_cast<std::size_t>(index));
    };
    putFigures(sale, valuesAt(day, moment(lineSeen)), day.at(lineSeen),
            valuesAt(day, moment(stockSeen)), day.at(stockSeen));
    putOwn(sale, valuesAt(day, moment(day.now)));
    sale.line = {lineAt(day, moment(lineSeen)), day.at(lineSeen)};
    sale.line->value.holder = script.mayCommand ? script.user : "op-1";
    sale.line->value.holderSince = day.at(-600);
    const auto& wait = sale.figures.at(static_cast<std::size_t>(Figure::WaitNew));
    if (wait)
        sale.waitNewRange = {{wait->value * 0.8, wait->value * 1.23}, wait->asOf};
    auto history = std::make_shared<contract::History>();
    for (const auto& m : moments)
        if (m.second <= lineSeen)
            history->push_back({day.at(m.second), valuesAt(day, m)});
    sale.history = std::move(history);

    std::vector<contract::ProductStock> products;
    for (const auto& ware : wares)
        products.push_back(stockOf(day, ware, moment(stockSeen)));
    sale.products = {std::move(products), day.at(stockSeen)};
    sale.pickupSlots = {slotsAt(day, moment(stockSeen)), day.at(stockSeen)};
    for (const std::uint64_t number : {1, 2})
        sale.instances.push_back({"serve-" + std::to_string(number), "scripted", "0.1.0",
                day.at(-600), day.at(lineSeen), true, scriptedInstance(lineSeen, number)});
    putDesk(sale, day, moments, {lineSeen, stockSeen}, wish);
    sale.alarms = {scriptedAlarms(day), day.at(lineSeen)};
    sale.timeline = timelineAt(day, lineSeen);
    return sale;
}

} // namespace saikobi::sources
