#include "app/commands/raise_interlocks.h"

#include <algorithm>
#include <vector>

#include "backend/forecast/rate_plan.h"

namespace saikobi::commands {

using contract::DataState;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

// CONSOLE.md §2; the practice behind the first is old: who raised faster regretted it.
constexpr int stepPercent = 20;
constexpr double ordersShare = 0.8;
constexpr double errorLimit = 1; ///< percent
constexpr double ownLimit = 0.2; ///< seconds
constexpr double pageLimit = 1; ///< seconds
constexpr double useLimit = 80; ///< percent of budget, lanes, processors
constexpr double bearableWait = 50; ///< minutes
constexpr auto trendWindow = 5min;

/// What the lines look at.
class Evidence {
public:
    explicit Evidence(const RaiseQuestion& question)
        : m_question(question)
    {
    }

    const contract::SaleSnapshot& sale() const { return m_question.sale; }
    std::optional<double> value(Figure figure) const
    {
        const auto& seen = sale().figures.at(static_cast<std::size_t>(figure));
        if (!seen || isOld(figure))
            return std::nullopt;
        return seen->value;
    }
    bool isOld(Figure figure) const
    {
        return contract::stateOf(sale(), figure, m_question.now) >= DataState::Stale;
    }
    bool isLeftOut(Figure figure) const { return m_question.notMeasured.contains(figure); }
    int rateNow() const { return sale().line ? sale().line->value.rate.value : 0; }
    /// How many times as many people the new rate lets in.
    double growth() const
    {
        return rateNow() > 0 ? static_cast<double>(m_question.rate) / rateNow() : 1;
    }
    /// Now by Redis's clock, which the times of the line are by.
    contract::Instant lineNow() const
    {
        const auto& line = *sale().line;
        return line.value.at == contract::Instant{} ? m_question.now
                                                    : line.value.at + (m_question.now - line.asOf);
    }
    const RaiseQuestion& question() const { return m_question; }
    /// Those that are active, also when shelved or acknowledged. Empty: nobody can say.
    std::optional<std::vector<contract::AlarmRecord>> alarms() const
    {
        const auto& heard = sale().alarms;
        if (!heard)
            return std::nullopt;
        const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(
                m_question.now - heard->asOf);
        if (contract::dataState(age, 1s, false) >= DataState::Stale)
            return std::nullopt;
        std::vector<contract::AlarmRecord> active;
        for (const auto& record : heard->value.records)
            if (record.isOn() && !record.isTest)
                active.push_back(record);
        return active;
    }

private:
    const RaiseQuestion& m_question;
};

/// The figure of the charts at an instant, averaged over a minute so that one second does not rule.
std::optional<double> historyAt(
        const contract::SaleSnapshot& sale, Figure figure, contract::Instant at)
{
    if (!sale.history)
        return std::nullopt;
    double sum = 0;
    int count = 0;
    for (const auto& row : *sale.history) {
        const auto& value = row.values.at(static_cast<std::size_t>(figure));
        if (!value || row.at > at || row.at <= at - 60s)
            continue;
        sum += *value;
        ++count;
    }
    return count > 0 ? std::optional{sum / count} : std::nullopt;
}

InterlockLine below(
        const Evidence& seen, Interlock interlock, Figure figure, double limit, double growth = 1)
{
    InterlockLine line{interlock, Verdict::Unknown, {}, limit, figure, {}, false};
    const auto value = seen.value(figure);
    if (!value) {
        line.isLeftOut = seen.isLeftOut(figure);
        line.verdict = line.isLeftOut ? Verdict::Ok : Verdict::Unknown;
        return line;
    }
    line.figure = *value * growth;
    line.verdict = *line.figure < limit ? Verdict::Ok : Verdict::Blocked;
    return line;
}

/// The line that stands in the way more; of equals the first.
InterlockLine worse(const InterlockLine& a, const InterlockLine& b)
{
    const auto weight = [](const InterlockLine& line) {
        return line.verdict == Verdict::Blocked ? 2 : line.verdict == Verdict::Unknown ? 1 : 0;
    };
    return weight(b) > weight(a) ? b : a;
}

InterlockLine step(const Evidence& seen)
{
    InterlockLine line{Interlock::Step, Verdict::Unknown, {}, stepPercent, {}, {}, false};
    if (!seen.sale().line || seen.rateNow() <= 0)
        return line;
    line.figure = 100.0 * (seen.question().rate - seen.rateNow()) / seen.rateNow();
    line.verdict
            = seen.question().rate <= highestStep(seen.rateNow()) ? Verdict::Ok : Verdict::Blocked;
    return line;
}

InterlockLine soak(const Evidence& seen)
{
    InterlockLine line{Interlock::Soak, Verdict::Unknown, {}, {}, Figure::PurchaseTime, {}, false};
    if (!seen.sale().line)
        return line;
    const auto& ends = seen.sale().line->value.soakEnds;
    const auto left = ends ? std::chrono::duration<double>(*ends - seen.lineNow()).count() : 0;
    line.figure = std::max(0.0, left);
    line.verdict = left > 0 ? Verdict::Blocked : Verdict::Ok;
    return line;
}

InterlockLine ordersFollow(const Evidence& seen)
{
    InterlockLine line{
            Interlock::OrdersFollow, Verdict::Unknown, {}, {}, Figure::Orders, {}, false};
    line.figure = seen.value(Figure::Orders);
    const auto conversion = seen.value(Figure::Conversion);
    const auto minutes = seen.value(Figure::PurchaseTime);
    if (!line.figure || !conversion || !minutes) {
        line.of = !line.figure ? Figure::Orders
                : !conversion  ? Figure::Conversion
                               : Figure::PurchaseTime;
        return line;
    }
    const auto then = std::chrono::duration_cast<contract::Instant::duration>(
            std::chrono::duration<double, std::ratio<60>>{*minutes});
    const auto passes = historyAt(seen.sale(), Figure::RateActual, seen.question().now - then);
    if (!passes) {
        line.of = Figure::RateActual;
        return line;
    }
    line.limit = ordersShare * *passes * *conversion / 100;
    line.verdict = forecast::ordersFollow(*line.figure, *passes, *conversion / 100)
            ? Verdict::Ok
            : Verdict::Blocked;
    return line;
}

InterlockLine machines(const Evidence& seen)
{
    auto line = below(seen, Interlock::Machines, Figure::Cpu, useLimit);
    const auto alarms = seen.alarms();
    if (!alarms) {
        InterlockLine unknown{Interlock::Machines};
        unknown.alarm = contract::AlarmId::A11;
        return worse(line, unknown);
    }
    for (const auto& alarm : *alarms) {
        if (alarm.alarm != contract::AlarmId::A11 && alarm.alarm != contract::AlarmId::A12)
            continue;
        InterlockLine active{Interlock::Machines, Verdict::Blocked};
        active.alarm = alarm.alarm;
        line = worse(line, active);
    }
    return line;
}

/// Every input of the other lines; the first that is old or missing is named.
InterlockLine freshData(const Evidence& seen)
{
    InterlockLine line{Interlock::FreshData, Verdict::Unknown};
    line.of = Figure::RateSet;
    if (!seen.sale().line || seen.isOld(Figure::RateSet))
        return line;
    for (const auto figure : {Figure::RateActual, Figure::Orders, Figure::Conversion,
                 Figure::PurchaseTime, Figure::ErrorRatio, Figure::OwnP95, Figure::PageP95,
                 Figure::BudgetUsed, Figure::LaneUse, Figure::Cpu}) {
        line.of = figure;
        if (!seen.value(figure) && !seen.isLeftOut(figure))
            return line;
    }
    const auto& products = seen.sale().products;
    line.of = Figure::AuditOversold;
    if (!products)
        return line;
    const bool isBroken = seen.value(Figure::AuditOversold).value_or(0) > 0
            || std::any_of(products->value.begin(), products->value.end(),
                    [](const auto& product) { return product.available() < 0; });
    line.verdict = isBroken ? Verdict::Blocked : Verdict::Ok;
    if (!isBroken)
        line.of.reset();
    return line;
}

InterlockLine noAlarm(const Evidence& seen)
{
    InterlockLine line{Interlock::NoAlarm, Verdict::Unknown};
    const auto alarms = seen.alarms();
    if (!alarms)
        return line;
    const auto worst = std::min_element(alarms->begin(), alarms->end(),
            [](const auto& a, const auto& b) { return a.priority < b.priority; });
    line.verdict = Verdict::Ok;
    line.figure = static_cast<double>(std::count_if(alarms->begin(), alarms->end(),
            [](const auto& one) { return one.priority <= contract::AlarmPriority::P2; }));
    if (worst != alarms->end() && worst->priority <= contract::AlarmPriority::P2) {
        line.verdict = Verdict::Blocked;
        line.alarm = worst->alarm;
    }
    return line;
}

} // namespace

