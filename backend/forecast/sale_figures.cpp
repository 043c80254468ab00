#include "backend/forecast/sale_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "backend/contract/measure_names.h"
#include "backend/forecast/call_budget.h"
#include "backend/forecast/method_log.h"
#include "backend/forecast/percentile.h"
#include "backend/forecast/second_log.h"
#include "backend/forecast/wait.h"

namespace saikobi::forecast {

using contract::Figure;
using contract::Instant;
using namespace std::chrono_literals;

namespace {

constexpr double leastAnswers = 100; ///< below: too few for a ratio
constexpr double leastPayments = 20;

/// A rate measured over less of its window jumps about: three seconds of ten, ten of a minute.
double leastSeconds(std::chrono::seconds window)
{
    return std::clamp(static_cast<double>(window.count()) / 6, 3.0, 10.0);
}

Instant secondOf(Instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at);
}

/// Fills in one figure after the other, all as of one instant.
class Sheet {
public:
    Sheet(const SecondLog& log, contract::FigureValues& into, Instant end, Instant asOf)
        : m_log(log)
        , m_into(into)
        , m_end(end)
        , m_asOf(asOf)
    {
    }

    void put(Figure figure, std::optional<double> value)
    {
        if (value)
            m_into.at(static_cast<std::size_t>(figure)) = {*value, m_asOf};
    }
    Growth growth(Count count, std::chrono::seconds window) const
    {
        return m_log.growth(count, m_end, window);
    }
    double amount(Count count, std::chrono::seconds window) const
    {
        return growth(count, window).amount;
    }
    std::optional<double> perSecond(Count count, std::chrono::seconds window) const
    {
        const auto grown = growth(count, window);
        return grown.seconds >= leastSeconds(window) ? grown.perSecond() : std::nullopt;
    }
    std::optional<double> perMinute(Count count, std::chrono::seconds window) const
    {
        const auto rate = perSecond(count, window);
        return rate ? std::optional{*rate * 60} : std::nullopt;
    }
    std::optional<double> fullest(Count count, std::chrono::seconds window) const
    {
        return m_log.fullestSecond(count, m_end, window);
    }
    std::optional<double> p95Seconds(Timing timing, double least) const
    {
        const auto spread = m_log.spread(timing, m_end, 60s);
        const auto ms = sizeOf(spread) >= least ? percentileMs(spread, 0.95) : std::nullopt;
        return ms ? std::optional{*ms / 1000} : std::nullopt;
    }
    Instant end() const { return m_end; }

private:
    const SecondLog& m_log;
    contract::FigureValues& m_into;
    const Instant m_end;
    const Instant m_asOf;
};

std::optional<double> percent(double part, double whole, double least)
{
    return whole >= least && whole > 0 ? std::optional{100 * part / whole} : std::nullopt;
}

/// Mean of the plan over the window that ends at `end`; what comes before its first part is none.
double plannedPerMinute(const contract::ArrivalPlan& plan, Instant opensAt, Instant end,
        std::chrono::seconds window)
{
    double sum = 0;
    for (auto at = end - window; at < end; at += 1s)
        for (auto part = plan.rbegin(); part != plan.rend(); ++part)
            if (at >= opensAt + part->from) {
                sum += part->perMinute;
                break;
            }
    return sum / static_cast<double>(window.count());
}

void putArrivals(Sheet& sheet, const contract::LineState& line, const FigureInputs& inputs)
{
    const auto arrivals = sheet.perMinute(Count::Issued, 60s);
    sheet.put(Figure::Arrivals, arrivals);
    if (!arrivals || !line.opensAt || inputs.arrivals.empty())
        return;
    const double planned = plannedPerMinute(inputs.arrivals, *line.opensAt, sheet.end(), 60s);
    if (planned > 0)
        sheet.put(Figure::ArrivalsRatio, *arrivals / planned);
}

/// Minutes past the promised resume time; none is overdue while the line is not held.
double resumeOverdue(const contract::LineState& line)
{
    if (line.phase != contract::Phase::Held || !line.resumeAt)
        return 0;
    using Minutes = std::chrono::duration<double, std::ratio<60>>;
    return std::max(0.0, Minutes{line.at - *line.resumeAt}.count());
}

void putLine(Sheet& sheet, const SecondLog& log, const contract::LineState& line)
{
    sheet.put(Figure::Waiting, static_cast<double>(line.waiting()));
    sheet.put(Figure::Front, sheet.perMinute(Count::Serving, 60s));
    sheet.put(Figure::RateSet, line.rate.value);
    sheet.put(Figure::RateActual, sheet.perMinute(Count::Given, 60s));
    if (const auto last = log.lastPassAt())
        sheet.put(Figure::PassAge, std::chrono::duration<double>(line.at - *last).count());
    else if (const auto since = log.openSince())
        sheet.put(Figure::PassAge, std::chrono::duration<double>(line.at - *since).count());
    sheet.put(Figure::ResumeOverdue, resumeOverdue(line));
    sheet.put(Figure::CalledNotCome,
            percent(static_cast<double>(line.calledNotCome), sheet.amount(Count::Serving, 300s),
                    leastAnswers));
    sheet.put(Figure::AbsentShare, 100 * line.absentShare);
    sheet.put(Figure::Shoppers, static_cast<double>(line.live));
    if (line.present)
        sheet.put(Figure::Present, static_cast<double>(*line.present));
    sheet.put(Figure::WaitCoverage,
            percent(static_cast<double>(line.foretoldWithin), static_cast<double>(line.foretold),
                    leastAnswers));
}

/// True wait of those who entered in the last ten seconds; where nobody did, in the last minute.
std::optional<double> waitOfLast(const Sheet& sheet)
{
    for (const auto window : {10s, 60s})
        if (const double entered = sheet.amount(Count::Entered, window); entered > 0.5)
            return sheet.amount(Count::WaitsMs, window) / entered / 60'000;
    return std::nullopt;
}

/// Over three minutes, but not back into the time before the opening, when nobody could enter.
std::optional<double> passesPerSecond(const Sheet& sheet, const contract::LineState& line)
{
    auto window = 180s;
    if (line.opensAt)
        window = std::min(
                window, std::chrono::floor<std::chrono::seconds>(sheet.end() - *line.opensAt));
    return window >= 10s ? sheet.perSecond(Count::Given, window) : std::nullopt;
}

/// As buyers are told where the line measures who is there, else as if everybody were.
std::optional<Wait> newcomersWait(const Sheet& sheet, const contract::LineState& line)
{
    if (const auto& told = line.newcomerWait)
        return Wait{told->p10 / 60, told->p50 / 60, told->p90 / 60};
    return waitOfNewcomer(line, passesPerSecond(sheet, line));
}

/// The larger of the calls' and the parallel places' use: CHECKOUT.md §3.1.
std::optional<double> budgetUsed(
        const Sheet& sheet, const FigureInputs& inputs, std::optional<double> inFlight)
{
    if (!inputs.agreedCallsPerSecond || *inputs.agreedCallsPerSecond <= 1)
        return std::nullopt;
    const CallAgreement usual;
    const double safe = safeCallsPerSecond(
            *inputs.agreedCallsPerSecond, usual.finishingTolerance, usual.jitter);
    const auto calls = sheet.growth(Count::ProviderCalls, 10s);
    if (calls.seconds < leastSeconds(10s))
        return std::nullopt;
    const double wanted = calls.amount + 2 * sheet.amount(Count::OrdersRefusedBudget, 10s);
    double used = wanted / (calls.seconds * safe);
    if (inputs.agreedParallel > 0 && inFlight)
        used = std::max(used, *inFlight / static_cast<double>(inputs.agreedParallel));
    return 100 * used;
}

void putMoney(Sheet& sheet, const SecondLog& log, const FigureInputs& inputs)
{
    sheet.put(Figure::Orders, sheet.perMinute(Count::OrdersPaid, 60s));
    sheet.put(Figure::Calls, sheet.fullest(Count::ProviderCalls, 10s));
    sheet.put(Figure::CallsFinishing, sheet.fullest(Count::ProviderFinishing, 10s));
    sheet.put(Figure::RefusedForRate, sheet.perMinute(Count::RefusedForRate, 60s));
    const auto inFlight = log.gaugeSum(contract::gauge::inFlight);
    sheet.put(Figure::InFlight, inFlight);
    sheet.put(Figure::BudgetUsed, budgetUsed(sheet, inputs, inFlight));
    sheet.put(Figure::RateAdvised, log.gaugeLeast(contract::gauge::rateAdvised));
    sheet.put(Figure::OpenDifferences, log.gaugeMost(contract::gauge::openDifferences));
    const double approved = sheet.amount(Count::ProviderApproved, 120s);
    const double declined = sheet.amount(Count::ProviderDeclined, 120s);
    const double failed = sheet.amount(Count::ProviderFailed, 120s);
    sheet.put(Figure::PaymentSuccess, percent(approved, approved + failed, leastPayments));
    sheet.put(Figure::Declines, percent(declined, approved + failed + declined, leastPayments));
}

/// What instances measured of the machines and stores; of something shared the worst is believed.
void putGauges(Sheet& sheet, const SecondLog& log)
{
    namespace gauge = contract::gauge;
    constexpr std::array worst{std::pair{Figure::LaneUse, gauge::laneUse},
            std::pair{Figure::Cpu, gauge::hostCpu},
            std::pair{Figure::PgConnections, gauge::pgConnections},
            std::pair{Figure::PgLockWaiters, gauge::pgLockWaiters},
            std::pair{Figure::PgOldestTx, gauge::pgOldestTxS},
            std::pair{Figure::PgDeadlocks, gauge::pgDeadlocks},
            std::pair{Figure::RedisMemory, gauge::redisMemory},
            std::pair{Figure::RedisRefused, gauge::redisRefused},
            std::pair{Figure::RecordAge, gauge::recordAgeS},
            std::pair{Figure::SourceShare, gauge::sourceShare},
            std::pair{Figure::Outside, gauge::outsideS},
            std::pair{Figure::Balancer5xx, gauge::balancer5xx},
            std::pair{Figure::InstancesChanged, gauge::instancesChanged},
            std::pair{Figure::Held, gauge::held},
            std::pair{Figure::HeldOverdue, gauge::heldOverdue},
            std::pair{Figure::Unsettled, gauge::unsettled},
            std::pair{Figure::InboxAge, gauge::inboxAgeS},
            std::pair{Figure::AuditOversold, gauge::auditOversold},
            std::pair{Figure::AuditDoubleCapture, gauge::auditDoubleCapture},
            std::pair{Figure::AuditStrandedStock, gauge::auditStrandedStock},
            std::pair{Figure::AuditOrphanPayment, gauge::auditOrphanPayment},
            std::pair{Figure::AuditUnfinishedOrder, gauge::auditUnfinishedOrder}};
    for (const auto& [figure, name] : worst)
        sheet.put(figure, log.gaugeMost(name));
    sheet.put(Figure::DiskFree, log.gaugeLeast(gauge::diskFreeGiB));
    const auto ahead = log.gaugeMost(gauge::clockSkewS);
    const auto behind = log.gaugeLeast(gauge::clockSkewS);
    if (ahead && behind)
        sheet.put(Figure::ClockSkew, std::abs(*behind) > std::abs(*ahead) ? *behind : *ahead);
    const auto redis = log.gaugeMost(gauge::redisLostS);
    const auto postgres = log.gaugeMost(gauge::postgresLostS);
    if (redis || postgres)
        sheet.put(Figure::StoreLost, std::max(redis.value_or(0), postgres.value_or(0)));
    if (const auto seconds = log.gaugeMost(gauge::purchaseTimeS))
        sheet.put(Figure::PurchaseTime, *seconds / 60);
}

void putAnswers(Sheet& sheet)
{
    sheet.put(Figure::WaitLast, waitOfLast(sheet));
    sheet.put(Figure::Reloads,
            percent(sheet.amount(Count::Reloads, 60s), sheet.amount(Count::PlaceRequests, 60s),
                    leastAnswers));
    sheet.put(Figure::ErrorRatio,
            percent(sheet.amount(Count::AnswersFailed, 60s), sheet.amount(Count::Answers, 60s),
                    leastAnswers));
    sheet.put(Figure::Refused, sheet.perSecond(Count::AnswersRefused, 60s));
    sheet.put(Figure::OwnP95, sheet.p95Seconds(Timing::Own, leastPayments));
    sheet.put(Figure::CheckoutP95, sheet.p95Seconds(Timing::Checkout, leastPayments));
    sheet.put(Figure::PageP95, sheet.p95Seconds(Timing::Page, leastAnswers));
}

/// Orders of ten minutes over the passes that were given one purchase time earlier.
std::optional<double> conversion(
        const Sheet& orders, const SecondLog& log, const FigureInputs& inputs)
{
    if (!inputs.purchaseTime)
        return std::nullopt;
    const auto passes = log.growth(Count::Given, orders.end() - *inputs.purchaseTime, 600s);
    const auto paid = orders.growth(Count::OrdersPaid, 600s);
    const auto passRate = passes.perSecond();
    const auto paidRate = paid.perSecond();
    if (!passRate || !paidRate || passes.amount < leastPayments)
        return std::nullopt;
    return 100 * *paidRate / *passRate;
}

} // namespace

