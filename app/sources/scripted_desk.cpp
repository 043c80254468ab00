#include "app/sources/scripted_desk.h"

#include <algorithm>
#include <cmath>

namespace saikobi::sources {

using contract::PaymentEnd;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

struct Means {
    const char* id;
    const char* ja;
    const char* en;
    contract::PaymentFlow flow;
    milliseconds from;
    milliseconds to;
    double share; ///< of the attempts
    double p50;
    double p95;
};
const std::array<Means, 4> means{
        Means{"card", "クレジットカード", "Credit card", contract::PaymentFlow::Direct,
                milliseconds{1000}, milliseconds{2000}, 0.62, 1.28, 1.86},
        Means{"paypal", "PayPal", "PayPal", contract::PaymentFlow::Direct, milliseconds{3000},
                milliseconds{4000}, 0.21, 3.2, 3.9},
        Means{"konbini", "コンビニ払い", "Convenience store", contract::PaymentFlow::Hosted,
                milliseconds{500}, milliseconds{1500}, 0.09, 0.7, 1.3},
        Means{"points", "会場ポイント", "Points", contract::PaymentFlow::Points, milliseconds{20},
                milliseconds{200}, 0.08, 0.03, 0.08}};

std::size_t indexOf(PaymentEnd end)
{
    return static_cast<std::size_t>(end);
}

/// Attempts of all methods in a minute that came out so.
std::array<double, contract::paymentEndCount> endsOf(
        const ScriptedDay& day, const ScriptedMoment& m)
{
    std::array<double, contract::paymentEndCount> out{};
    const bool fails = day.has(ScriptedFault::PaymentsFail, m.second);
    const double orders = std::max(0.0, m.ordersPerMinute);
    out.at(indexOf(PaymentEnd::Approved)) = orders;
    out.at(indexOf(PaymentEnd::Declined)) = orders * 0.019;
    out.at(indexOf(PaymentEnd::RefusedForRate))
            = fails ? 42 + 6 * scriptedNoise(m.second / 5, 7) : 0;
    out.at(indexOf(PaymentEnd::TimedOut)) = fails ? 7 : std::floor(orders * 0.008);
    out.at(indexOf(PaymentEnd::ServerError)) = fails ? 5 : std::floor(orders * 0.006);
    return out;
}

/// The failing provider is the one of cards.
bool isStruck(const ScriptedDay& day, std::int64_t second, const Means& method)
{
    return day.has(ScriptedFault::PaymentsFail, second)
            && method.flow == contract::PaymentFlow::Direct;
}

contract::MethodFigures figuresOf(
        const ScriptedDay& day, const ScriptedMoment& m, const Means& method)
{
    contract::MethodFigures out;
    const auto all = endsOf(day, m);
    const bool isPoints = method.flow == contract::PaymentFlow::Points;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool isTrouble = i >= indexOf(PaymentEnd::RefusedForRate);
        out.ends.at(i) = isPoints && isTrouble ? 0 : std::round(all.at(i) * method.share);
    }
    double attempts = 0;
    for (const auto end : out.ends)
        attempts += end;
    out.attemptsPerSecond = attempts / 60;
    const double declined = out.ends.at(indexOf(PaymentEnd::Declined));
    if (2 * (attempts - declined) >= 20) {
        out.successPercent
                = 100 * out.ends.at(indexOf(PaymentEnd::Approved)) / (attempts - declined);
        out.declinedPercent = 100 * declined / attempts;
    }
    if (attempts < 4)
        return out;
    const double slower = isStruck(day, m.second, method) ? 2.6 : 1;
    const double sway = 1 + 0.04 * scriptedNoise(m.second / 4, 31);
    out.p50Seconds = method.p50 * slower * sway;
    out.p95Seconds = method.p95 * slower * sway;
    out.ownP95Seconds = 0.041 + 0.004 * scriptedNoise(m.second / 4, 32);
    if (isPoints)
        return out;
    out.inFlight = std::round(attempts / 60 * *out.p50Seconds + 0.5);
    out.inFlightBound = std::round(20 * method.p50);
    return out;
}

