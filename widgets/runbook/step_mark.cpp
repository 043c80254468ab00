#include "widgets/runbook/step_mark.h"

#include <QPainter>
#include <QPainterPath>

#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::runbook {

using contract::MarkState;

StepMark::StepMark(QWidget* parent)
    : QWidget(parent)
{
    setFixedSize(sizeHint());
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

QSize StepMark::sizeHint() const
{
    constexpr int side = 22;
    return {status::besideText(*this, side), status::besideText(*this, side)};
}

void StepMark::present(const ShownStep& step)
{
    m_state = step.state;
    m_isSettled = step.isSettled;
    m_isGreyed = step.isGreyed;
    update();
}

namespace {

void paintTick(QPainter& painter, const QRectF& box, const QColor& ink)
{
    QPainterPath tick;
    tick.moveTo(box.left() + box.width() * 0.15, box.top() + box.height() * 0.55);
    tick.lineTo(box.left() + box.width() * 0.42, box.top() + box.height() * 0.82);
    tick.lineTo(box.left() + box.width() * 0.95, box.top() + box.height() * 0.12);
    painter.setPen(QPen(ink, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(tick);
}

void paintClock(QPainter& painter, const QRectF& box, const QColor& ink)
{
    painter.setPen(QPen(ink, 2));
    painter.drawEllipse(box);
    painter.drawLine(box.center(), QPointF(box.center().x(), box.top() + 3));
    painter.drawLine(box.center(), QPointF(box.right() - 4, box.center().y()));
}

} // namespace

void StepMark::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colours = status::paletteOf(*this);
    const auto box = QRectF(rect()).adjusted(3, 3, -3, -3);
    const auto ink = m_isGreyed ? colours.outline : colours.text;
    const bool isClock = m_state == MarkState::Deferred
            || (m_state == MarkState::Started && !m_isSettled) || m_state == MarkState::Called;
    if (isClock) {
        paintClock(painter, box, ink);
        return;
    }
    painter.setPen(QPen(m_state == MarkState::Overridden ? colours.accent : colours.outline, 1.5));
    painter.drawRect(box);
    if (m_state == MarkState::Overridden) {
        painter.setPen(QPen(colours.accent, 3));
        painter.drawLine(box.bottomLeft(), box.topRight());
    } else if (m_state == MarkState::NoAnswer) {
        painter.setPen(QPen(ink, 2));
        painter.drawLine(QPointF(box.left() + 4, box.center().y()),
                QPointF(box.right() - 4, box.center().y()));
    } else if (m_isGreyed) {
        painter.drawLine(box.topLeft(), box.bottomRight());
    } else if (m_isSettled) {
        paintTick(painter, box, ink);
    }
}

} // namespace saikobi::runbook