SaleFigures figuresOf(const SecondLog& log, const FigureInputs& inputs)
{
    SaleFigures out;
    const auto complete = log.completeUntil();
    if (!complete)
        return out;
    const auto lineAt = log.newestLine();
    if (lineAt && log.line()) {
        Sheet sheet{log, out.values, std::min(*complete, secondOf(*lineAt)), *lineAt};
        putLine(sheet, log, *log.line());
        putArrivals(sheet, *log.line(), inputs);
        if (const auto wait = newcomersWait(sheet, *log.line())) {
            sheet.put(Figure::WaitNew, wait->p50);
            out.waitNewRange = {{wait->p10, wait->p90}, *lineAt};
        }
    }
    if (const auto instancesAt = log.newestInstance()) {
        Sheet sheet{log, out.values, std::min(*complete, secondOf(*instancesAt)), *instancesAt};
        putMoney(sheet, log, inputs);
        putAnswers(sheet);
        putGauges(sheet, log);
        // Both kinds go into it: it is as old as the older one.
        const auto asOf = lineAt ? std::min(*lineAt, *instancesAt) : *instancesAt;
        if (const auto share = conversion(sheet, log, inputs))
            out.values.at(static_cast<std::size_t>(Figure::Conversion)) = {*share, asOf};
    }
    return out;
}

SaleFigures figuresOf(const SecondLog& log, const MethodLog& methods, const FigureInputs& inputs)
{
    auto out = figuresOf(log, inputs);
    std::optional<double> worst;
    for (const auto& [method, p95] : methods.p95Seconds()) {
        const auto usual = inputs.usualTimes.find(method);
        if (usual == inputs.usualTimes.end() || usual->second <= 0ms)
            continue;
        const double times = p95 / std::chrono::duration<double>(usual->second).count();
        worst = std::max(worst.value_or(0), times);
    }
    if (worst)
        out.values.at(static_cast<std::size_t>(Figure::MethodP95)) = {*worst, *methods.newest()};
    return out;
}

} // namespace saikobi::forecast
