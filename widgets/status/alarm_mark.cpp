#include "widgets/status/alarm_mark.h"

#include <QPainter>
#include <QWidget>

#include <array>
#include <chrono>

#include "widgets/status/type_scale.h"

namespace saikobi::status {

using contract::AlarmPriority;
using std::chrono::milliseconds;

namespace {

struct Fill {
    QColor fill{};
    QColor numeral{};
};

const QColor ink(0x1A, 0x1A, 0x1A);
const std::array<Fill, 3> lightFills{Fill{QColor(0xB0, 0x00, 0x20), QColor(0xFF, 0xFF, 0xFF)},
        Fill{QColor(0xFF, 0x8C, 0x1A), ink}, Fill{QColor(0xFF, 0xE1, 0x4D), ink}};
const std::array<Fill, 3> darkFills{Fill{QColor(0xFF, 0x4D, 0x4D), ink},
        Fill{QColor(0xFF, 0xA5, 0x1F), ink}, Fill{QColor(0xFF, 0xF5, 0x9D), ink}};

const Fill& fillOf(AlarmPriority priority, Theme theme)
{
    const auto& fills = theme == Theme::Dark ? darkFills : lightFills;
    return fills.at(static_cast<std::size_t>(priority) - 1);
}

milliseconds clockNow()
{
    return std::chrono::duration_cast<milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
}

void paintShape(QPainter& painter, const QRectF& box, AlarmPriority priority)
{
    switch (priority) {
    case AlarmPriority::P1:
        painter.drawRect(box);
        return;
    case AlarmPriority::P2:
        painter.drawPolygon(QPolygonF{
                {QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()}});
        return;
    case AlarmPriority::P3:
        painter.drawEllipse(box);
        return;
    }
}

} // namespace

AlarmMark markOf(const contract::AlarmRecord& record)
{
    const auto standing = standingOf(record);
    AlarmMark mark;
    mark.priority = record.priority;
    mark.isBlinking = standing == contract::AlarmStanding::Unacknowledged && !record.isShelved();
    mark.isHollow = standing == contract::AlarmStanding::Returned
            || standing == contract::AlarmStanding::Normal || record.isShelved();
    return mark;
}

AlarmMark stronger(const AlarmMark& a, const AlarmMark& b)
{
    // What has returned weighs less than what is active, whatever it was.
    if (a.isHollow != b.isHollow)
        return a.isHollow ? b : a;
    if (a.priority != b.priority)
        return a.priority < b.priority ? a : b;
    return a.isBlinking ? a : b;
}

QColor alarmFill(AlarmPriority priority, Theme theme)
{
    return fillOf(priority, theme).fill;
}

QColor alarmNumeral(AlarmPriority priority, Theme theme)
{
    return fillOf(priority, theme).numeral;
}

QFont markFace(QFont base, double side, AlarmPriority priority)
{
    base.setBold(true);
    base.setPixelSize(
            std::max(6, static_cast<int>(side * (priority == AlarmPriority::P2 ? 0.52 : 0.66))));
    return base;
}

void paintAlarmMark(
        QPainter& painter, const QRectF& box, const AlarmMark& mark, bool isLit, Theme theme)
{
    const auto& colours = paletteOf(theme);
    const bool isFilled = !mark.isHollow && (!mark.isBlinking || isLit);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
            QPen(isFilled ? ink : colours.text, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(isFilled ? QBrush(alarmFill(mark.priority, theme)) : QBrush(colours.ground));
    const QRectF inner = box.adjusted(1, 1, -1, -1);
    paintShape(painter, inner, mark.priority);
    // A triangle has less room, and that lower down.
    const bool isTriangle = mark.priority == AlarmPriority::P2;
    painter.setFont(markFace(painter.font(), box.height(), mark.priority));
    painter.setPen(isFilled ? alarmNumeral(mark.priority, theme) : colours.text);
    painter.drawText(inner.adjusted(0, isTriangle ? box.height() * 0.26 : 0, 0, 0), Qt::AlignCenter,
            QString::number(static_cast<int>(mark.priority)));
    painter.restore();
}

AlarmBlink::AlarmBlink(QWidget& painted)
    : QObject(&painted)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this, &painted] {
        painted.update();
        waitForTurn();
    });
}

void AlarmBlink::run(bool isBlinking)
{
    if (!isBlinking)
        m_timer.stop();
    else if (!m_timer.isActive())
        waitForTurn();
}

bool AlarmBlink::isLit()
{
    return clockNow() / half % 2 == 0;
}

/// From the clock that all of them read, so that they blink as one.
void AlarmBlink::waitForTurn()
{
    m_timer.start(half - clockNow() % half);
}

} // namespace saikobi::status
