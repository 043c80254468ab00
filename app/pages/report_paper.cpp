#include "app/pages/report_paper.h"

#include <QBuffer>
#include <QDateTime>
#include <QFontMetricsF>
#include <QPagedPaintDevice>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <algorithm>
#include <utility>

#include "widgets/charts/line_style.h"
#include "widgets/status/palette.h"
#include "widgets/timeline/time_ruler.h"

namespace saikobi::pages {

namespace {

constexpr double margin = 40; ///< points
constexpr double plotHeight = 118;
constexpr double nameWidth = 84; ///< of the names at the ends of the lines
constexpr double scaleWidth = 36;
constexpr int plotColumns = 600;
constexpr int mostTimes = 9;
constexpr double bodySize = 8.5;
constexpr double headingSize = 11;
constexpr double titleSize = 17;

QFont face(double size, bool isBold)
{
    QFont font(QStringLiteral("Noto Sans CJK JP"));
    font.setPointSizeF(size);
    font.setBold(isBold);
    return font;
}

double dotsOf(const QPainter& painter)
{
    return painter.device()->logicalDpiX() / 72.0;
}

QRectF times(const QRectF& area, double factor)
{
    return {area.topLeft() * factor, area.size() * factor};
}

/// `area` in points, as everything here. Letters are set in the dots of the device: a font that is
/// scaled by the painter would be spaced by its rounded size. What does not fit ends in "…".
void write(QPainter& painter, const QRectF& area, int flags, const QString& words)
{
    const double dots = dotsOf(painter);
    painter.save();
    painter.scale(1 / dots, 1 / dots);
    const auto room = times(area, dots);
    const bool isLine = (flags & Qt::TextWordWrap) == 0;
    painter.drawText(room, flags,
            isLine ? QFontMetricsF(painter.font(), painter.device())
                             .elidedText(words, Qt::ElideRight, room.width())
                   : words);
    painter.restore();
}

double heightOf(QPainter& painter, double width, const QString& words)
{
    const double dots = dotsOf(painter);
    return QFontMetricsF(painter.font(), painter.device())
                   .boundingRect(QRectF(0, 0, width * dots, 1000 * dots), Qt::TextWordWrap, words)
                   .height()
            / dots;
}

} // namespace

/// A page that is filled from above; one more when nothing fits any longer.
class ReportPaper::Sheet {
public:
    Sheet(QPagedPaintDevice& device, QString footer)
        : m_device(device)
        , m_footer(std::move(footer))
    {
        m_isOpen = m_painter.begin(&device);
        if (m_isOpen)
            begin();
    }

    bool isOpen() const { return m_isOpen; }
    int pages() const { return m_pages; }
    QPainter& painter() { return m_painter; }
    double width() const { return m_width; }
    double y() const { return m_y; }
    void down(double by) { m_y += by; }

    void need(double height)
    {
        if (m_y + height <= m_height - 16)
            return;
        m_device.newPage();
        m_painter.resetTransform();
        begin();
    }

    void say(const QString& words, double size, bool isBold, const QColor& colour)
    {
        m_painter.setFont(face(size, isBold));
        const auto needed = heightOf(m_painter, m_width, words);
        need(needed);
        m_painter.setFont(face(size, isBold));
        m_painter.setPen(colour);
        write(m_painter, {0, m_y, m_width, needed + 2}, Qt::TextWordWrap, words);
        m_y += needed + 3;
    }

private:
    void begin()
    {
        const auto page = m_device.pageLayout().paintRectPoints();
        const double dots = m_device.logicalDpiX() / 72.0;
        m_painter.scale(dots, dots);
        m_width = page.width();
        m_height = page.height();
        m_y = 0;
        ++m_pages;
        m_painter.setFont(face(7.5, false));
        m_painter.setPen(status::paletteOf(status::Theme::Light).second);
        const QRectF foot(0, m_height - 12, m_width, 12);
        write(m_painter, foot, Qt::AlignLeft, m_footer);
        write(m_painter, foot, Qt::AlignRight, QString::number(m_pages));
    }