int highestStep(int rate)
{
    return rate + std::max(1, rate * stepPercent / 100);
}

InterlockLines raiseInterlocks(const RaiseQuestion& question)
{
    const Evidence seen(question);
    const double growth = seen.growth();
    return {step(seen), soak(seen), ordersFollow(seen),
            below(seen, Interlock::Errors, Figure::ErrorRatio, errorLimit),
            worse(below(seen, Interlock::OwnTime, Figure::OwnP95, ownLimit),
                    below(seen, Interlock::OwnTime, Figure::PageP95, pageLimit)),
            below(seen, Interlock::Budget, Figure::BudgetUsed, useLimit, growth),
            below(seen, Interlock::Lanes, Figure::LaneUse, useLimit, growth), machines(seen),
            freshData(seen), noAlarm(seen)};
}

bool mayRaise(const InterlockLines& lines)
{
    return std::all_of(lines.begin(), lines.end(),
            [](const auto& line) { return line.verdict == Verdict::Ok; });
}

Proposal proposedRate(const contract::SaleSnapshot& sale, contract::Instant now)
{
    const RaiseQuestion question{sale, 0, now, {}};
    const Evidence seen(question);
    const auto waiting = seen.value(Figure::Waiting);
    const auto wait = seen.value(Figure::WaitNew);
    const int rate = seen.rateNow();
    if (!waiting || rate <= 0)
        return {};
    const auto advised = seen.value(Figure::RateAdvised);
    if (advised && *advised >= 1 && *advised < rate)
        return {Proposal::Kind::Lower, static_cast<int>(*advised)};
    const auto before = historyAt(sale, Figure::Waiting, now - trendWindow);
    const auto earlier = historyAt(sale, Figure::Waiting, now - 2 * trendWindow);
    const bool isShrinking = *waiting == 0 || (before && *waiting < *before);
    const bool isSlowing = before && earlier && *waiting - *before < *before - *earlier;
    const bool isBearable = *waiting == 0 || (wait && *wait <= bearableWait);
    if ((isShrinking || isSlowing) && isBearable)
        return {Proposal::Kind::NoRaiseNeeded, 0};
    if (!before || !wait)
        return {};
    const int most = advised ? static_cast<int>(*advised) : highestStep(rate);
    const int next = std::min(highestStep(rate), most);
    return next > rate ? Proposal{Proposal::Kind::Raise, next}
                       : Proposal{Proposal::Kind::NoRaiseNeeded, 0};
}

std::array<Foreseen, 4> foreseenAt(const contract::SaleSnapshot& sale, int rate)
{
    const int old = sale.line ? sale.line->value.rate.value : 0;
    const auto value = [&sale](Figure figure) -> std::optional<double> {
        const auto& seen = sale.figures.at(static_cast<std::size_t>(figure));
        return seen ? std::optional{seen->value} : std::nullopt;
    };
    const auto times = [](std::optional<double> from, double factor) {
        return from ? std::optional{*from * factor} : std::nullopt;
    };
    const double growth = old > 0 ? static_cast<double>(rate) / old : 0;
    const auto grown = [&](Figure figure, double factor) {
        return Foreseen{
                figure, value(figure), growth > 0 ? times(value(figure), factor) : std::nullopt};
    };
    const double shrink = growth > 0 ? 1 / growth : 0;
    return {grown(Figure::WaitNew, shrink), grown(Figure::BudgetUsed, growth),
            Foreseen{Figure::Shoppers, value(Figure::Shoppers),
                    times(value(Figure::PurchaseTime), rate)},
            grown(Figure::LaneUse, growth)};
}

} // namespace saikobi::commands
