#pragma once

#include <array>

#include "app/pages/live_charts.h"
#include "app/pages/live_tiles.h"
#include "app/pages/page.h"

namespace saikobi::charts {
class LiveChart;
class PlotGroup;
} // namespace saikobi::charts
namespace saikobi::status {
class Readout;
class StockBoard;
} // namespace saikobi::status

namespace saikobi::pages {

class ChartTurns;

/// The screen of the sale as it runs: eight tiles, four plots, the stock, what comes next.
class LivePage : public Page {
    Q_OBJECT

public:
    explicit LivePage(QWidget* parent = nullptr);

    void present(const View& view) override;
    QString title() const override;
    QString csv() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QLayout* layTiles();
    QLayout* layCharts();
    QLayout* layForecast();
    void retranslate();

    std::array<status::Tile*, liveTiles.size()> m_tiles{};
    std::array<charts::LiveChart*, liveCharts.size()> m_charts{};
    charts::PlotGroup* m_plots;
    ChartTurns* m_turns;
    status::StockBoard* m_stock;
    status::Readout* m_queueForecast;
    status::Readout* m_stockForecast;
    status::Readout* m_budgetForecast;
};

} // namespace saikobi::pages
