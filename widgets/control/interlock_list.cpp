#include "widgets/control/interlock_list.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>
#include <QStringList>

#include <algorithm>

#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::controls {

namespace {

constexpr int rowsKept = 10; ///< places for the interlocks, also while nothing is known
constexpr qreal margin = 8;
constexpr qreal nameShare = 0.46; ///< of what is left beside mark and word

/// A tick, a filled square with a bar, an empty ring with a dot: apart in grey and at a glance.
void paintMark(QPainter& painter, const QRectF& box, CheckMark mark, const QColor& ink,
        const QColor& ground)
{
    painter.setPen(QPen(ink, 1.6));
    painter.setBrush(Qt::NoBrush);
    const auto side = box.width();
    switch (mark) {
    case CheckMark::Ok:
        painter.drawPolyline(QPolygonF{box.topLeft() + QPointF(0.12, 0.55) * side,
                box.topLeft() + QPointF(0.40, 0.85) * side,
                box.topLeft() + QPointF(0.90, 0.15) * side});
        return;
    case CheckMark::Blocked:
        painter.fillRect(box, ink);
        painter.fillRect(QRectF(box.left() + 0.18 * side, box.center().y() - 0.11 * side,
                                 0.64 * side, 0.22 * side),
                ground);
        return;
    case CheckMark::Unknown:
        painter.drawEllipse(box.adjusted(1, 1, -1, -1));
        painter.setBrush(ink);
        painter.drawEllipse(box.center(), 0.10 * side, 0.10 * side);
        return;
    }
}

} // namespace

InterlockList::InterlockList(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("interlocks"));
    setFont(status::scaled(font(), status::TypeSize::Small));
}

void InterlockList::setHeading(const QString& heading)
{
    m_heading = heading;
    setAccessibleName(heading);
    update();
}

void InterlockList::present(const std::vector<CheckLine>& lines)
{
    if (m_lines == lines)
        return;
    m_lines = lines;
    QStringList spoken;
    for (const auto& line : m_lines)
        spoken << QStringLiteral("%1: %2. %3").arg(line.name, wordOf(line.mark), line.figure);
    setAccessibleDescription(spoken.join(QLatin1Char('\n')));
    setToolTip(accessibleDescription());
    setProperty("neededWidth", neededWidth());
    update();
}

QString InterlockList::wordOf(CheckMark mark)
{
    switch (mark) {
    case CheckMark::Ok:
        return tr("OK", "state of a condition for raising the rate");
    case CheckMark::Blocked:
        return tr("BLOCKED", "state of a condition for raising the rate");
    case CheckMark::Unknown:
        return tr("UNKNOWN", "state of a condition for raising the rate: blocks too");
    }
    return {};
}

InterlockList::Columns InterlockList::columns() const
{
    auto strong = font();
    strong.setBold(true);
    const QFontMetricsF metrics(strong);
    Columns out;
    out.side = metrics.ascent() * 0.72;
    for (const auto mark : {CheckMark::Ok, CheckMark::Blocked, CheckMark::Unknown})
        out.wordWidth = std::max(out.wordWidth, metrics.horizontalAdvance(wordOf(mark)));
    out.word = margin + out.side + 6;
    out.name = out.word + out.wordWidth + 10;
    return out;
}

int InterlockList::neededWidth() const
{
    auto strong = font();
    strong.setBold(true);
    const QFontMetricsF metrics(strong);
    qreal rest = 0;
    for (const auto& line : m_lines)
        rest = std::max({rest, metrics.horizontalAdvance(line.name) / nameShare,
                (metrics.horizontalAdvance(line.figure) + 6) / (1 - nameShare)});
    return static_cast<int>(columns().name + rest + margin) + 1;
}

qreal InterlockList::rowHeight() const
{
    return QFontMetricsF(font()).height() * 1.06;
}

QSize InterlockList::minimumSizeHint() const
{
    const QFontMetricsF metrics(font());
    return {static_cast<int>(metrics.horizontalAdvance(QLatin1Char('0')) * 44),
            static_cast<int>(rowHeight() * (rowsKept + 1.3))};
}

void InterlockList::paintEvent(QPaintEvent*)
{
    const auto& colours = status::paletteOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(status::tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));

    const QFontMetricsF metrics(font());
    const auto row = std::min(rowHeight(), (height() - 8.0) / (rowsKept + 1.1));
    const auto [side, wordLeft, widest, nameLeft] = columns();
    const qreal nameWidth = (width() - nameLeft - margin) * nameShare;
    QRectF line(margin, 4, width() - 2 * margin, row);
    auto strong = font();
    strong.setBold(true);
    painter.setFont(strong);
    painter.setPen(colours.text);
    painter.drawText(line, Qt::AlignVCenter, m_heading);
    for (const auto& each : m_lines) {
        line.translate(0, row);
        const bool isOk = each.mark == CheckMark::Ok;
        const auto& ink = isOk ? colours.second : colours.text;
        paintMark(painter, QRectF(margin, line.center().y() - side / 2, side, side), each.mark, ink,
                colours.ground);
        painter.setFont(isOk ? font() : strong);
        painter.setPen(ink);
        painter.drawText(
                QRectF(wordLeft, line.top(), widest + 8, row), Qt::AlignVCenter, wordOf(each.mark));
        painter.drawText(QRectF(nameLeft, line.top(), nameWidth, row), Qt::AlignVCenter,
                metrics.elidedText(each.name, Qt::ElideRight, nameWidth));
        const QRectF rest(nameLeft + nameWidth + 6, line.top(),
                width() - nameLeft - nameWidth - 6 - margin, row);
        painter.drawText(rest, Qt::AlignVCenter,
                QFontMetricsF(painter.font())
                        .elidedText(each.figure, Qt::ElideRight, rest.width()));
    }
}

} // namespace saikobi::controls
