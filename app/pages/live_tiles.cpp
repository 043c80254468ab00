#include "app/pages/live_tiles.h"

#include <algorithm>

#include "app/pages/controls_charts.h"
#include "app/pages/history_series.h"
#include "app/pages/limits.h"
#include "widgets/timeline/axis_range.h"

namespace saikobi::pages {

using contract::DataState;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

constexpr auto trendLength = 10min;

Figure figureOfTile(LiveTile tile)
{
    switch (tile) {
    case LiveTile::Waiting:
        return Figure::Waiting;
    case LiveTile::Admission:
        return Figure::RateActual;
    case LiveTile::WaitNew:
        return Figure::WaitNew;
    case LiveTile::Orders:
        return Figure::Orders;
    case LiveTile::Calls:
        return Figure::Calls;
    case LiveTile::PaymentSuccess:
        return Figure::PaymentSuccess;
    case LiveTile::Errors:
        return Figure::ErrorRatio;
    case LiveTile::Latency:
        return Figure::OwnP95;
    }
    return Figure::Waiting;
}

int digitsOf(LiveTile tile, double value)
{
    switch (tile) {
    case LiveTile::WaitNew:
        return value < 10 ? 1 : 0;
    case LiveTile::Waiting:
    case LiveTile::Admission:
    case LiveTile::Orders:
    case LiveTile::Calls:
        return 0;
    case LiveTile::PaymentSuccess:
    case LiveTile::Errors:
        return 1;
    case LiveTile::Latency:
        return 2;
    }
    return 0;
}

/// What an alarm about one of these concerns stands on the tile.
std::vector<Figure> concernsOf(LiveTile tile)
{
    switch (tile) {
    case LiveTile::Waiting:
        return {Figure::ArrivalsRatio, Figure::SourceShare, Figure::Reloads};
    case LiveTile::Admission:
        return {Figure::RateActual, Figure::AbsentShare, Figure::PassAge, Figure::ResumeOverdue};
    case LiveTile::WaitNew:
        return {Figure::WaitNew};
    case LiveTile::Orders:
        return {Figure::Conversion};
    case LiveTile::Calls:
        return {Figure::BudgetUsed, Figure::RefusedForRate};
    case LiveTile::PaymentSuccess:
        return {Figure::PaymentSuccess, Figure::MethodP95};
    case LiveTile::Errors:
        return {Figure::ErrorRatio, Figure::Outside, Figure::Balancer5xx};
    case LiveTile::Latency:
        return {Figure::OwnP95, Figure::PageP95, Figure::LaneUse, Figure::Cpu};
    }
    return {};
}

std::optional<status::AlarmMark> markFor(LiveTile tile, const View& view)
{
    std::optional<status::AlarmMark> out;
    if (!view.sale.alarms)
        return out;
    const auto concerns = concernsOf(tile);
    for (const auto& record : view.sale.alarms->value.records) {
        const auto figure = contract::figureNamed(record.figure);
        if (!figure || record.isTest || !record.isListed()
                || std::find(concerns.begin(), concerns.end(), *figure) == concerns.end())
            continue;
        const auto mark = status::markOf(record);
        out = out ? stronger(*out, mark) : mark;
    }
    return out;
}

/// Ratios need enough cases; without them they are absent although everything is well.
bool isRatio(LiveTile tile)
{
    return tile == LiveTile::PaymentSuccess || tile == LiveTile::Errors
            || tile == LiveTile::Latency;
}

std::optional<double> expectedOrders(const View& view)
{
    const auto passes = view.value(Figure::RateActual);
    const auto share = view.value(Figure::Conversion);
    return passes && share ? std::optional{*passes * *share / 100} : std::nullopt;
}

status::Gauge gaugeOf(LiveTile tile, const View& view, double shown)
{
    const auto roomy
            = [shown](double wanted) { return std::max(wanted, timeline::roundTop(shown)); };
    status::Gauge gauge;
    switch (tile) {
    case LiveTile::Waiting:
        // As many people as the set rate serves within the longest wait that we accept.
        if (const auto rate = view.value(Figure::RateSet); rate && *rate > 0) {
            gauge.limit = *rate * limits::waitMinutes;
            gauge.normalTo = *rate * limits::waitNormalMinutes;
        }
        gauge.to = roomy(gauge.limit.value_or(1) * 1.2);
        return gauge;
    case LiveTile::Admission:
        gauge.target = view.value(Figure::RateSet);
        gauge.to = roomy(gauge.target.value_or(1) * 1.5);
        if (gauge.target) {
            gauge.normalFrom = *gauge.target * (1 - limits::rateTolerance);
            gauge.normalTo = *gauge.target * (1 + limits::rateTolerance);
        }
        return gauge;
    case LiveTile::WaitNew:
        gauge.limit = limits::waitMinutes;
        gauge.normalTo = limits::waitNormalMinutes;
        gauge.to = roomy(limits::waitMinutes * 1.2);
        return gauge;
    case LiveTile::Orders:
        gauge.target = expectedOrders(view);
        gauge.to = roomy(gauge.target.value_or(1) * 1.5);
        if (gauge.target)
            gauge.normalFrom = *gauge.target * limits::ordersFollow;
        return gauge;
    case LiveTile::Calls:
        gauge.limit = view.sale.providerLimitPerSecond;
        gauge.to = roomy(gauge.limit.value_or(1) * 1.1);
        if (gauge.limit)
            gauge.normalTo = *gauge.limit * limits::budgetNormal;
        return gauge;
    case LiveTile::PaymentSuccess:
        return {.from = 80,
                .to = 100,
                .normalFrom = limits::successPercent,
                .normalTo = 100,
                .target = std::nullopt,
                .limit = limits::successPercent};
    case LiveTile::Errors:
        return {.from = 0,
                .to = std::max(2.0, shown),
                .normalFrom = std::nullopt,
                .normalTo = limits::errorNormalPercent,
                .target = std::nullopt,
                .limit = limits::errorPercent};
    case LiveTile::Latency:
        return {.from = 0,
                .to = std::max(0.25, shown),
                .normalFrom = std::nullopt,
                .normalTo = limits::ownTargetSeconds,
                .target = limits::ownTargetSeconds,
                .limit = limits::ownLimitSeconds};
    }
    return gauge;
}

} // namespace

