#include "app/sources/scripted_sale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace saikobi::sources {

using contract::Figure;
using contract::Instant;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::int64_t openedBefore = 12 * 60 + 31; ///< age of the sale at second 0
constexpr std::int64_t joinedBefore = 3100; ///< people there when it opened
constexpr std::int64_t historyLength = 15 * 60;
constexpr std::int64_t purchaseSeconds = 150;
constexpr double conversion = 0.81;
constexpr double absentShare = 0.09;
constexpr double agreedCallsPerSecond = 20;
constexpr std::int32_t startRate = 60;

/// A number between -1 and 1 that is the same for the same second and line.
double noise(std::int64_t second, std::uint64_t line)
{
    auto x = static_cast<std::uint64_t>(second) * 0x9E3779B97F4A7C15ULL
            + line * 0xBF58476D1CE4E5B9ULL;
    x ^= x >> 31;
    x *= 0x94D049BB133111EBULL;
    x ^= x >> 29;
    return static_cast<double>(x % 20001) / 10000.0 - 1.0;
}

/// Smooth over about ten seconds, like a figure with a window.
double sway(std::int64_t second, std::uint64_t line)
{
    double sum = 0;
    for (std::int64_t i = 0; i < 10; ++i)
        sum += noise(second - i, line);
    return sum / 10.0;
}

/// 60, then a fifth more every three minutes, up to 120.
std::int32_t rateSetAt(std::int64_t second)
{
    constexpr std::array<std::int32_t, 5> steps{startRate, 72, 86, 100, 120};
    if (second < 0)
        return startRate;
    return steps.at(
            std::min<std::size_t>(static_cast<std::size_t>(second / 180), steps.size() - 1));
}

double arrivalsPerMinute(std::int64_t second)
{
    if (second < 0)
        return 620 + 40 * sway(second, 1);
    return 95 + 420 * std::exp(-static_cast<double>(second) / 160.0) + 12 * sway(second, 1);
}

/// The sale at one second after its opening (before it: negative).
struct Moment {
    std::int64_t second = 0;
    double issued = 0;
    double serving = 0;
    double passes = 0;
    double paid = 0;
    double live = 0;
    double passesPerMinute = 0;
    double ordersPerMinute = 0;
    bool isHeld = false;
};

struct Day {
    const Script& script;
    std::int64_t now = 0; ///< second of the snapshot

    std::int64_t faultSecond() const { return openedBefore + script.faultAt.count(); }
    bool has(ScriptedFault fault, std::int64_t second) const
    {
        return script.fault == fault && second >= faultSecond();
    }
    Instant at(std::int64_t second) const
    {
        return script.startAt + seconds{second - openedBefore};
    }
};

double passesPerMinuteAt(const Day& day, std::int64_t second)
{
    if (second < 0 || day.has(ScriptedFault::Held, second))
        return 0;
    return rateSetAt(second) * (0.985 + 0.03 * sway(second, 2));
}

/// Plays the day up to `until`, one Moment a second from `from` on.
std::vector<Moment> play(const Day& day, std::int64_t from, std::int64_t until)
{
    std::vector<Moment> out;
    std::vector<double> entered;
    Moment m;
    m.issued = joinedBefore;
    for (std::int64_t s = std::min<std::int64_t>(from, 0); s <= until; ++s) {
        m.second = s;
        m.issued = s < 0 ? joinedBefore + static_cast<double>(s) * 620.0 / 60.0
                         : m.issued + arrivalsPerMinute(s) / 60.0;
        m.issued = std::max(m.issued, 0.0);
        m.passesPerMinute = passesPerMinuteAt(day, s);
        m.isHeld = day.has(ScriptedFault::Held, s);
        m.passes += m.passesPerMinute / 60.0;
        m.serving += m.passesPerMinute / 60.0 / (1 - absentShare);
        if (s >= 0)
            entered.push_back(m.passesPerMinute);
        const auto before = s - purchaseSeconds;
        const double sellingShare = day.has(ScriptedFault::PaymentsFail, s) ? 0.4 : 1.0;
        m.ordersPerMinute = before < 0
                ? 0
                : entered.at(static_cast<std::size_t>(before)) * conversion * sellingShare;
        m.paid += m.ordersPerMinute / 60.0;
        m.live = std::max(0.0, m.passes - m.paid * 1.12);
        if (s >= from)
            out.push_back(m);
    }
    return out;
}

