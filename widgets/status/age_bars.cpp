#include "widgets/status/age_bars.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "widgets/status/data_marks.h"
#include "widgets/status/type_scale.h"
#include "widgets/status/words.h"

namespace saikobi::status {

namespace {

constexpr double padding = 8;

} // namespace

AgeBars::AgeBars(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void AgeBars::setHeading(const QString& heading)
{
    m_heading = heading;
    setAccessibleName(heading);
    update();
}

void AgeBars::present(const AgeContent& content)
{
    m_content = content;
    QStringList said;
    for (const auto& bar : content.bars)
        said << QStringLiteral("%1: %2").arg(bar.label, marked(bar.value, content.state));
    if (content.state != contract::DataState::Live)
        said << Words::of(content.state);
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    update();
}

int AgeBars::neededWidth() const
{
    const QFontMetricsF small(scaled(font(), TypeSize::Small));
    double widest = 0;
    for (const auto& bar : m_content.bars)
        widest = std::max({widest, small.horizontalAdvance(bar.label),
                small.horizontalAdvance(marked(bar.value, m_content.state))});
    return static_cast<int>(
            std::ceil(widest * static_cast<double>(m_content.bars.size()) + 2 * padding));
}

void AgeBars::paintEvent(QPaintEvent*)
{
    const auto& colours = paletteOf(*this);
    QPainter painter(this);
    paintHatch(painter, QRectF(rect()).adjusted(1, 1, -1, -1), m_content.state, colours);
    painter.setPen(QPen(tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));

    const auto small = scaled(font(), TypeSize::Small);
    const QFontMetricsF metrics(small);
    const double line = metrics.ascent() * 1.35;
    const QRectF head(padding, padding * 0.5, width() - 2 * padding, line * 1.1);
    painter.setFont(scaled(font(), TypeSize::Strong));
    painter.setPen(colours.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, m_heading);
    painter.setFont(small);
    painter.setPen(colours.second);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter,
            m_content.state == contract::DataState::Live
                    ? m_content.age
                    : Words::of(m_content.state) + QLatin1Char(' ') + m_content.age);
    if (m_content.bars.empty()) {
        painter.drawText(QRectF(rect()), Qt::AlignCenter, m_content.absence);
        return;
    }
    const double step = head.width() / static_cast<double>(m_content.bars.size());
    const double bottom = height() - padding * 0.5 - line;
    const double top = head.bottom() + line;
    const bool isKnown = m_content.state < contract::DataState::Lost;
    for (std::size_t i = 0; i < m_content.bars.size(); ++i) {
        const auto& bar = m_content.bars[i];
        const double left = head.left() + step * static_cast<double>(i);
        const double tall = isKnown ? (bottom - top) * std::clamp(bar.height, 0.0, 1.0) : 0;
        painter.setPen(Qt::NoPen);
        painter.fillRect(QRectF(left + step * 0.2, bottom - tall, step * 0.6, tall),
                tint(colours.second, colours.ground, 0.85));
        painter.setPen(colours.text);
        painter.drawText(QRectF(left, bottom - tall - line, step, line), Qt::AlignCenter,
                marked(bar.value, m_content.state));
        painter.setPen(colours.second);
        painter.drawText(QRectF(left, bottom, step, line), Qt::AlignCenter, bar.label);
        if (m_content.limitBefore && static_cast<std::size_t>(*m_content.limitBefore) == i) {
            painter.setPen(QPen(colours.text, 2));
            painter.drawLine(QPointF(left, top - line * 0.5), QPointF(left, bottom));
        }
    }
    painter.setPen(QPen(colours.outline, 1));
    painter.drawLine(QPointF(head.left(), bottom), QPointF(head.right(), bottom));
}

} // namespace saikobi::status
