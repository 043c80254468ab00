#include "widgets/status/stock_board.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

#include "widgets/status/data_marks.h"
#include "widgets/status/type_scale.h"
#include "widgets/status/words.h"

namespace saikobi::status {

namespace {

constexpr double padding = 8;
constexpr int columns = 2;

} // namespace

StockBoard::StockBoard(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void StockBoard::setHeading(const QString& heading)
{
    m_heading = heading;
    setAccessibleName(heading);
    update();
}

void StockBoard::present(const StockContent& content)
{
    m_content = content;
    setAccessibleDescription(Words::of(content.state));
    update();
}

int StockBoard::shownRows() const
{
    return static_cast<int>(std::min<std::size_t>(m_content.rows.size(), mostRows));
}

double StockBoard::rowHeight() const
{
    return QFontMetricsF(scaled(font(), TypeSize::Small)).ascent() * 1.42;
}

QSize StockBoard::sizeHint() const
{
    return {600, static_cast<int>(rowHeight() * (1 + mostRows / columns) + padding * 1.4)};
}

void StockBoard::paintEvent(QPaintEvent*)
{
    const auto& colours = paletteOf(*this);
    QPainter painter(this);
    paintHatch(painter, QRectF(rect()).adjusted(1, 1, -1, -1), m_content.state, colours);
    painter.setPen(QPen(tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));

    const double height = rowHeight();
    const QRectF head(padding, padding * 0.6, width() - 2 * padding, height);
    painter.setFont(scaled(font(), TypeSize::Strong));
    painter.setPen(colours.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, m_heading);
    painter.setFont(scaled(font(), TypeSize::Small));
    painter.setPen(colours.second);
    const auto state = m_content.state == contract::DataState::Live
            ? m_content.age
            : Words::of(m_content.state) + QLatin1Char(' ') + m_content.age;
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter,
            m_content.others.isEmpty() ? state : m_content.others + QStringLiteral("   ") + state);
    if (m_content.rows.empty()) {
        painter.drawText(QRectF(rect()), Qt::AlignCenter, m_content.absence);
        return;
    }
    const double columnWidth = (width() - 2 * padding - 24) / columns;
    for (int i = 0; i < shownRows(); ++i) {
        const int column = i / (mostRows / columns);
        const int line = i % (mostRows / columns);
        const QRectF area(padding + column * (columnWidth + 24),
                head.bottom() + padding * 0.3 + line * height, columnWidth, height);
        paintRow(painter, area, m_content.rows.at(static_cast<std::size_t>(i)));
    }
}

void StockBoard::paintRow(QPainter& painter, const QRectF& area, const StockRow& row) const
{
    const auto& colours = paletteOf(*this);
    const double w = area.width();
    const auto part = [&](double from, double to) {
        return QRectF(area.left() + w * from, area.top(), w * (to - from), area.height());
    };
    const auto cell = [&](double from, double to, const QString& text, Qt::Alignment side) {
        const auto space = part(from, to);
        const QFontMetricsF metrics(painter.font());
        painter.drawText(space, side | Qt::AlignVCenter,
                metrics.elidedText(text, Qt::ElideRight, space.width()));
    };
    painter.setFont(scaled(font(), TypeSize::Small));
    painter.setPen(colours.text);
    cell(0, 0.085, row.code, Qt::AlignLeft);
    painter.setPen(colours.second);
    cell(0.09, 0.42, row.name, Qt::AlignLeft);
    painter.setPen(colours.text);
    const bool isKnown = m_content.state < contract::DataState::Lost;
    cell(0.55, 0.80, marked(row.left, m_content.state), Qt::AlignRight);
    cell(0.81, 1, isKnown ? row.sellsOut : QString(), Qt::AlignRight);

    const QRectF bar = part(0.43, 0.55).adjusted(0, area.height() * 0.24, 0, -area.height() * 0.24);
    const double sold = bar.width() * std::clamp(row.soldPart, 0.0, 1.0);
    const double held
            = bar.width() * std::clamp(row.heldPart, 0.0, 1.0 - std::min(row.soldPart, 1.0));
    if (isKnown) {
        painter.fillRect(QRectF(bar.left(), bar.top(), sold, bar.height()), colours.second);
        painter.fillRect(QRectF(bar.left() + sold, bar.top(), held, bar.height()),
                QBrush(colours.text, Qt::BDiagPattern));
    }
    painter.setPen(QPen(colours.outline, 1));
    painter.drawRect(bar);
}

void StockBoard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace saikobi::status
