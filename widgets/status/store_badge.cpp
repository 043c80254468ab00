#include "widgets/status/store_badge.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>

#include "widgets/status/data_marks.h"
#include "widgets/status/type_scale.h"
#include "widgets/status/words.h"

namespace saikobi::status {

using namespace std::chrono_literals;

namespace {

std::optional<std::chrono::milliseconds> ageOf(const contract::Feed& feed, contract::Instant now)
{
    if (!feed.lastSuccess)
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - *feed.lastSuccess);
}

void paintShape(QPainter& painter, QPointF centre, double radius, contract::DataState state,
        const Palette& colours)
{
    const QRectF box(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colours.text, 1.4));
    painter.setBrush(Qt::NoBrush);
    switch (state) {
    case contract::DataState::Live:
        painter.setBrush(colours.text);
        painter.drawEllipse(box);
        return;
    case contract::DataState::Late:
        painter.drawEllipse(box);
        painter.setBrush(colours.text);
        painter.drawPie(box, 90 * 16, 180 * 16);
        return;
    case contract::DataState::Stale:
        painter.setBrush(QBrush(colours.text, Qt::BDiagPattern));
        painter.drawEllipse(box);
        return;
    case contract::DataState::Lost:
        painter.setPen(QPen(colours.text, 2.4));
        painter.drawLine(box.topLeft(), box.bottomRight());
        painter.drawLine(box.topRight(), box.bottomLeft());
        return;
    case contract::DataState::NoData:
        painter.drawEllipse(box);
        return;
    }
}

} // namespace

contract::DataState stateOf(const contract::Feed& feed, contract::Instant now)
{
    return contract::dataState(ageOf(feed, now), 1s, !feed.error.empty());
}

QString causeOf(const contract::Feed& feed)
{
    const auto line = QString::fromStdString(feed.error).section(QLatin1Char('\n'), 0, 0);
    // 'connection to server at "10.0.0.3", port 5432 failed: FATAL:  password authentication …'
    for (const auto& opening : {QStringLiteral("FATAL:"), QStringLiteral(" failed: ")})
        if (const auto at = line.indexOf(opening); at >= 0)
            return line.mid(at + opening.size()).trimmed();
    return line.trimmed();
}

StoreBadge::StoreBadge(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void StoreBadge::setStore(const QString& name)
{
    m_name = name;
    setAccessibleName(name);
    update();
}

void StoreBadge::present(
        const contract::Feed& feed, contract::Instant now, const Formatter& formatter)
{
    m_state = stateOf(feed, now);
    m_roundTrip = feed.roundTripMs ? formatter.milliseconds(*feed.roundTripMs) : QString();
    const auto age = ageOf(feed, now);
    m_age = age ? formatter.age(*age) : QString();
    const auto whole = QString::fromStdString(feed.error).trimmed();
    setToolTip(whole);
    QStringList parts{shownState(), m_roundTrip, m_age, whole};
    parts.removeAll(QString());
    setAccessibleDescription(parts.join(QLatin1Char(' ')));
    update();
}

QString StoreBadge::shownState() const
{
    return Words::of(m_state);
}

int StoreBadge::neededWidth() const
{
    const QFontMetricsF body(font());
    const QFontMetricsF strong(scaled(font(), TypeSize::Strong));
    const QFontMetricsF small(scaled(font(), TypeSize::Small));
    const auto& middle = m_state == contract::DataState::Live ? m_roundTrip : shownState();
    return static_cast<int>(body.capHeight() + 9 + body.horizontalAdvance(m_name) + 7
            + strong.horizontalAdvance(middle) + 7 + small.horizontalAdvance(m_age));
}

QSize StoreBadge::sizeHint() const
{
    return {150, static_cast<int>(QFontMetricsF(font()).ascent() * 1.55)};
}

QSize StoreBadge::minimumSizeHint() const
{
    return {40, sizeHint().height()};
}

void StoreBadge::paintEvent(QPaintEvent*)
{
    const auto& colours = paletteOf(*this);
    QPainter painter(this);
    QRectF rest(rect());
    paintHatch(painter, rest, m_state, colours);
    const double radius = QFontMetricsF(font()).capHeight() / 2;
    paintShape(painter, {radius + 2, rest.center().y()}, radius, m_state, colours);
    rest.setLeft(rest.left() + 2 * radius + 9);

    const auto draw = [&](const QString& text, TypeSize size, const QColor& ink) {
        if (text.isEmpty())
            return;
        const auto face = scaled(font(), size);
        painter.setFont(face);
        painter.setPen(ink);
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, text);
        rest.setLeft(rest.left() + QFontMetricsF(face).horizontalAdvance(text) + 7);
    };
    draw(m_name, TypeSize::Body, colours.text);
    if (m_state != contract::DataState::Live) {
        draw(shownState(), TypeSize::Strong, colours.text);
        draw(m_age, TypeSize::Small, colours.text);
        return;
    }
    draw(m_roundTrip, TypeSize::Strong, colours.text);
    draw(m_age, TypeSize::Small, colours.second);
}

void StoreBadge::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace saikobi::status
