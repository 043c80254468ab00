#include "app/pages/review_plots.h"

#include <algorithm>
#include <utility>

namespace saikobi::pages {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostProducts = 4;

/// A figure that is looked at every ten seconds has no gap between two looks.
std::chrono::milliseconds gapOf(const std::string& id)
{
    const auto figure = contract::figureNamed(id.substr(0, id.find_first_of("@:")));
    const auto period = figure ? contract::info(*figure).period : 1s;
    return std::max<std::chrono::milliseconds>(3s, period * 3 / 2);
}

} // namespace

QString ReviewPlots::objectName(ReviewPlot plot)
{
    switch (plot) {
    case ReviewPlot::Rate:
        return QStringLiteral("reviewRate");
    case ReviewPlot::Waiting:
        return QStringLiteral("reviewWaiting");
    case ReviewPlot::Payments:
        return QStringLiteral("reviewPayments");
    case ReviewPlot::Errors:
        return QStringLiteral("reviewErrors");
    case ReviewPlot::Stock:
        return QStringLiteral("reviewStock");
    }
    return {};
}

ChartHeading ReviewPlots::heading(ReviewPlot plot)
{
    switch (plot) {
    case ReviewPlot::Rate:
        return {tr("Rate", "plot: passes wanted and given, orders"),
                tr("per minute", "unit of a plot"), 10};
    case ReviewPlot::Waiting:
        return {tr("Waiting", "plot: people in line"), tr("people", "unit of a plot"), 10};
    case ReviewPlot::Payments:
        return {tr("Payments", "plot: success and use of the budget"),
                tr("percent", "unit of a plot"), 100};
    case ReviewPlot::Errors:
        return {tr("Errors", "plot: failed answers"), tr("percent", "unit of a plot"), 2};
    case ReviewPlot::Stock:
        return {tr("Inventory", "plot: units still available"),
                tr("percent of each product's units", "unit of a plot"), 100};
    }
    return {};
}

std::vector<ReviewPlots::Wanted> ReviewPlots::wanted(ReviewPlot plot) const
{
    switch (plot) {
    case ReviewPlot::Rate:
        return {{"rate_set", tr("set", "line of a plot: rate that staff want")},
                {"rate_actual", tr("given", "line of a plot: passes given")},
                {"orders", tr("orders", "line of a plot: paid orders")}};
    case ReviewPlot::Waiting:
        return {{"waiting", tr("waiting", "line of a plot: people")},
                {"present", tr("present", "line of a plot: people")}};
    case ReviewPlot::Payments:
        return {{"payment_success", tr("success", "line of a plot: share of payments")},
                {"budget_used", tr("budget", "line of a plot: use of the call budget")}};
    case ReviewPlot::Errors:
        return {{"error_ratio", tr("errors", "line of a plot: share of answers")}};
    case ReviewPlot::Stock:
        break;
    }
    // Those that sold most: what stands still has little to tell.
    auto products = m_recording->products;
    std::erase_if(products, [](const auto& product) { return product.total <= 0; });
    std::stable_sort(products.begin(), products.end(),
            [](const auto& a, const auto& b) { return a.sold > b.sold; });
    std::vector<Wanted> out;
    for (const auto& product : products)
        if (out.size() < mostProducts && m_recording->find("available:" + product.code))
            out.push_back({"available:" + product.code, QString::fromStdString(product.code),
                    product.code});
    return out;
}

void ReviewPlots::open(review::RecordingPtr recording)
{
    m_recording = std::move(recording);
    m_other = {};
    m_tracks.clear();
}

ReviewPlots::Track ReviewPlots::track(const review::RecordingPtr& recording, const std::string& id,
        contract::Instant::duration offset) const
{
    const auto* series = recording->find(id);
    if (!series)
        return nullptr;
    const auto key = recording->meta.path + '\n' + id + '\n' + std::to_string(offset.count());
    auto& kept = m_tracks[key];
    if (!kept)
        kept = std::make_shared<const timeline::Pyramid>(series->values,
                timeline::Pyramid::Options{recording->meta.from + offset, 1s, gapOf(id)},
                recording);
    return kept;
}

charts::ChartContent ReviewPlots::content(ReviewPlot plot) const
{
    charts::ChartContent out;
    if (!m_recording)
        return out;
    constexpr std::size_t mostLines = 5;
    out.window = {m_recording->meta.from, m_recording->meta.to};
    out.state = contract::DataState::Live; // as it was written: nothing of it is old
    out.absence = tr("not recorded", "a plot without any value");
    const auto lines = wanted(plot);
    const auto add = [&](const review::RecordingPtr& from, const Wanted& line,
                             contract::Instant::duration offset, const QString& name) {
        auto found = track(from, line.id, offset);
        if (!found || out.lines.size() >= mostLines)
            return;
        out.lines.push_back({name, {}, std::move(found)});
        for (const auto& product : from->products)
            if (product.code == line.product && product.total > 0)
                out.lines.back().scale
                        = {static_cast<double>(product.total), tr("units", "unit of a plot")};
    };
    for (const auto& line : lines)
        add(m_recording, line, {}, line.name);
    if (m_other.recording)
        for (const auto& line : lines)
            add(m_other.recording, line, m_other.offset,
                    tr("%1 ②", "line of the recording that is compared, %1: its name")
                            .arg(line.name));
    return out;
}

QString ReviewPlots::summary(const QString& heading, const charts::ChartContent& content,
        timeline::TimeWindow shown, const status::Formatter& formatter)
{
    QStringList said;
    for (const auto& line : content.lines) {
        const auto extent = line.track ? line.track->extent(shown) : std::nullopt;
        if (!extent)
            continue;
        said << tr("%1 %2 to %3", "one line of a plot, %1: its name, %2: least, %3: greatest")
                        .arg(line.name, formatter.decimal(extent->min, extent->max < 10 ? 1 : 0),
                                formatter.decimal(extent->max, extent->max < 10 ? 1 : 0));
    }
    std::vector<const timeline::Pyramid*> tracks;
    for (const auto& line : content.lines)
        tracks.push_back(line.track.get());
    const auto gaps = static_cast<int>(timeline::commonGaps(tracks, shown).size());
    const auto lines = said.isEmpty() ? content.absence : said.join(QStringLiteral(", "));
    return tr("%1, %2 to %3: %4. %n gap(s).",
            "what a plot shows, %1: its heading, %2, %3: clock times, %4: its lines", gaps)
            .arg(heading, formatter.clock(shown.from), formatter.clock(shown.to), lines);
}

} // namespace saikobi::pages