    QPagedPaintDevice& m_device;
    QString m_footer;
    QPainter m_painter{};
    bool m_isOpen = false;
    int m_pages = 0;
    double m_width = 0;
    double m_height = 0;
    double m_y = 0;
};

ReportPaper::ReportPaper(review::RecordingPtr recording, bool isJapanese)
    : m_recording(std::move(recording))
    , m_formatter(QLocale(isJapanese ? QLocale::Japanese : QLocale::English),
              QTimeZone(QByteArray::fromStdString(m_recording->meta.timeZone)))
    , m_isJapanese(isJapanese)
{
    m_plots.open(m_recording);
}

void ReportPaper::paintTable(Sheet& sheet, const ReportTable& table) const
{
    const auto& colours = status::paletteOf(status::Theme::Light);
    constexpr double row = bodySize * 1.75;
    sheet.need(headingSize * 2 + row * 3);
    sheet.down(7);
    sheet.say(table.heading, headingSize, true, colours.text);
    auto& painter = sheet.painter();
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto& cells = table.rows[i];
        if (cells.isEmpty())
            continue;
        sheet.need(row);
        painter.setFont(face(bodySize, i == 0));
        painter.setPen(i == 0 ? colours.second : colours.text);
        const double first = sheet.width() * (cells.size() > 3 ? 0.36 : 0.5);
        const double other = (sheet.width() - first) / std::max(1, int(cells.size()) - 1);
        for (int cell = 0; cell < cells.size(); ++cell) {
            const QRectF room(cell == 0 ? 0 : first + (cell - 1) * other, sheet.y(),
                    cell == 0 ? first - 4 : other - 4, row);
            write(painter, room, Qt::AlignVCenter | (cell == 0 ? Qt::AlignLeft : Qt::AlignRight),
                    cells[cell]);
        }
        painter.setPen(QPen(status::tint(colours.outline, Qt::white, 0.4), 0.4));
        painter.drawLine(QPointF(0, sheet.y() + row), QPointF(sheet.width(), sheet.y() + row));
        sheet.down(row);
    }
    if (!table.note.isEmpty()) {
        sheet.down(2);
        sheet.say(table.note, bodySize - 0.5, false, colours.second);
    }
}

void ReportPaper::paintPlot(Sheet& sheet, ReviewPlot plot) const
{
    const auto content = m_plots.content(plot);
    const auto head = ReviewPlots::heading(plot);
    sheet.need(plotHeight + 30);
    sheet.down(6);
    sheet.say(QStringLiteral("%1 (%2)").arg(head.name, head.unit), bodySize + 1, true,
            status::paletteOf(status::Theme::Light).text);
    Plot drawn{{scaleWidth, sheet.y(), sheet.width() - scaleWidth - nameWidth, plotHeight - 34},
            content.window, head.least};
    for (const auto& line : content.lines)
        if (const auto extent = line.track->extent(content.window))
            drawn.top = std::max(drawn.top, extent->max);
    paintScale(sheet.painter(), drawn);
    for (std::size_t i = 0; i < content.lines.size(); ++i)
        paintLine(sheet.painter(), drawn, content.lines[i], static_cast<int>(i));
    sheet.down(plotHeight - 18);
}

void ReportPaper::paintScale(QPainter& painter, const Plot& plot) const
{
    const auto& colours = status::paletteOf(status::Theme::Light);
    const auto& area = plot.area;
    painter.setFont(face(7, false));
    for (const double part : {0.0, 0.5, 1.0}) {
        const double y = area.bottom() - part * area.height();
        painter.setPen(QPen(status::tint(colours.outline, Qt::white, 0.5), 0.4));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(colours.second);
        write(painter, {0, y - 6, scaleWidth - 4, 12}, Qt::AlignRight | Qt::AlignVCenter,
                m_formatter.decimal(part * plot.top, plot.top < 10 ? 1 : 0));
    }
    const auto offset = m_formatter.utcOffset(plot.window.from);
    for (const auto at : timeline::roundTimes(plot.window, mostTimes, offset)) {
        const double x = area.left() + plot.window.position(at) * area.width();
        write(painter, {x - 30, area.bottom() + 2, 60, 12}, Qt::AlignCenter,
                m_formatter.clockMinutes(at));
    }
}