using Values = std::array<std::optional<double>, contract::figureCount>;

void putLine(Values& v, const Moment& m)
{
    const auto set
            = [&v](Figure figure, double value) { v.at(static_cast<std::size_t>(figure)) = value; };
    const double waiting = std::max(0.0, std::floor(m.issued) - std::floor(m.serving));
    set(Figure::Waiting, waiting);
    set(Figure::Arrivals, arrivalsPerMinute(m.second));
    set(Figure::RateSet, rateSetAt(m.second));
    set(Figure::AbsentShare, absentShare * 100);
    set(Figure::Shoppers, std::floor(m.live));
    set(Figure::ClockSkew, 0.002 * noise(m.second, 9));
    if (m.second < 0)
        return;
    set(Figure::Front, m.passesPerMinute / (1 - absentShare));
    set(Figure::RateActual, m.passesPerMinute);
    set(Figure::PassAge, m.isHeld ? 40 : 0.4 + 0.3 * noise(m.second, 3));
    set(Figure::CalledNotCome, 9 + 0.8 * sway(m.second, 4));
    if (m.passesPerMinute > 0)
        set(Figure::WaitNew, waiting * (1 - absentShare) / m.passesPerMinute);
}

void putMoney(Values& v, const Moment& m, bool fails)
{
    const auto set
            = [&v](Figure figure, double value) { v.at(static_cast<std::size_t>(figure)) = value; };
    if (m.second < 0)
        return;
    const auto s = m.second;
    const double orders = std::max(0.0, m.ordersPerMinute + 3 * sway(s, 5));
    const double callsMean = orders / 60.0 * 2.1 * (fails ? 4 : 1);
    const double calls = std::ceil(callsMean * 1.6 + 2 + noise(s, 6));
    set(Figure::Orders, orders);
    set(Figure::Calls, std::min(agreedCallsPerSecond, calls));
    set(Figure::CallsFinishing, std::floor(calls * 0.45));
    set(Figure::RefusedForRate, fails ? 42 + 6 * sway(s, 7) : 0);
    set(Figure::BudgetUsed, std::min(100.0, callsMean / 18.1 * 100 + 1));
    set(Figure::InFlight, std::round(callsMean * 1.7 + 1 + noise(s, 8)));
    set(Figure::ErrorRatio, 0.3 + 0.1 * sway(s, 10));
    set(Figure::Refused, fails ? 6.4 : 0.2 + 0.1 * sway(s, 11));
    set(Figure::OwnP95, 0.043 + 0.006 * sway(s, 12));
    set(Figure::CheckoutP95, 2.1 + 0.2 * sway(s, 13));
    set(Figure::PageP95, 0.021 + 0.004 * sway(s, 14));
    set(Figure::Unsettled, fails ? 7 : 0);
    set(Figure::AuditRows, 0);
    if (s < purchaseSeconds + 30)
        return; // too few payments for a ratio
    set(Figure::PaymentSuccess, fails ? 41 + 4 * sway(s, 15) : 98.4 + 0.5 * sway(s, 15));
    set(Figure::Declines, 1.8 + 0.4 * sway(s, 16));
    set(Figure::Conversion, 100 * conversion * (fails ? 0.4 : 1) + sway(s, 17));
}

Values valuesAt(const Day& day, const Moment& m)
{
    Values v;
    putLine(v, m);
    putMoney(v, m, day.has(ScriptedFault::PaymentsFail, m.second));
    return v;
}

