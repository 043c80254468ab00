#include "app/pages/live_charts.h"

#include <algorithm>

#include "app/pages/history_series.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::Figure;
using namespace std::chrono_literals;

namespace {

constexpr auto chartLength = 15min;

/// The figure whose state stands for the whole plot.
Figure leadOf(Chart chart)
{
    switch (chart) {
    case Chart::Flow:
    case Chart::Admission:
        return Figure::RateActual;
    case Chart::People:
        return Figure::Waiting;
    case Chart::Calls:
        return Figure::Calls;
    case Chart::Failures:
        return Figure::Orders;
    }
    return Figure::Waiting;
}

std::optional<double> failedPayments(const contract::HistoryRow& row)
{
    const auto& success = row.values.at(static_cast<std::size_t>(Figure::PaymentSuccess));
    return success ? std::optional{100 - *success} : std::nullopt;
}

} // namespace

QString LiveCharts::objectName(Chart chart)
{
    switch (chart) {
    case Chart::Flow:
        return QStringLiteral("chartFlow");
    case Chart::People:
        return QStringLiteral("chartPeople");
    case Chart::Calls:
        return QStringLiteral("chartCalls");
    case Chart::Failures:
        return QStringLiteral("chartFailures");
    case Chart::Admission:
        return QStringLiteral("chartAdmission");
    }
    return {};
}

ChartHeading LiveCharts::heading(Chart chart)
{
    switch (chart) {
    case Chart::Flow:
        return {tr("Through the queue", "plot: arrivals, called, passes, orders"),
                tr("per minute", "unit of a plot"), 10};
    case Chart::People:
        return {tr("People", "plot: waiting and shopping"), tr("now", "unit of a plot"), 10};
    case Chart::Calls:
        return {tr("Provider calls", "plot: calls to the payment provider"),
                tr("per second", "unit of a plot"), 5};
    case Chart::Failures:
        return {tr("Errors and failed payments", "plot"), tr("%", "unit of a plot: percent"), 5};
    case Chart::Admission:
        return {tr("Admission and orders", "plot: rate set, passes given, orders"),
                tr("per minute", "unit of a plot"), 10};
    }
    return {};
}

std::vector<charts::Line> LiveCharts::lines(Chart chart, const View& view)
{
    const auto line = [&view](const QString& name, Figure figure) {
        return charts::Line{name, series(view.sale, figureOf(figure))};
    };
    switch (chart) {
    case Chart::Flow:
        return {line(tr("arrivals", "line of a plot"), Figure::Arrivals),
                line(tr("called", "line of a plot: places called"), Figure::Front),
                line(tr("passes", "line of a plot: passes given"), Figure::RateActual),
                line(tr("orders", "line of a plot: paid orders"), Figure::Orders),
                line(tr("rate set", "line of a plot"), Figure::RateSet)};
    case Chart::People:
        return {line(tr("waiting", "line of a plot"), Figure::Waiting),
                line(tr("shopping", "line of a plot: live passes"), Figure::Shoppers)};
    case Chart::Calls:
        return {line(tr("all calls", "line of a plot"), Figure::Calls),
                line(tr("finishing", "line of a plot: captures and voids"),
                        Figure::CallsFinishing)};
    case Chart::Failures:
        return {line(tr("errors", "line of a plot: failed answers"), Figure::ErrorRatio),
                charts::Line{tr("failed", "line of a plot: payments that failed"),
                        series(view.sale, failedPayments)},
                line(tr("declined", "line of a plot: payments declined"), Figure::Declines)};
    case Chart::Admission:
        return {line(tr("passes", "line of a plot: passes given"), Figure::RateActual),
                line(tr("orders", "line of a plot: paid orders"), Figure::Orders),
                line(tr("rate set", "line of a plot"), Figure::RateSet)};
    }
    return {};
}

std::vector<charts::Mark> LiveCharts::commandMarks(const View& view)
{
    std::vector<charts::Mark> marks;
    for (const auto& entry : view.sale.timeline) {
        const auto kind = contract::fromName<contract::CommandKind>(entry.subject);
        const auto result = entry.data.find("result");
        const bool isInForce = result != entry.data.end() && result->second == "in_force";
        if (entry.kind != "command" || !kind || !isInForce)
            continue;
        const auto value = entry.data.find("new");
        const bool hasNumber = *kind == contract::CommandKind::SetRate && value != entry.data.end();
        marks.push_back({entry.at,
                hasNumber ? QString::fromStdString(value->second) : status::Words::of(*kind),
                std::nullopt, std::nullopt});
    }
    std::reverse(marks.begin(), marks.end()); // the timeline is newest first
    return marks;
}

/// What rang; easing and ending are for the timeline.
std::vector<charts::Mark> LiveCharts::alarmMarks(const View& view)
{
    std::vector<charts::Mark> marks;
    for (const auto& entry : view.sale.timeline) {
        const auto rings = entry.data.find("rings");
        const auto priority = entry.data.find("priority");
        if (entry.kind != "alarm" || rings == entry.data.end() || priority == entry.data.end())
            continue;
        const int value = QString::fromStdString(priority->second).toInt();
        if (value >= 1 && value <= 3)
            marks.push_back({entry.at, QString::fromStdString(entry.subject), std::nullopt,
                    static_cast<contract::AlarmPriority>(value)});
    }
    return marks;
}

charts::ChartContent LiveCharts::content(Chart chart, const View& view)
{
    charts::ChartContent content;
    content.window = {view.now - chartLength, view.now};
    content.state = view.state(leadOf(chart));
    content.lines = lines(chart, view);
    content.absence = tr("no data", "nothing was ever seen of a figure");
    if (chart != Chart::Failures)
        content.marks = commandMarks(view);
    const auto alarms = alarmMarks(view);
    content.marks.insert(content.marks.end(), alarms.begin(), alarms.end());
    std::stable_sort(content.marks.begin(), content.marks.end(),
            [](const auto& a, const auto& b) { return a.at < b.at; });
    if (chart == Chart::Calls && view.sale.providerLimitPerSecond)
        content.limit = charts::Limit{*view.sale.providerLimitPerSecond,
                tr("agreed %1/s", "%1: calls per second that the provider takes")
                        .arg(view.formatter.count(*view.sale.providerLimitPerSecond))};
    if (chart == Chart::Flow)
        if (const auto turn = lastCrossing(content.lines[1].samples, content.lines[0].samples))
            content.marks.push_back({turn->at, QString(), turn->value});
    return content;
}

} // namespace saikobi::pages
