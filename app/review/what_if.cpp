#include "app/review/what_if.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "app/review/sale_report.h"

namespace saikobi::review {

using contract::Instant;

namespace {

double secondsOf(const Recording& recording, Instant at)
{
    return std::chrono::duration<double>(at - recording.meta.from).count();
}

constexpr double mostJitter = 30; ///< seconds

/// How much a count grew in each second; a silence's growth falls where it was heard of.
std::vector<int> growthOf(const Series* series)
{
    std::vector<int> out;
    if (!series)
        return out;
    float known = 0;
    for (const float value : series->values) {
        const bool isGrown = !std::isnan(value) && value > known;
        out.push_back(isGrown ? static_cast<int>(std::lround(value - known)) : 0);
        known = isGrown ? value : known;
    }
    return out;
}

/// The people of all seconds, `crowd` for each of them, by second. Who is there again comes up to
/// half a minute earlier or later: a crowd twice as large has no peaks twice as sharp.
std::vector<int> crowdOf(const std::vector<int>& arrivals, double crowd, std::mt19937& random)
{
    std::vector<std::size_t> people;
    for (std::size_t second = 0; second < arrivals.size(); ++second)
        people.insert(people.end(), static_cast<std::size_t>(arrivals[second]), second);
    const auto wanted
            = static_cast<std::size_t>(std::llround(crowd * static_cast<double>(people.size())));
    const auto came = people.size();
    if (wanted < came) {
        std::shuffle(people.begin(), people.end(), random);
        people.resize(wanted);
    }
    std::uniform_real_distribution<double> jitter(-mostJitter, mostJitter);
    for (std::size_t i = came; came > 0 && i < wanted; ++i) {
        const auto like = people[std::uniform_int_distribution<std::size_t>{0, came - 1}(random)];
        people.push_back(
                static_cast<std::size_t>(std::clamp(static_cast<double>(like) + jitter(random), 0.0,
                        static_cast<double>(arrivals.size() - 1))));
    }
    std::vector<int> out(arrivals.size());
    for (const auto second : people)
        out[second] += 1;
    return out;
}

/// What a visitor did: how long after the pass which order was made. None: nothing was ordered.
struct Visitor {
    std::optional<double> orderAfter{};
    const Purchase* purchase = nullptr;
};

/// The recording does not say whose an order was, by intention. Each goes to the visitor who has
/// been inside for longest then and has none yet. In the order in which they entered.
std::vector<Visitor> visitorsOf(const Recording& recording)
{
    auto visits = recording.visits;
    std::stable_sort(visits.begin(), visits.end(),
            [](const Visit& a, const Visit& b) { return a.grantedAt < b.grantedAt; });
    std::vector<Visitor> out(visits.size());
    std::set<std::size_t> inside;
    std::size_t next = 0;
    for (const auto& purchase : recording.purchases) {
        for (; next < visits.size() && visits[next].grantedAt <= purchase.createdAt; ++next)
            inside.insert(next);
        std::erase_if(inside, [&](std::size_t i) {
            return visits[i].endedAt.value_or(Instant::max()) < purchase.createdAt;
        });
        if (inside.empty())
            continue;
        const auto chosen = *inside.begin();
        inside.erase(inside.begin());
        out[chosen] = {std::chrono::duration<double>(purchase.createdAt - visits[chosen].grantedAt)
                               .count(),
                &purchase};
    }
    return out;
}

/// Whether a provider or a person ended it, whatever the stock was.
bool wouldBePaid(const Purchase& purchase)
{
    return purchase.status == "paid" || purchase.status == "sold_out";
}

class Till {
public:
    explicit Till(std::map<std::string, std::int64_t> stock)
        : m_left(std::move(stock))
    {
    }