contract::AgeCounts agesOf(double units, double oldShare)
{
    constexpr std::array parts{0.34, 0.38, 0.17, 0.09, 0.0, 0.0, 0.0};
    contract::AgeCounts out{};
    for (std::size_t i = 0; i < parts.size(); ++i)
        out.at(i) = static_cast<std::int64_t>(units * parts.at(i));
    out.at(4) = static_cast<std::int64_t>(std::ceil(units * oldShare));
    return out;
}

contract::FindingRow finding(const ScriptedDay& day, std::int64_t id, std::int64_t second,
        const char* kind, const char* repair)
{
    contract::FindingRow out;
    out.id = id;
    out.kind = kind;
    out.provider = "sim";
    out.reference = "pi_scripted_" + std::to_string(id);
    out.order = "0199b2c4-0000-7000-8000-00000000000" + std::to_string(id);
    out.amount = 3300 + 550 * id;
    out.foundAt = day.at(second);
    out.repair = repair;
    out.needsPerson = out.repair.empty();
    if (!out.needsPerson)
        out.closedAt = day.at(second + 4);
    return out;
}

} // namespace

std::vector<contract::MethodView> scriptedMethods()
{
    std::vector<contract::MethodView> out;
    for (const auto& each : means) {
        const bool isPoints = each.flow == contract::PaymentFlow::Points;
        out.push_back({each.id, each.ja, each.en, isPoints ? "" : "sim", each.flow, true, each.from,
                each.to, isPoints ? 0 : scriptedCallLimit, isPoints ? 0 : scriptedCallLimit, 0});
    }
    return out;
}

contract::MethodsMeasured scriptedMethodFigures(
        const ScriptedDay& day, const std::vector<ScriptedMoment>& moments, std::int64_t until)
{
    contract::MethodsMeasured out;
    auto history = std::make_shared<contract::MethodHistory>();
    for (const auto& each : means)
        history->methods.emplace_back(each.id);
    for (const auto& m : moments) {
        if (m.second < 0 || m.second > until)
            continue;
        auto& row = history->seconds.emplace_back();
        row.at = day.at(m.second);
        row.endsPerMinute = endsOf(day, m);
        for (const auto& each : means)
            row.p95Seconds.push_back(figuresOf(day, m, each).p95Seconds);
        if (m.second == until)
            for (const auto& each : means)
                out.byMethod.emplace(each.id, figuresOf(day, m, each));
    }
    out.history = std::move(history);
    for (std::int64_t product = 1; product <= 6; ++product)
        out.ownP95ByProduct[product] = 0.036 + 0.002 * static_cast<double>(product);
    return out;
}

contract::DeskRecord scriptedRecord(const ScriptedDay& day, const ScriptedMoment& m)
{
    contract::DeskRecord out;
    const bool fails = day.has(ScriptedFault::PaymentsFail, m.second);
    const double orders = std::max(0.0, m.ordersPerMinute);
    out.heldAges = agesOf(orders * 0.3, fails ? 0.2 : 0.01);
    out.authorisedAges = agesOf(orders / 25, 0);
    out.deferred = {{"konbini", static_cast<std::int64_t>(m.paid * 0.02),
            static_cast<std::int64_t>(m.paid * 0.02) * 2750,
            seconds{std::max<std::int64_t>(0, m.second - 60)}}};
    out.findings = {finding(day, 2, 540, "authorised_without_order", "voided"),
            finding(day, 1, 310, "captured_without_paid", "paid")};
    if (fails) {
        out.authorisedAges.at(3) += 7;
        out.inboxOpen = 12;
        out.inboxAge = seconds{std::max<std::int64_t>(0, m.second - day.faultSecond())};
        out.inboxParked = 1;
        out.inboxParkedAge = seconds{48};
        out.findings.insert(
                out.findings.begin(), finding(day, 3, day.faultSecond() + 3, "captured_twice", ""));
        out.audits.push_back({contract::AuditView::OrphanPayment, "order",
                "0199b2c4-0000-7000-8000-000000000003", "captured, cancelled", std::nullopt,
                std::nullopt});
        out.auditRows.at(static_cast<std::size_t>(contract::AuditView::OrphanPayment)) = 1;
    }
    if (day.has(ScriptedFault::StockDiffers, m.second)) {
        out.audits.push_back({contract::AuditView::Oversold, "product", "3",
                "units given out differ from held and sold", 412, 411});
        out.audits.push_back(
                {contract::AuditView::StrandedStock, "product", "5", "cancelled", 2, 0});
        out.auditRows.at(static_cast<std::size_t>(contract::AuditView::Oversold)) = 1;
        out.auditRows.at(static_cast<std::size_t>(contract::AuditView::StrandedStock)) = 1;
    }
    return out;
}

