#pragma once

#include <QCoreApplication>

#include <array>

#include "app/pages/view.h"
#include "widgets/charts/chart_content.h"

namespace saikobi::pages {

/// The plots of the Live screen, in reading order, and the one of the Controls screen.
enum class Chart { Flow, People, Calls, Failures, Admission };
inline constexpr std::array<Chart, 4> liveCharts{
        Chart::Flow, Chart::People, Chart::Calls, Chart::Failures};

struct ChartHeading {
    QString name{};
    QString unit{};
    double least = 1; ///< smallest top of the axis
};

/// What each plot shows of the last fifteen minutes.
class LiveCharts {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::LiveCharts)

public:
    static QString objectName(Chart chart);
    static ChartHeading heading(Chart chart);
    static charts::ChartContent content(Chart chart, const View& view);

private:
    static std::vector<charts::Line> lines(Chart chart, const View& view);
    static std::vector<charts::Mark> commandMarks(const View& view);
    static std::vector<charts::Mark> alarmMarks(const View& view);
};

} // namespace saikobi::pages
