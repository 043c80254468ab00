#include "app/sources/scripted_day.h"

#include <algorithm>
#include <cmath>

namespace saikobi::sources {

using contract::Figure;

namespace {

constexpr std::int64_t joinedBefore = 3100; ///< people there when it opened
constexpr std::int64_t purchaseSeconds = 150;
constexpr double conversion = 0.81;
constexpr std::int32_t startRate = 60;

/// Smooth over about ten seconds, like a figure with a window.
double sway(std::int64_t second, std::uint64_t line)
{
    double sum = 0;
    for (std::int64_t i = 0; i < 10; ++i)
        sum += scriptedNoise(second - i, line);
    return sum / 10.0;
}

double arrivalsPerMinute(std::int64_t second)
{
    if (second < 0)
        return 620 + 40 * sway(second, 1);
    return 95 + 420 * std::exp(-static_cast<double>(second) / 160.0) + 12 * sway(second, 1);
}

double passesPerMinuteAt(const ScriptedDay& day, std::int64_t second)
{
    if (second < 0 || day.has(ScriptedFault::Held, second))
        return 0;
    return scriptedRateAt(second) * (0.985 + 0.03 * sway(second, 2));
}

void putLine(ScriptedValues& v, const ScriptedMoment& m)
{
    const auto set
            = [&v](Figure figure, double value) { v.at(static_cast<std::size_t>(figure)) = value; };
    const double waiting = std::max(0.0, std::floor(m.issued) - std::floor(m.serving));
    set(Figure::Waiting, waiting);
    set(Figure::Arrivals, arrivalsPerMinute(m.second));
    set(Figure::RateSet, scriptedRateAt(m.second));
    set(Figure::AbsentShare, scriptedAbsentShare * 100);
    set(Figure::Shoppers, std::floor(m.live));
    set(Figure::Present, std::floor(waiting * scriptedPresentShare));
    set(Figure::ClockSkew, 0.002 * scriptedNoise(m.second, 9));
    if (m.second < 0)
        return;
    set(Figure::Front, m.passesPerMinute / (1 - scriptedAbsentShare));
    set(Figure::RateActual, m.passesPerMinute);
    set(Figure::PassAge,
            m.heldSeconds > 0 ? static_cast<double>(m.heldSeconds)
                              : 0.4 + 0.3 * scriptedNoise(m.second, 3));
    set(Figure::CalledNotCome, 9 + 0.8 * sway(m.second, 4));
    if (const auto told = scriptedForetold(m.second); told >= 100)
        set(Figure::WaitCoverage,
                100.0 * static_cast<double>(scriptedForetoldWithin(m.second))
                        / static_cast<double>(told));
    if (m.passesPerMinute > 0)
        set(Figure::WaitLast, static_cast<double>(m.second) / 60 + 0.4);
    if (m.passesPerMinute > 0)
        set(Figure::WaitNew, waiting * (1 - scriptedAbsentShare) / m.passesPerMinute);
}

void putMoney(ScriptedValues& v, const ScriptedMoment& m, bool fails)
{
    const auto set
            = [&v](Figure figure, double value) { v.at(static_cast<std::size_t>(figure)) = value; };
    if (m.second < 0)
        return;
    const auto s = m.second;
    const double orders = std::max(0.0, m.ordersPerMinute + 3 * sway(s, 5));
    const double callsMean = orders / 60.0 * 2.1 * (fails ? 4 : 1);
    const double calls = std::ceil(callsMean * 1.6 + 2 + scriptedNoise(s, 6));
    set(Figure::Orders, orders);
    set(Figure::Calls, std::min(scriptedCallLimit, calls));
    set(Figure::CallsFinishing, std::floor(calls * 0.45));
    set(Figure::RefusedForRate, fails ? 42 + 6 * sway(s, 7) : 0);
    set(Figure::BudgetUsed, std::min(100.0, callsMean / 18.1 * 100 + 1));
    set(Figure::RateAdvised, 540);
    set(Figure::OpenDifferences, 0);
    set(Figure::InFlight, std::round(callsMean * 1.7 + 1 + scriptedNoise(s, 8)));
    set(Figure::ErrorRatio, 0.3 + 0.1 * sway(s, 10));
    set(Figure::Refused, fails ? 6.4 : 0.2 + 0.1 * sway(s, 11));
    set(Figure::OwnP95, 0.043 + 0.006 * sway(s, 12));
    set(Figure::CheckoutP95, 2.1 + 0.2 * sway(s, 13));
    set(Figure::Reloads, 1.2 + 0.3 * sway(s, 18));
    set(Figure::PageP95, 0.021 + 0.004 * sway(s, 14));
    set(Figure::Unsettled, fails ? 7 : 0);
    set(Figure::AuditRows, 0);
    set(Figure::AuditOversold, 0);
    set(Figure::PurchaseTime, purchaseSeconds / 60.0);
    set(Figure::LaneUse, 34 + 3 * sway(s, 19));
    set(Figure::Cpu, 41 + 4 * sway(s, 20));
    set(Figure::ArrivalsRatio, 1.04 + 0.05 * sway(s, 22));
    set(Figure::SourceShare, 1.2 + 0.2 * sway(s, 23));
    set(Figure::Outside, 0.19 + 0.02 * sway(s, 24));
    set(Figure::RecordAge, 0.4);
    set(Figure::DiskFree, 182);
    set(Figure::PathRtt, 62 + 14 * sway(s, 25));
    set(Figure::Unconfirmed, 0);
    if (s < purchaseSeconds + 30)
        return; // too few payments for a ratio
    set(Figure::PaymentSuccess, fails ? 41 + 4 * sway(s, 15) : 98.4 + 0.5 * sway(s, 15));
    set(Figure::Declines, 1.8 + 0.4 * sway(s, 16));
    set(Figure::MethodP95, 0.96 + 0.05 * sway(s, 26));
    set(Figure::Conversion, 100 * conversion * (fails ? 0.4 : 1) + sway(s, 17));
}

} // namespace

double scriptedNoise(std::int64_t second, std::uint64_t line)
{
    auto x = static_cast<std::uint64_t>(second) * 0x9E3779B97F4A7C15ULL
            + line * 0xBF58476D1CE4E5B9ULL;
    x ^= x >> 31;
    x *= 0x94D049BB133111EBULL;
    x ^= x >> 29;
    return static_cast<double>(x % 20001) / 10000.0 - 1.0;
}

std::int64_t scriptedForetold(std::int64_t second)
{
    return std::max<std::int64_t>(0, second) * 285 / 100;
}

std::int64_t scriptedForetoldWithin(std::int64_t second)
{
    return scriptedForetold(second) * 802 / 1000;
}

/// 60, then a fifth more every three minutes, up to 120.
std::int32_t scriptedRateAt(std::int64_t second)
{
    constexpr std::array<std::int32_t, 5> steps{startRate, 72, 86, 100, 120};
    if (second < 0)
        return startRate;
    return steps.at(
            std::min<std::size_t>(static_cast<std::size_t>(second / 180), steps.size() - 1));
}

std::vector<ScriptedMoment> play(const ScriptedDay& day, std::int64_t from, std::int64_t until)
{
    std::vector<ScriptedMoment> out;
    std::vector<double> entered;
    ScriptedMoment m;
    m.issued = joinedBefore;
    for (std::int64_t s = std::min<std::int64_t>(from, 0); s <= until; ++s) {
        m.second = s;
        m.issued = s < 0 ? joinedBefore + static_cast<double>(s) * 620.0 / 60.0
                         : m.issued + arrivalsPerMinute(s) / 60.0;
        m.issued = std::max(m.issued, 0.0);
        m.passesPerMinute = passesPerMinuteAt(day, s);
        m.heldSeconds = day.has(ScriptedFault::Held, s) ? s - day.faultSecond() + 1 : 0;
        m.passes += m.passesPerMinute / 60.0;
        m.serving += m.passesPerMinute / 60.0 / (1 - scriptedAbsentShare);
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

ScriptedValues valuesAt(const ScriptedDay& day, const ScriptedMoment& m)
{
    ScriptedValues v;
    putLine(v, m);
    putMoney(v, m, day.has(ScriptedFault::PaymentsFail, m.second));
    return v;
}

} // namespace saikobi::sources