contract::ProductDetail scriptedDetail(
        const ScriptedDay& day, const ScriptedMoment& m, contract::ProductId product)
{
    contract::ProductDetail out;
    out.product = product;
    out.heldAges = agesOf(std::max(0.0, m.ordersPerMinute) / 20, 0);
    for (std::int64_t i = 0; i < 50; ++i) {
        contract::StockMove move;
        move.at = day.at(m.second - 2 * i - 1);
        move.order = "0199b2c4-0000-7000-8000-0000000001" + std::to_string(10 + i);
        move.quantity = 1 + i % 3;
        move.status = i < 3 ? "capturing" : (i % 17 == 16 ? "voiding" : "paid");
        move.method = i % 4 == 1 ? "paypal" : "card";
        out.moves.push_back(std::move(move));
    }
    return out;
}

contract::SourceList scriptedSources(const ScriptedMoment& moment)
{
    if (moment.second < 0)
        return {};
    contract::SourceList out;
    out.requests = 48'200 + static_cast<std::int64_t>(900 * scriptedNoise(moment.second, 90));
    out.joins = 910 + static_cast<std::int64_t>(30 * scriptedNoise(moment.second, 91));
    // A carrier with many people behind one address, and a few households.
    out.sources.push_back({"203.0.113.24", 1'480, 11, 4, 236, 9});
    out.sources.push_back({"198.51.100.7", 640, 6, 212, 2, 0});
    for (int i = 1; i <= 10; ++i)
        out.sources.push_back({"2001:db8:0:" + std::to_string(i) + "::/64", 44 - 2 * i, 1, 0, 1,
                i % 4 == 0 ? 1 : 0});
    return out;
}

contract::InstanceFigures scriptedInstance(std::int64_t second, std::uint64_t number)
{
    contract::InstanceFigures out;
    out.postgresRttMs = 0.7 + 0.1 * scriptedNoise(second, 40 + number);
    out.redisRttMs = 0.3 + 0.05 * scriptedNoise(second, 50 + number);
    out.connections = 14;
    out.sockets = std::round(410 + 20 * scriptedNoise(second, 60 + number));
    out.underWay = std::round(6 + 3 * scriptedNoise(second, 70 + number));
    out.cpuPercent = 31 + 4 * scriptedNoise(second, 80 + number);
    out.rssMiB = 86;
    return out;
}

std::string scriptedPaidOrders()
{
    std::string out{"slot_from,slot_to,pickup_code,order,amount,lines\r\n"};
    for (int i = 0; i < 24; ++i)
        out += "2026-12-31 1" + std::to_string(i / 8) + ":00,2026-12-31 1" + std::to_string(i / 8)
                + ":30,A" + std::to_string(100 + i) + ",0199b2c4-0000-7000-8000-0000000002"
                + std::to_string(10 + i) + ",2750,A-01 x 1; B-12 x 1\r\n";
    return out;
}

} // namespace saikobi::sources