QString LiveTiles::objectName(LiveTile tile)
{
    switch (tile) {
    case LiveTile::Waiting:
        return QStringLiteral("tileWaiting");
    case LiveTile::Admission:
        return QStringLiteral("tileAdmission");
    case LiveTile::WaitNew:
        return QStringLiteral("tileWaitNew");
    case LiveTile::Orders:
        return QStringLiteral("tileOrders");
    case LiveTile::Calls:
        return QStringLiteral("tileCalls");
    case LiveTile::PaymentSuccess:
        return QStringLiteral("tilePaymentSuccess");
    case LiveTile::Errors:
        return QStringLiteral("tileErrors");
    case LiveTile::Latency:
        return QStringLiteral("tileLatency");
    }
    return {};
}

TileHeading LiveTiles::heading(LiveTile tile)
{
    const auto lastMinute = tr("60 s", "window over which a figure is counted");
    switch (tile) {
    case LiveTile::Waiting:
        // The unit stands with the window: six digits in brackets need the place beside the value.
        return {tr("Waiting", "tile: joined and not called yet"), QString(),
                tr("people, now", "unit and window: this instant")};
    case LiveTile::Admission:
        return {tr("Admission", "tile: passes given"), tr("/min", "unit: per minute"), lastMinute};
    case LiveTile::WaitNew:
        return {tr("Wait, joining now", "tile: wait of somebody who joins now"),
                tr("min", "unit: minutes"), tr("forecast", "window: about the future")};
    case LiveTile::Orders:
        return {tr("Orders", "tile: orders that became paid"), tr("/min", "unit: per minute"),
                lastMinute};
    case LiveTile::Calls:
        return {tr("Provider calls", "tile: calls to the payment provider"),
                tr("/s", "unit: per second"), tr("10 s", "window over which a figure is counted")};
    case LiveTile::PaymentSuccess:
        return {tr("Payment success", "tile: approved payments"), tr("%", "unit: percent"),
                tr("120 s", "window over which a figure is counted")};
    case LiveTile::Errors:
        return {tr("Errors", "tile: failed answers of all answers"), tr("%", "unit: percent"),
                lastMinute};
    case LiveTile::Latency:
        return {tr("Own time p95", "tile: our share of an order's time, 95th percentile"),
                tr("s", "unit: seconds"), lastMinute};
    }
    return {};
}

QString LiveTiles::likely(const contract::Range& range, const status::Formatter& format)
{
    const int digits = range.high < 10 ? 1 : 0;
    return tr("(%1–%2)", "%1, %2: minutes, range of a forecast")
            .arg(format.decimal(range.low, digits), format.decimal(range.high, digits));
}

/// Those of the waiting who still show signs of life, and those inside.
QString LiveTiles::people(const View& view)
{
    const auto& format = view.formatter;
    const auto present = view.value(Figure::Present);
    const auto shoppers = view.value(Figure::Shoppers);
    if (present && shoppers)
        return tr("present %1 · %2 shopping",
                "%1: people waiting who are still there, %2: number of live passes")
                .arg(format.about(*present), format.count(*shoppers));
    if (present)
        return tr("present %1", "%1: people waiting who are still there")
                .arg(format.about(*present));
    return shoppers ? tr("%1 shopping", "%1: number of live passes").arg(format.count(*shoppers))
                    : QString();
}

