#include "app/pages/live_page.h"

#include <QEvent>
#include <QGridLayout>
#include <QVBoxLayout>

#include "app/pages/chart_turns.h"
#include "app/pages/live_stock.h"
#include "app/pages/projection.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/plot_group.h"
#include "widgets/status/readout.h"
#include "widgets/status/stock_board.h"

namespace saikobi::pages {

namespace {

constexpr int gutter = 8;

/// The screen that says more about a tile.
QString screenOf(LiveTile tile)
{
    switch (tile) {
    case LiveTile::Waiting:
    case LiveTile::Admission:
    case LiveTile::WaitNew:
        return QStringLiteral("controls");
    case LiveTile::Orders:
        return QStringLiteral("inventory");
    case LiveTile::Calls:
    case LiveTile::PaymentSuccess:
    case LiveTile::Latency:
        return QStringLiteral("payments");
    case LiveTile::Errors:
        return QStringLiteral("connection");
    }
    return {};
}

status::Readout* readout(const char* name, QWidget* parent)
{
    auto* made = new status::Readout(parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

LivePage::LivePage(QWidget* parent)
    : Page(parent)
    , m_plots(new charts::PlotGroup(*this, charts::PlotGroup::Reach::Screen))
    , m_turns(new ChartTurns(this))
    , m_stock(new status::StockBoard(this))
    , m_queueForecast(readout("forecastQueue", this))
    , m_stockForecast(readout("forecastStock", this))
    , m_budgetForecast(readout("forecastBudget", this))
{
    setObjectName(QStringLiteral("livePage"));
    m_stock->setObjectName(QStringLiteral("stockBoard"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gutter);
    column->addLayout(layTiles());
    column->addLayout(layCharts(), 1);
    column->addWidget(m_stock);
    column->addLayout(layForecast());
    retranslate();
}

QLayout* LivePage::layTiles()
{
    auto* grid = new QGridLayout;
    grid->setSpacing(gutter);
    for (std::size_t i = 0; i < liveTiles.size(); ++i) {
        m_tiles.at(i) = new status::Tile(this);
        m_tiles.at(i)->setObjectName(LiveTiles::objectName(liveTiles.at(i)));
        m_tiles.at(i)->installEventFilter(this);
        const auto place = static_cast<int>(i);
        grid->addWidget(m_tiles.at(i), place / 4, place % 4);
        grid->setColumnStretch(place % 4, 1);
    }
    return grid;
}

QLayout* LivePage::layCharts()
{
    auto* grid = new QGridLayout;
    grid->setSpacing(gutter);
    for (std::size_t i = 0; i < liveCharts.size(); ++i) {
        auto* chart = m_charts.at(i) = new charts::LiveChart(this);
        chart->setObjectName(LiveCharts::objectName(liveCharts.at(i)));
        const auto place = static_cast<int>(i);
        grid->addWidget(chart, place / 2, place % 2);
        grid->setColumnStretch(place % 2, 1);
        grid->setRowStretch(place / 2, 1);
        m_plots->add(*chart);
    }
    connect(m_plots, &charts::PlotGroup::touched, this, &Page::touched);
    connect(m_plots, &charts::PlotGroup::markChosen, this, &Page::momentWanted);
    return grid;
}

QLayout* LivePage::layForecast()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(gutter);
    for (auto* each : {m_queueForecast, m_stockForecast, m_budgetForecast}) {
        each->setPlain(true);
        row->addWidget(each, 1);
    }
    return row;
}

void LivePage::present(const View& view)
{
    for (std::size_t i = 0; i < liveTiles.size(); ++i)
        m_tiles.at(i)->present(LiveTiles::content(liveTiles.at(i), view));
    for (std::size_t i = 0; i < liveCharts.size(); ++i)
        m_turns->present(
                *m_charts.at(i), LiveCharts::content(liveCharts.at(i), view), view.formatter);
    m_stock->present(LiveStock::content(view));
    const auto queue = Projections::queue(view);
    m_queueForecast->present(queue.sentence, queue.state);
    const auto stock = Projections::stock(view);
    m_stockForecast->present(stock.sentence, stock.state);
    const auto budget = Projections::budget(view);
    m_budgetForecast->present(budget.sentence, budget.state);
}

QString LivePage::csv() const
{
    return m_plots->csv();
}

QString LivePage::title() const
{
    return tr("Live", "screen");
}

void LivePage::retranslate()
{
    for (std::size_t i = 0; i < liveTiles.size(); ++i) {
        const auto words = LiveTiles::heading(liveTiles.at(i));
        m_tiles.at(i)->setHeading(words.name, words.unit, words.window);
    }
    for (std::size_t i = 0; i < liveCharts.size(); ++i) {
        const auto words = LiveCharts::heading(liveCharts.at(i));
        m_charts.at(i)->setHeading(words.name, words.unit, words.least);
    }
    m_stock->setHeading(LiveStock::heading());
    m_queueForecast->setCaption(tr("The queue:", "begins a forecast: … drains about 14:32"));
    m_stockForecast->setCaption(tr("Stock:", "begins a forecast: … A-01 sells out 14:05–14:14"));
    m_budgetForecast->setCaption(
            tr("Budget:", "begins a forecast: … payments use 96 % of the calls"));
}

/// A double click on a tile opens the screen that says more about it.
bool LivePage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonDblClick)
        for (std::size_t i = 0; i < liveTiles.size(); ++i)
            if (watched == m_tiles.at(i)) {
                emit screenWanted(screenOf(liveTiles.at(i)));
                return true;
            }
    return Page::eventFilter(watched, event);
}

void LivePage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::pages