    void sell(const Purchase& purchase, double at, WhatIfOutcome& into)
    {
        for (const auto& line : purchase.lines)
            if (m_left[line.product] < line.quantity)
                return;
        for (const auto& line : purchase.lines)
            if ((m_left[line.product] -= line.quantity) == 0)
                into.soldOutAt.emplace(line.product, at);
        into.orders += 1;
        const auto minute = static_cast<std::size_t>(at / 60);
        if (into.ordersPerMinute.size() <= minute)
            into.ordersPerMinute.resize(minute + 1);
        into.ordersPerMinute[minute] += 1;
    }

private:
    std::map<std::string, std::int64_t> m_left;
};

/// Orders in the order in which they are made, until the recording ends. Whoever comes after the
/// last recorded visitor is like any of them.
void shop(const Recording& recording, const WhatIfPlan& plan,
        const std::vector<forecast::Entering>& entered, std::mt19937& random, WhatIfOutcome& into)
{
    const auto visitors = visitorsOf(recording);
    if (visitors.empty())
        return;
    std::multimap<double, const Purchase*> orders;
    std::uniform_int_distribution<std::size_t> anyone(0, visitors.size() - 1);
    for (std::size_t i = 0; i < entered.size(); ++i)
        if (const auto& visitor = visitors[i < visitors.size() ? i : anyone(random)];
                visitor.purchase)
            orders.emplace(entered[i].at + *visitor.orderAfter, visitor.purchase);
    Till till(plan.stock);
    const auto end = static_cast<double>(recording.meta.seconds());
    for (const auto& [at, purchase] : orders)
        if (at <= end && wouldBePaid(*purchase))
            till.sell(*purchase, at, into);
}

bool isHeld(const WhatIfPlan& plan, double at)
{
    return std::any_of(plan.holds.begin(), plan.holds.end(),
            [at](const auto& hold) { return at >= hold.from && at < hold.to; });
}

double rateAt(const WhatIfPlan& plan, double at)
{
    double rate = 0;
    for (const auto& each : plan.rates)
        if (each.at <= at)
            rate = each.perMinute;
    return rate;
}

/// The waits that the recording would have had with these calls, by the report's own count.
void measureWaits(const Recording& recording, std::vector<Series> line, WhatIfOutcome& into)
{
    Recording other;
    other.meta = recording.meta;
    other.timeline = recording.timeline;
    other.series = std::move(line);
    const auto waits = waitsOf(other);
    into.waitP50 = waits.p50;
    into.waitP90 = waits.p90;
    into.peakWaiting = waits.peakWaiting;
}

double perMinuteError(const WhatIfOutcome& modelled, const WhatIfOutcome& recorded)
{
    const auto minutes = std::max(modelled.ordersPerMinute.size(), recorded.ordersPerMinute.size());
    const auto at = [](const std::vector<int>& orders, std::size_t minute) {
        return minute < orders.size() ? orders[minute] : 0;
    };
    double distance = 0;
    for (std::size_t i = 0; i < minutes; ++i)
        distance += std::abs(at(modelled.ordersPerMinute, i) - at(recorded.ordersPerMinute, i));
    return recorded.orders > 0 ? distance / static_cast<double>(recorded.orders) : 0;
}

} // namespace

forecast::Habits habitsOf(const Recording& recording)
{
    forecast::Habits habits;
    habits.returningShare = 0;
    const auto waits = waitsOf(recording);
    if (waits.called == 0)
        return habits;
    std::vector<double> late; // how long after the first pass of those behind
    auto behind = Instant::max();
    for (auto visit = recording.visits.rbegin(); visit != recording.visits.rend(); ++visit) {
        const auto after = std::chrono::duration<double>(visit->grantedAt - behind).count();
        if (behind != Instant::max() && after > recording.meta.pacing.claimWindow)
            late.push_back(after);
        behind = std::min(behind, visit->grantedAt);
    }
    const auto away = static_cast<double>(waits.notCome()) + static_cast<double>(late.size());
    habits.absentShare = std::clamp(away / static_cast<double>(waits.called), 0.0, 0.9);
    if (late.empty())
        return habits;
    const auto [least, most] = std::minmax_element(late.begin(), late.end());
    habits.returningShare = static_cast<double>(late.size()) / away;
    habits.returnsFrom = *least;
    habits.returnsTo = *most;
    return habits;
}

WhatIfPlan planOf(const Recording& recording)
{
    WhatIfPlan out;
    if (const auto* rates = recording.find("rate_set"))
        for (std::size_t i = 0; i < rates->values.size(); ++i) {
            const double rate = rates->values[i];
            if (!std::isnan(rate) && (out.rates.empty() || out.rates.back().perMinute != rate))
                out.rates.push_back({static_cast<double>(i), rate});
        }
    if (!out.rates.empty())
        out.rates.front().at = 0;
    for (const auto& span : phasesOf(recording))
        if (span.phase != contract::Phase::Open)
            out.holds.push_back(
                    {secondsOf(recording, span.time.from), secondsOf(recording, span.time.to)});
    for (const auto& product : recording.products)
        out.stock[product.code] = product.total;
    return out;
}

WhatIfOutcome recordedOutcome(const Recording& recording)
{
    WhatIfOutcome out;
    const auto waits = waitsOf(recording);
    out.passes = waits.entered;
    out.waitP50 = waits.p50;
    out.waitP90 = waits.p90;
    out.peakWaiting = waits.peakWaiting;
    for (const auto& purchase : recording.purchases) {
        const double at = secondsOf(recording, purchase.createdAt);
        if (purchase.status != "paid" || at < 0)
            continue;
        out.orders += 1;
        const auto minute = static_cast<std::size_t>(at / 60);
        if (out.ordersPerMinute.size() <= minute)
            out.ordersPerMinute.resize(minute + 1);
        out.ordersPerMinute[minute] += 1;
    }
    for (const auto& product : recording.products)
        if (product.soldOutAt)
            out.soldOutAt.emplace(product.code, secondsOf(recording, *product.soldOutAt));
    return out;
}

WhatIfOutcome simulate(const Recording& recording, const WhatIfPlan& plan, std::uint32_t seed)
{
    WhatIfOutcome out;
    std::mt19937 random(seed);
    auto arrivals = growthOf(recording.find("line.issued"));
    if (plan.crowd != 1)
        arrivals = crowdOf(arrivals, plan.crowd, random);
    auto rules = recording.meta.pacing;
    rules.ratePerMinute = std::max(1.0, rateAt(plan, 0));
    forecast::SimulatedSale sale(rules, habitsOf(recording), seed);
    Series issued{"line.issued", {}, {}};
    Series serving{"line.serving", {}, {}};
    Series waiting{"waiting", {}, {}};
    bool wasHeld = false;
    for (std::size_t second = 0; second < arrivals.size(); ++second) {
        const auto now = static_cast<double>(second);
        const bool held = isHeld(plan, now);
        if (held != wasHeld)
            held ? sale.pacing().hold() : sale.pacing().release();
        wasHeld = held;
        sale.pacing().setRate(std::max(1.0, rateAt(plan, now)));
        sale.gather(arrivals[second]);
        sale.run(1);
        const auto& line = sale.pacing();
        issued.values.push_back(static_cast<float>(line.issued()));
        serving.values.push_back(static_cast<float>(line.serving()));
        waiting.values.push_back(static_cast<float>(line.issued() - line.serving()));
    }
    out.passes = static_cast<std::int64_t>(sale.entered().size());
    shop(recording, plan, sale.entered(), random, out);
    if (!arrivals.empty())
        measureWaits(recording, {std::move(issued), std::move(serving), std::move(waiting)}, out);
    return out;
}

std::optional<WhatIf> whatIf(
        const Recording& recording, const WhatIfPlan& alternative, std::uint32_t seed, int runs)
{
    WhatIf out;
    out.recorded = recordedOutcome(recording);
    if (out.recorded.passes == 0 || !recording.find("line.issued"))
        return std::nullopt;
    out.modelled = simulate(recording, planOf(recording), seed);
    const auto error = [](std::int64_t modelled, std::int64_t recorded) {
        return recorded == 0
                ? 0.0
                : static_cast<double>(modelled - recorded) / static_cast<double>(recorded);
    };
    out.ordersError = error(out.modelled.orders, out.recorded.orders);
    out.passesError = error(out.modelled.passes, out.recorded.passes);
    out.perMinuteError = perMinuteError(out.modelled, out.recorded);
    if (out.modelled.waitP50 && out.recorded.waitP50)
        out.waitError = *out.modelled.waitP50 - *out.recorded.waitP50;
    std::vector<WhatIfOutcome> others;
    for (int i = 0; i < std::max(1, runs); ++i)
        others.push_back(simulate(recording, alternative, seed + static_cast<std::uint32_t>(i)));
    const auto band = [&others](auto value) {
        std::vector<double> values;
        for (const auto& each : others)
            values.push_back(value(each));
        std::sort(values.begin(), values.end());
        const auto at = [&values](double part) {
            return values[static_cast<std::size_t>(
                    std::lround(part * static_cast<double>(values.size() - 1)))];
        };
        return Band{at(0.05), at(0.5), at(0.95)};
    };
    out.orders = band([](const auto& each) { return static_cast<double>(each.orders); });
    out.passes = band([](const auto& each) { return static_cast<double>(each.passes); });
    out.waitP50 = band([](const auto& each) { return each.waitP50.value_or(0); });
    out.peakWaiting = band([](const auto& each) { return each.peakWaiting; });
    out.alternative = others.front();
    return out;
}

} // namespace saikobi::review
