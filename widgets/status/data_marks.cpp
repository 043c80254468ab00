#include "widgets/status/data_marks.h"

#include <QPainter>

namespace saikobi::status {

QString marked(const QString& value, contract::DataState state)
{
    switch (state) {
    case contract::DataState::Live:
    case contract::DataState::Late:
        return value;
    case contract::DataState::Stale:
        return QStringLiteral("[%1]").arg(value);
    case contract::DataState::Lost:
        return QStringLiteral("—");
    case contract::DataState::NoData:
        return QStringLiteral("·");
    }
    return value;
}

void paintHatch(
        QPainter& painter, const QRectF& area, contract::DataState state, const Palette& palette)
{
    if (state != contract::DataState::Stale)
        return;
    painter.save();
    painter.setClipRect(area);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tint(palette.outline, palette.ground, 0.45), 1));
    constexpr double step = 9;
    for (double x = area.left() - area.height(); x < area.right(); x += step)
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()));
    painter.restore();
}

} // namespace saikobi::status
