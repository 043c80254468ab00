#include "widgets/charts/live_chart.h"

#include <QStringList>
#include <QVBoxLayout>

#include "widgets/charts/chart_canvas.h"

namespace saikobi::charts {

LiveChart::LiveChart(QWidget* parent)
    : QWidget(parent)
    , m_canvas(new ChartCanvas(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_canvas);
    connect(m_canvas, &ChartCanvas::pointed, this, &LiveChart::pointed);
}

void LiveChart::setHeading(const QString& heading, const QString& unit, double least)
{
    m_heading = heading;
    setAccessibleName(heading);
    m_canvas->setHeading(heading, unit, least);
}

void LiveChart::present(const ChartContent& content, const status::Formatter& formatter)
{
    Q_ASSERT(content.lines.size() <= 5);
    m_canvas->present(content, formatter);
    QStringList said;
    for (const auto& line : content.lines)
        said << QStringLiteral("%1 %2").arg(line.name, m_canvas->valueAt(line, content.window.to));
    setAccessibleDescription(said.join(QStringLiteral(", ")));
}

int LiveChart::neededWidth() const
{
    return width() + m_canvas->cutOff();
}

void LiveChart::showCrosshair(std::optional<contract::Instant> at)
{
    m_canvas->showCrosshair(at);
}

} // namespace saikobi::charts
