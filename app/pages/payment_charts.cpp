#include "app/pages/payment_charts.h"

#include <algorithm>

#include "app/pages/desk_words.h"

namespace saikobi::pages {

using contract::PaymentEnd;
using namespace std::chrono_literals;

namespace {

constexpr auto plotLength = 15min;
constexpr std::size_t mostLines = 5;

const std::vector<contract::MethodSecond>& secondsOf(const View& view)
{
    static const std::vector<contract::MethodSecond> none;
    const auto& measured = view.sale.methodFigures;
    return measured && measured->value.history ? measured->value.history->seconds : none;
}

double endIn(const contract::MethodSecond& second, PaymentEnd end)
{
    return second.endsPerMinute.at(static_cast<std::size_t>(end)) / 60;
}

charts::ChartContent framed(const View& view)
{
    charts::ChartContent out;
    out.window = {view.now - plotLength, view.now};
    out.state = DeskWords::methodState(view);
    return out;
}

} // namespace

charts::ChartContent PaymentCharts::ends(const View& view)
{
    auto out = framed(view);
    out.isStacked = true;
    out.absence = tr("no data", "nothing was ever seen of a figure");
    // Six ends are five lines: whether a 5xx was theirs or a defect ours, the table tells.
    const auto line = [&](const QString& name, std::initializer_list<PaymentEnd> which) {
        charts::Line made{name, {}};
        for (const auto& second : secondsOf(view)) {
            double sum = 0;
            for (const auto end : which)
                sum += endIn(second, end);
            made.samples.push_back({second.at, sum});
        }
        out.lines.push_back(std::move(made));
    };
    line(DeskWords::of(PaymentEnd::Approved), {PaymentEnd::Approved});
    line(DeskWords::of(PaymentEnd::Declined), {PaymentEnd::Declined});
    line(DeskWords::of(PaymentEnd::RefusedForRate), {PaymentEnd::RefusedForRate});
    line(DeskWords::of(PaymentEnd::TimedOut), {PaymentEnd::TimedOut});
    line(tr("5xx, ours", "line of a plot: errors of the provider and defects of ours"),
            {PaymentEnd::ServerError, PaymentEnd::Ours});
    if (view.sale.providerLimitPerSecond)
        out.limit = charts::Limit{*view.sale.providerLimitPerSecond,
                tr("agreed %1/s", "%1: calls per second that the provider takes")
                        .arg(view.formatter.count(*view.sale.providerLimitPerSecond))};
    return out;
}

charts::ChartContent PaymentCharts::times(const View& view)
{
    auto out = framed(view);
    out.absence = tr("too few to judge", "a ratio of too few cases");
    const auto& measured = view.sale.methodFigures;
    if (!measured || !measured->value.history || !view.sale.methods)
        return out;
    const auto& names = measured->value.history->methods;
    for (const auto& method : view.sale.methods->value) {
        const auto found = std::find(names.begin(), names.end(), method.id);
        if (found == names.end() || out.lines.size() == mostLines)
            continue;
        const auto index = static_cast<std::size_t>(found - names.begin());
        charts::Line made{QString::fromStdString(method.id), {}};
        for (const auto& second : secondsOf(view))
            made.samples.push_back({second.at,
                    index < second.p95Seconds.size() ? second.p95Seconds[index] : std::nullopt});
        out.lines.push_back(std::move(made));
    }
    return out;
}

} // namespace saikobi::pages