/// What became of the forecasts: the wait of the last who entered, and how many ranges held.
QString LiveTiles::trueWaits(const View& view)
{
    const auto& format = view.formatter;
    const auto last = view.value(Figure::WaitLast);
    const auto coverage = view.value(Figure::WaitCoverage);
    const auto minutes = last ? format.decimal(*last, *last < 10 ? 1 : 0) : QString();
    if (!coverage || !view.sale.line)
        return last
                ? tr("last %1 min", "%1: minutes that the last who entered had waited").arg(minutes)
                : QString();
    const auto held = format.percent(*coverage, 0);
    const auto count = format.count(static_cast<double>(view.sale.line->value.foretold));
    if (!last)
        return tr("%1 of %2 forecasts held", "%1: percentage, %2: number of wait forecasts")
                .arg(held, count);
    return tr("last %1 · %2 of %3 held",
            "%1: minutes that the last who entered had waited, %2: percentage, "
            "%3: number of wait forecasts")
            .arg(minutes, held, count);
}

QString LiveTiles::beside(LiveTile tile, const View& view)
{
    const auto& format = view.formatter;
    const auto count = [&](Figure figure) {
        const auto value = view.value(figure);
        return value ? format.count(*value) : QString();
    };
    const auto percent = [&](Figure figure) {
        const auto value = view.value(figure);
        return value ? format.percent(*value, 0) : QString();
    };
    const auto unlessEmpty = [](const QString& inner, const QString& sentence) {
        return inner.isEmpty() ? QString() : sentence.arg(inner);
    };
    switch (tile) {
    case LiveTile::Waiting:
        return people(view);
    case LiveTile::Admission: {
        const auto set = count(Figure::RateSet);
        const auto absent = percent(Figure::CalledNotCome);
        if (set.isEmpty() || absent.isEmpty())
            return unlessEmpty(set, tr("set %1", "%1: admission rate that staff want"));
        return tr("set %1 · absent %2",
                "%1: admission rate that staff want, %2: share of called people who did not come")
                .arg(set, absent);
    }
    case LiveTile::WaitNew:
        return trueWaits(view);
    case LiveTile::Orders:
        return unlessEmpty(percent(Figure::Conversion),
                tr("%1 of passes buy", "%1: percentage of passes that became orders"));
    case LiveTile::Calls: {
        const auto used = percent(Figure::BudgetUsed);
        const auto advised = count(Figure::RateAdvised);
        if (used.isEmpty() || advised.isEmpty())
            return unlessEmpty(used, tr("used %1", "%1: used part of the call budget"));
        return tr("used %1 · safe %2/min",
                "%1: used part of the call budget, %2: admission rate that payments can finish")
                .arg(used, advised);
    }
    case LiveTile::PaymentSuccess:
        return unlessEmpty(
                percent(Figure::Declines), tr("declined %1", "%1: share of declined payments"));
    case LiveTile::Errors: {
        const auto refused = view.value(Figure::Refused);
        return refused ? tr("refused %1/s", "%1: intended refusals per second")
                                 .arg(format.decimal(*refused, 1))
                       : QString();
    }
    case LiveTile::Latency: {
        const auto whole = view.value(Figure::CheckoutP95);
        if (!whole)
            return {};
        const auto band = expectedCheckout(view.sale);
        if (!band)
            return tr("checkout p95 %1 s", "%1: seconds from order to final answer")
                    .arg(format.decimal(*whole, 1));
        return tr("checkout p95 %1 s (%2–%3)",
                "%1: seconds from order to final answer, %2 and %3: what is usual")
                .arg(format.decimal(*whole, 1), format.count(band->low), format.count(band->high));
    }
    }
    return {};
}

status::TileContent LiveTiles::content(LiveTile tile, const View& view)
{
    const auto figure = figureOfTile(tile);
    const auto observed = view.observed(figure);
    const auto samples = series(view.sale, figureOf(figure));
    const timeline::TimeWindow window{view.now - trendLength, view.now};

    status::TileContent content;
    content.state = view.state(figure);
    double highest = observed ? observed->value : 0;
    for (const auto& sample : samples)
        if (sample.value && window.contains(sample.at))
            highest = std::max(highest, *sample.value);
    content.gauge = gaugeOf(tile, view, observed ? observed->value : 0);
    const double low = tile == LiveTile::PaymentSuccess ? content.gauge->from : 0;
    content.trend = trendOf(samples, window, low, std::max(highest * 1.05, low + 1e-9));
    content.beside = beside(tile, view);
    content.alarm = markFor(tile, view);
    if (!observed) {
        const bool isHeard = view.sale.line.has_value() && content.state == DataState::NoData;
        content.absence = isRatio(tile) && isHeard
                ? tr("too few to judge", "a ratio of too few cases")
                : tr("no data", "nothing was ever seen of a figure");
        return content;
    }
    content.number = observed->value;
    content.value = view.formatter.decimal(observed->value, digitsOf(tile, observed->value));
    if (tile == LiveTile::WaitNew && view.sale.waitNewRange)
        content.behind = likely(view.sale.waitNewRange->value, view.formatter);
    if (tile == LiveTile::Calls && view.sale.providerLimitPerSecond)
        content.value += QLatin1Char('/') + view.formatter.count(*view.sale.providerLimitPerSecond);
    content.age = view.formatter.age(view.age(observed->asOf));
    content.seenAt = view.formatter.clock(observed->asOf);
    return content;
}

} // namespace saikobi::pages
