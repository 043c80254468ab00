#include "widgets/status/gauge_painting.h"

#include <QPainter>

#include <algorithm>

namespace saikobi::status {

void paintGauge(QPainter& painter, const QRectF& area, const Gauge& gauge,
        std::optional<double> number, const Palette& palette)
{
    const double length = gauge.to - gauge.from;
    if (!(length > 0))
        return;
    const auto x = [&](double value) {
        return area.left() + std::clamp((value - gauge.from) / length, 0.0, 1.0) * area.width();
    };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);

    const QRectF groove = area.adjusted(0, 3, 0, -3);
    painter.fillRect(groove, tint(palette.outline, palette.ground, 0.22));
    if (gauge.normalFrom || gauge.normalTo) {
        const double from = x(gauge.normalFrom.value_or(gauge.from));
        const double to = x(gauge.normalTo.value_or(gauge.to));
        painter.fillRect(QRectF(from, groove.top(), to - from, groove.height()),
                tint(palette.outline, palette.ground, 0.5));
    }
    if (number) {
        const QRectF bar = area.adjusted(0, 4, 0, -4);
        painter.fillRect(
                QRectF(bar.left(), bar.top(), x(*number) - bar.left(), bar.height()), palette.text);
    }
    if (gauge.target)
        painter.fillRect(QRectF(x(*gauge.target) - 1, area.top(), 1, area.height()), palette.text);
    if (gauge.limit)
        painter.fillRect(QRectF(std::min(x(*gauge.limit), area.right() - 3) - 1, area.top(), 3,
                                 area.height()),
                palette.text);
    painter.restore();
}

} // namespace saikobi::status
