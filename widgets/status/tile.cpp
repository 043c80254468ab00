#include "widgets/status/tile.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "widgets/status/data_marks.h"
#include "widgets/status/gauge_painting.h"
#include "widgets/status/type_scale.h"
#include "widgets/status/words.h"

namespace saikobi::status {

namespace {

constexpr double padding = 8;
constexpr double gaugeHeight = 12;
constexpr double alarmPlace = 18;
constexpr double trendFrom = 0.66; ///< part of the width

double lineHeight(const QFont& font)
{
    // CJK fonts ask for half an em of leading; single lines read well with less.
    return QFontMetricsF(font).ascent() * 1.2;
}

} // namespace

/// Where the parts of a tile stand; the same for every state.
struct Tile::Places {
    QFont small;
    QFont strong;
    QFont figure;
    QRectF heading;
    QRectF value;
    QRectF trend;
    QRectF gauge;
    QRectF foot;
};

Tile::Tile(QWidget* parent)
    : QWidget(parent)
    , m_blink(*this)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void Tile::setHeading(const QString& name, const QString& unit, const QString& window)
{
    m_name = name;
    m_unit = unit;
    m_window = window;
    setAccessibleName(name);
    describe();
    update();
}

void Tile::present(const TileContent& content)
{
    m_content = content;
    m_blink.run(content.alarm && content.alarm->isBlinking);
    describe();
    update();
}

QString Tile::shownValue() const
{
    return marked(m_content.value, m_content.state);
}

int Tile::alarmPriority() const
{
    return m_content.alarm ? static_cast<int>(m_content.alarm->priority) : 0;
}

QString Tile::shownState() const
{
    return Words::of(m_content.state);
}

void Tile::describe()
{
    auto words = m_content.state == contract::DataState::Live
            ? QStringLiteral("%1 %2").arg(m_content.value, unit())
            : QStringLiteral("%1, %2").arg(shownValue(), shownState());
    if (m_content.alarm)
        words = tr("%1, alarm P%2", "%1: value of a figure, %2: priority of its alarm, 1 to 3")
                        .arg(words)
                        .arg(alarmPriority());
    setAccessibleDescription(words);
}

QString Tile::foot() const
{
    if (m_content.state == contract::DataState::NoData)
        return {};
    if (m_content.state == contract::DataState::Live)
        return m_content.age;
    return tr("%1 %2", "%1: state of the data such as LATE, %2: its age")
            .arg(shownState(), m_content.age);
}

QString Tile::unit() const
{
    return m_content.behind.isEmpty() ? m_unit
                                      : QStringLiteral("%1 %2").arg(m_unit, m_content.behind);
}

int Tile::neededWidth() const
{
    const QFontMetricsF small(scaled(font(), TypeSize::Small));
    const QFontMetricsF strong(scaled(font(), TypeSize::Strong));
    const QFontMetricsF figure(scaled(font(), TypeSize::Figure));
    constexpr double apart = 8;
    const double heading = strong.horizontalAdvance(m_name) + apart
            + small.horizontalAdvance(m_window) + alarmPlace;
    // The value has the part left of the trend.
    const double value
            = (figure.horizontalAdvance(shownValue()) + 6 + small.horizontalAdvance(unit()))
            / trendFrom;
    const bool isKnown = m_content.state < contract::DataState::Lost;
    const double under = (isKnown ? small.horizontalAdvance(m_content.beside) + apart : 0)
            + small.horizontalAdvance(foot());
    return static_cast<int>(std::ceil(std::max({heading, value, under}) + 2 * padding));
}

QSize Tile::sizeHint() const
{
    const auto at = places();
    return {220, static_cast<int>(at.foot.bottom() + padding * 0.6)};
}

QSize Tile::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

Tile::Places Tile::places() const
{
    Places at;
    at.small = scaled(font(), TypeSize::Small);
    at.strong = scaled(font(), TypeSize::Strong);
    at.figure = scaled(font(), TypeSize::Figure);
    const double inner = width() - 2 * padding;
    double y = padding * 0.6;
    at.heading = {padding, y, inner, lineHeight(at.strong)};
    y = at.heading.bottom() + 1;
    at.value = {padding, y, inner * (trendFrom - 0.02), lineHeight(at.figure)};
    at.trend = {padding + inner * trendFrom, y + 5, inner * (1 - trendFrom), at.value.height() - 8};
    at.gauge = {padding, at.value.bottom() + 3, inner, gaugeHeight};
    at.foot = {padding, at.gauge.bottom() + 3, inner, lineHeight(at.small)};
    return at;
}

void Tile::paintEvent(QPaintEvent*)
{
    const auto& colours = paletteOf(*this);
    QPainter painter(this);
    const auto at = places();
    paintHatch(painter, QRectF(rect()).adjusted(1, 1, -1, -1), m_content.state, colours);
    painter.setPen(QPen(tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    paintHeading(painter, at);
    paintValue(painter, at);
    paintTrend(painter, at);
    if (m_content.gauge) {
        const bool isKnown = m_content.state < contract::DataState::Lost;
        paintGauge(painter, at.gauge, *m_content.gauge, isKnown ? m_content.number : std::nullopt,
                colours);
    }
    paintFoot(painter, at);
}

void Tile::paintHeading(QPainter& painter, const Places& at) const
{
    const auto& colours = paletteOf(*this);
    painter.setFont(at.strong);
    painter.setPen(colours.text);
    painter.drawText(at.heading, Qt::AlignLeft | Qt::AlignVCenter, m_name);
    painter.setFont(at.small);
    painter.setPen(colours.second);
    painter.drawText(
            at.heading.adjusted(0, 0, -alarmPlace, 0), Qt::AlignRight | Qt::AlignVCenter, m_window);
    if (!m_content.alarm)
        return;
    const double side = alarmPlace - 2;
    paintAlarmMark(painter, QRectF(at.heading.right() - side + 2, at.heading.top(), side, side),
            *m_content.alarm, AlarmBlink::isLit(), themeOf(*this));
}

void Tile::paintValue(QPainter& painter, const Places& at) const
{
    const auto& colours = paletteOf(*this);
    const auto shown = shownValue();
    painter.setFont(at.figure);
    painter.setPen(colours.text);
    painter.drawText(at.value, Qt::AlignLeft | Qt::AlignVCenter, shown);

    const double x = at.value.left() + QFontMetricsF(at.figure).horizontalAdvance(shown) + 6;
    const QRectF rest(x, at.value.top(), at.trend.left() - x - 4, at.value.height());
    painter.setFont(at.small);
    painter.setPen(colours.second);
    if (m_content.state == contract::DataState::NoData)
        painter.drawText(
                rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, m_content.absence);
    else if (m_content.state == contract::DataState::Lost)
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                tr("%1\n%2", "%1: the last value known, %2: its clock time")
                        .arg(m_content.value, m_content.seenAt));
    else {
        const double baseline = at.value.center().y() + QFontMetricsF(at.figure).capHeight() / 2;
        painter.drawText(QPointF(x, baseline), unit());
    }
}

void Tile::paintTrend(QPainter& painter, const Places& at) const
{
    const auto& colours = paletteOf(*this);
    painter.save();
    painter.setPen(QPen(tint(colours.outline, colours.ground, 0.5), 1));
    painter.drawLine(at.trend.bottomLeft(), at.trend.bottomRight());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colours.second, 1)); // a wider one is outlined before it is filled
    for (const auto& run : m_content.trend) {
        QPolygonF line;
        for (const auto& point : run)
            line << QPointF(at.trend.left() + point.x() * at.trend.width(),
                    at.trend.bottom() - point.y() * at.trend.height());
        painter.drawPolyline(line);
    }
    painter.restore();
}

void Tile::paintFoot(QPainter& painter, const Places& at) const
{
    const auto& colours = paletteOf(*this);
    painter.setFont(at.small);
    painter.setPen(colours.second);
    const bool isKnown = m_content.state < contract::DataState::Lost;
    if (isKnown)
        painter.drawText(at.foot, Qt::AlignLeft | Qt::AlignVCenter, m_content.beside);
    if (m_content.state == contract::DataState::NoData)
        return;
    // An old value says so in ink, a fresh one in second text.
    painter.setPen(m_content.state == contract::DataState::Live ? colours.second : colours.text);
    painter.drawText(at.foot, Qt::AlignRight | Qt::AlignVCenter, foot());
}

void Tile::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace saikobi::status