/// From first over least and greatest to last of each column, never across a gap.
void ReportPaper::paintLine(
        QPainter& painter, const Plot& plot, const charts::Line& line, int index) const
{
    const auto& colours = status::paletteOf(status::Theme::Light);
    const auto& area = plot.area;
    const auto columns = line.track->columns(plot.window, plotColumns);
    painter.setPen(QPen(charts::penOf(index, colours).color(), 0.6));
    QPolygonF drawn;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!columns[i])
            continue;
        if (!columns[i]->isJoined) {
            painter.drawPolyline(drawn);
            drawn.clear();
        }
        const double x = area.left() + (static_cast<double>(i) + 0.5) / plotColumns * area.width();
        for (const double value :
                {columns[i]->first, columns[i]->min, columns[i]->max, columns[i]->last})
            drawn << QPointF(x, area.bottom() - value / plot.top * area.height());
    }
    painter.drawPolyline(drawn);
    const double y = area.top() + 10.0 * index + 6;
    charts::paintMarker(painter, QPointF(area.right() + 8, y), index, colours);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(colours.text);
    write(painter, {area.right() + 16, y - 6, nameWidth - 16, 12}, Qt::AlignLeft | Qt::AlignVCenter,
            line.name);
}

int ReportPaper::paint(QPagedPaintDevice& device)
{
    device.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait,
            QMarginsF(margin, margin, margin, margin), QPageLayout::Point));
    const ReportWords words(*m_recording, m_formatter, m_isJapanese);
    Sheet sheet(device, words.subtitle());
    if (!sheet.isOpen())
        return 0;
    const auto& colours = status::paletteOf(status::Theme::Light);
    sheet.say(words.title(), titleSize, true, colours.text);
    sheet.say(words.subtitle(), bodySize + 1, false, colours.text);
    sheet.say(words.basis(), bodySize, false, colours.second);
    for (const auto& table : words.tables())
        paintTable(sheet, table);
    for (const auto plot : reviewPlots)
        paintPlot(sheet, plot);
    return sheet.painter().end() ? sheet.pages() : 0;
}

int ReportPaper::savePdf(const QString& file)
{
    QByteArray bytes;
    int pages = 0;
    {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter writer(&buffer);
        writer.setTitle(ReportWords(*m_recording, m_formatter, m_isJapanese).title());
        writer.setCreator(QStringLiteral("Saikobi"));
        pages = paint(writer);
    }
    const auto dated = withCreationDate(bytes, m_recording->meta.to);
    QSaveFile out(file);
    if (pages == 0 || dated.isEmpty() || !out.open(QIODevice::WriteOnly)
            || out.write(dated) != dated.size() || !out.commit())
        return 0;
    return pages;
}

/// "/CreationDate (D:20261121123000+09'00')": Qt writes the time of this machine with its zone.
QByteArray withCreationDate(QByteArray pdf, contract::Instant at)
{
    const QByteArray name = "/CreationDate (D:";
    const auto begin = pdf.indexOf(name);
    const auto end = begin < 0 ? -1 : pdf.indexOf(')', begin);
    if (end < 0)
        return {};
    const auto from = begin + name.size();
    QByteArray date = QDateTime::fromMSecsSinceEpoch(contract::toUnixMs(at), Qt::UTC)
                              .toString(QStringLiteral("yyyyMMddhhmmss"))
                              .toLatin1();
    // Qt writes "Z" where this machine is in UTC.
    date += end - from - date.size() < 7 ? "Z" : "+00'00'";
    date = date.leftJustified(end - from, ' ', true);
    return pdf.replace(from, end - from, date);
}

} // namespace saikobi::pages