contract::LineState lineAt(const Day& day, const Moment& m)
{
    contract::LineState line;
    line.at = day.at(m.second);
    line.epoch.value = 1;
    line.revision.value = m.second < 0 ? 1 : 1 + std::min<std::int64_t>(m.second / 180, 4);
    line.phase = m.second < 0 ? contract::Phase::Before : contract::Phase::Open;
    line.rate.value = rateSetAt(m.second);
    line.issued = static_cast<std::int64_t>(m.issued);
    line.serving = static_cast<std::int64_t>(m.serving);
    line.passes = static_cast<std::int64_t>(m.passes);
    line.live = static_cast<std::int64_t>(m.live);
    line.absentShare = absentShare;
    line.opensAt = day.at(0);
    if (!m.isHeld)
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

contract::ProductStock stockOf(const Day& day, const Ware& ware, const Moment& m)
{
    contract::ProductStock out;
    out.id.value = 1 + (&ware - wares.data());
    out.code = ware.code;
    out.name = ware.name;
    out.total = ware.total;
    const auto wanted = static_cast<std::int64_t>(m.paid * ware.share);
    out.sold = std::min(wanted, ware.total);
    const auto wantedNow
            = static_cast<std::int64_t>(std::ceil(m.ordersPerMinute / 20 * ware.share));
    out.held = std::min(wantedNow, ware.total - out.sold);
    if (out.sold == out.total)
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

std::vector<contract::SlotPlaces> slotsAt(const Day& day, const Moment& m)
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

contract::TimelineEntry entry(const Day& day, std::int64_t second, const char* kind,
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

std::vector<contract::TimelineEntry> timelineAt(const Day& day, std::int64_t seen)
{
    std::vector<contract::TimelineEntry> out{entry(day, -600, "instance", "serve-1", ""),
            entry(day, -598, "instance", "serve-2", ""), entry(day, 0, "phase", "open", "")};
    for (std::int64_t s = 180; s <= std::min<std::int64_t>(seen, 720); s += 180) {
        auto raise = entry(day, s, "command", "rate", "op-1");
        raise.reason = "line grows, payments quiet";
        raise.revision.value = 1 + s / 180;
        raise.data = {{"id", "scripted-raise-" + std::to_string(s)}, {"result", "in_force"},
                {"old", std::to_string(rateSetAt(s - 1))}, {"new", std::to_string(rateSetAt(s))}};
        out.push_back(std::move(raise));
    }
    if (day.has(ScriptedFault::Held, seen)) {
        auto hold = entry(day, day.faultSecond(), "command", "hold", "op-1");
        hold.reason = "venue asked for a pause";
        hold.data = {
                {"id", "scripted-hold"}, {"result", "in_force"}, {"old", "open"}, {"new", "held"}};
        out.push_back(std::move(hold));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
    return out;
}

contract::Feed feedOf(const Day& day, bool isLost, bool isSilent, double roundTripMs)
{
    contract::Feed feed;
    const auto seen = isLost || isSilent ? day.faultSecond() : day.now;
    feed.lastSuccess = day.at(seen);
    feed.newestData = day.at(seen);
    if (!isLost) {
        feed.roundTripMs = roundTripMs + 0.2 * noise(day.now, 21);
        return feed;
    }
    feed.error = "connection refused";
    feed.nextTry = day.at(day.now) + seconds{1 + (day.now - seen) % 30};
    return feed;
}

/// Copies the values into the snapshot with the instant until which their store was heard.
void putFigures(contract::SaleSnapshot& sale, const Values& line, Instant lineAsOf,
        const Values& stock, Instant stockAsOf)
{
    for (const auto& figure : contract::allFigures()) {
        const auto i = static_cast<std::size_t>(figure.figure);
        const bool isStock = figure.feed == contract::FeedKind::Postgres;
        if (const auto& value = isStock ? stock.at(i) : line.at(i))
            sale.figures.at(i) = {*value, isStock ? stockAsOf : lineAsOf};
    }
}

void putIdentity(contract::SaleSnapshot& sale, const Script& script)
{
    sale.source = script.shownAs;
    sale.profile = script.profile;
    sale.sale = "shop-a";
    sale.saleName = "最後尾マーケット 夏の陣";
    sale.user = script.user;
    sale.mayCommand = script.mayCommand;
    sale.providerLimitPerSecond = agreedCallsPerSecond;
}

} // namespace

contract::SaleSnapshot scriptedSnapshot(const Script& script, seconds elapsed)
{
    const Day day{script, openedBefore + elapsed.count()};
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
    const auto moment = [&](std::int64_t second) -> const Moment& {
        const auto index = std::max<std::int64_t>(0, second - moments.front().second);
        return moments.at(static_cast<std::size_t>(index));
    };
    putFigures(sale, valuesAt(day, moment(lineSeen)), day.at(lineSeen),
            valuesAt(day, moment(stockSeen)), day.at(stockSeen));
    sale.line = {lineAt(day, moment(lineSeen)), day.at(lineSeen)};
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
    for (const char* name : {"serve-1", "serve-2"})
        sale.instances.push_back({name, "scripted", "0.1.0", day.at(-600), day.at(lineSeen), true});
    sale.timeline = timelineAt(day, lineSeen);
    return sale;
}

} // namespace saikobi::sources
