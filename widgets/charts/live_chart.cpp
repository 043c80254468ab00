#include "widgets/charts/live_chart.h"

#include <QKeyEvent>
#include <QStringList>
#include <QVBoxLayout>

#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/plot_group.h"

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
    m_unit = unit;
    m_least = least;
    setAccessibleName(heading);
    m_canvas->setHeading(heading, unit, least);
}

void LiveChart::present(const ChartContent& content, const status::Formatter& formatter)
{
    Q_ASSERT(content.lines.size() <= 5);
    m_content = content;
    m_formatter = formatter;
    if (m_group)
        m_group->setWhole(content.window);
    refresh();
    emit presented();
}

void LiveChart::refresh()
{
    m_canvas->present(
            m_content, m_group ? m_group->shown(m_content.window) : m_content.window, m_formatter);
    refreshCursors();
    QStringList said;
    for (const auto& line : m_content.lines)
        said << QStringLiteral("%1 %2").arg(
                line.name, m_canvas->valueAt(line, m_content.window.to));
    setAccessibleDescription(said.join(QStringLiteral(", ")));
}

void LiveChart::refreshCursors()
{
    if (m_group)
        m_canvas->showCursors(m_group->cursors());
}

void LiveChart::mirror(const LiveChart& other)
{
    if (m_heading != other.m_heading)
        setHeading(other.m_heading, other.m_unit, other.m_least);
    m_content = other.m_content;
    m_formatter = other.m_formatter;
    refresh();
}

void LiveChart::join(PlotGroup& group)
{
    m_group = &group;
    setFocusPolicy(Qt::StrongFocus);
    connect(m_canvas, &ChartCanvas::pointed, &group, &PlotGroup::point);
    connect(m_canvas, &ChartCanvas::clicked, &group, &PlotGroup::hold);
    connect(m_canvas, &ChartCanvas::dragged, &group, &PlotGroup::select);
}

PlotValues LiveChart::table() const
{
    PlotValues out;
    out.formatter = m_formatter;
    const auto shown = m_canvas->shown();
    for (const auto& line : m_content.lines)
        out.names.push_back(
                QStringLiteral("%1: %2 (%3)")
                        .arg(m_heading, line.name, line.scale ? line.scale->unit : m_unit));
    const auto add = [&](std::size_t line, contract::Instant at, std::optional<double> value) {
        auto& row = out.rows[at];
        row.resize(m_content.lines.size());
        row[line] = value;
    };
    for (std::size_t i = 0; i < m_content.lines.size(); ++i) {
        const auto& line = m_content.lines[i];
        if (line.track)
            line.track->visit(shown, [&](auto at, auto value) { add(i, at, value); });
        for (const auto& sample : line.samples)
            if (shown.contains(sample.at))
                add(i, sample.at, sample.value);
    }
    return out;
}

QString LiveChart::valuesAt(contract::Instant at) const
{
    QStringList said{m_formatter.clock(at)};
    for (const auto& line : m_content.lines)
        said << QStringLiteral("%1 %2").arg(line.name, m_canvas->valueAt(line, at));
    return said.join(QLatin1Char('\t'));
}

bool LiveChart::event(QEvent* event)
{
    // `Esc` is this plot's as long as it has something to let go of.
    if (event->type() == QEvent::ShortcutOverride && m_group && m_group->canRelease()
            && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        event->accept();
    return QWidget::event(event);
}

void LiveChart::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    m_canvas->setFocused(true);
}

void LiveChart::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    m_canvas->setFocused(false);
}

void LiveChart::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape || !m_group || !m_group->release())
        QWidget::keyPressEvent(event);
}

void LiveChart::setRuler(bool on)
{
    m_canvas->setRuler(on);
}

bool LiveChart::hasRuler() const
{
    return m_canvas->hasRuler();
}

QPixmap LiveChart::picture()
{
    const bool hadRuler = hasRuler();
    m_canvas->setRuler(true);
    auto out = grab();
    m_canvas->setRuler(hadRuler);
    return out;
}

int LiveChart::neededWidth() const
{
    return width() + m_canvas->cutOff();
}

void LiveChart::showCrosshair(std::optional<contract::Instant> at)
{
    m_canvas->showCursors({.hair = at});
}

} // namespace saikobi::charts
