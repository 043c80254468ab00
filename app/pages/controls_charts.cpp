#include "app/pages/controls_charts.h"

#include <algorithm>

#include "app/pages/history_series.h"
#include "app/pages/limits.h"
#include "app/pages/live_charts.h"

namespace saikobi::pages {

using contract::CommandKind;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

constexpr auto plotLength = 15min;
constexpr double leastShare = 0.05; ///< below it a method cannot move the 95th percentile
constexpr auto shortestSoak = 5min;

double inSeconds(std::chrono::milliseconds from)
{
    return std::chrono::duration<double>(from).count();
}

charts::ChartContent ofFigure(const View& view, Figure figure, const QString& name)
{
    charts::ChartContent out;
    out.window = {view.now - plotLength, view.now};
    out.state = view.state(figure);
    out.lines = {charts::Line{name, series(view.sale, figureOf(figure))}};
    return out;
}

/// The newest raise or release that is in force; the timeline is newest first.
std::optional<contract::Instant> lastRaise(const contract::SaleSnapshot& sale)
{
    for (const auto& entry : sale.timeline) {
        const auto kind = contract::fromName<CommandKind>(entry.subject);
        const auto result = entry.data.find("result");
        const bool isInForce = result != entry.data.end() && result->second == "in_force";
        if (entry.kind == "command" && isInForce
                && (kind == CommandKind::SetRate || kind == CommandKind::Release))
            return entry.at;
    }
    return std::nullopt;
}

} // namespace

std::optional<contract::Range> expectedCheckout(const contract::SaleSnapshot& sale)
{
    if (!sale.methods || !sale.methodFigures)
        return std::nullopt;
    const auto& measured = sale.methodFigures->value.byMethod;
    double all = 0;
    for (const auto& [id, figures] : measured)
        all += figures.attemptsPerSecond.value_or(0);
    std::optional<contract::Range> out;
    for (const auto& method : sale.methods->value) {
        const auto found = measured.find(method.id);
        const double own
                = found == measured.end() ? 0 : found->second.attemptsPerSecond.value_or(0);
        if (own <= 0 || own < leastShare * all || method.usualTo <= 0ms)
            continue;
        const contract::Range usual{inSeconds(method.usualFrom), inSeconds(method.usualTo)};
        out = out ? contract::Range{std::min(out->low, usual.low), std::max(out->high, usual.high)}
                  : usual;
    }
    return out;
}

std::optional<charts::Shade> soakOf(const View& view, const QString& name)
{
    if (!view.sale.line || !view.sale.line->value.soakEnds)
        return std::nullopt;
    const auto ends = *view.sale.line->value.soakEnds;
    const auto began = lastRaise(view.sale).value_or(ends - shortestSoak);
    return began < ends ? std::optional{charts::Shade{began, ends, name}} : std::nullopt;
}

charts::ChartContent ControlsCharts::admission(const View& view)
{
    auto out = LiveCharts::content(Chart::Admission, view);
    out.shade = soakOf(view, tr("soak", "time after a raise in which its effect is awaited"));
    return out;
}

charts::ChartContent ControlsCharts::own(const View& view)
{
    auto out = ofFigure(view, Figure::OwnP95, tr("own p95", "line of a plot"));
    out.absence = tr("too few to judge", "a percentile of too few orders");
    out.limit = charts::Limit{limits::ownLimitSeconds,
            tr("limit %1 s", "%1: seconds")
                    .arg(view.formatter.decimal(limits::ownLimitSeconds, 1))};
    return out;
}

charts::ChartContent ControlsCharts::checkout(const View& view)
{
    auto out = ofFigure(view, Figure::CheckoutP95, tr("checkout p95", "line of a plot"));
    out.absence = tr("too few to judge", "a percentile of too few orders");
    if (const auto band = expectedCheckout(view.sale))
        out.band = charts::Band{band->low, band->high,
                tr("usual %1–%2 s", "%1 and %2: seconds")
                        .arg(view.formatter.decimal(band->low, 1),
                                view.formatter.decimal(band->high, 1))};
    return out;
}

} // namespace saikobi::pages
