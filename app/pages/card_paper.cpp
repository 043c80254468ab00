#include "app/pages/card_paper.h"

#include <cmath>

namespace saikobi::pages {

namespace {

constexpr double boxSize = 12; ///< of a step's tick
constexpr double stepIndent = 21;
constexpr double lineHeight = 1.28; ///< of the size of its letters
constexpr double framePadding = 6;

/// Paper is white and its ink black, whatever theme the screens have.
const QColor ink{0x10, 0x18, 0x20};
const QColor secondInk{0x4A, 0x51, 0x58};
const QColor accent{0x1F, 0x5F, 0xB4};

QFont face(int points, bool isStrong)
{
    QFont out;
    out.setFamilies({QStringLiteral("Noto Sans CJK JP"), QStringLiteral("DejaVu Sans")});
    // The painter's unit is a point.
    out.setPixelSize(points);
    out.setBold(isStrong);
    out.setHintingPreference(QFont::PreferNoHinting);
    return out;
}

} // namespace

CardPaper::CardPaper(
        QPainter& painter, QSizeF page, const CardLabels& labels, CardFit fit, bool hasInk)
    : m_painter(painter)
    , m_page(page)
    , m_labels(labels)
    , m_fit(fit)
    , m_hasInk(hasInk)
    , m_body(face(fit.pointSize, false))
    , m_right(page.width())
{
}

double CardPaper::set(const PrintedCard& printed, const QString& footerText)
{
    const auto& card = *printed.card;
    const auto& text = card.text;
    title(card);
    paragraph(m_labels.when(), m_labels.of(text.when));
    paragraph(m_labels.aim(), m_labels.of(text.aim));
    paragraph(m_labels.look(), m_labels.of(text.look));
    room(4);
    list(m_labels.first(), card.first, printed, true);
    room(4);
    list(m_labels.then(), card.then, printed, false);
    room(4);
    paragraph(m_labels.venue(), m_labels.of(text.venue));
    paragraph(m_labels.finished(),
            m_labels.watch(card.finished) + m_labels.pick("。", ". ") + m_labels.of(text.finished));
    footer(card, footerText);
    return m_y;
}

void CardPaper::wrapped(
        const QString& text, int strong, double left, const QFont& font, const QColor& colour)
{
    QTextLayout layout(text, font, m_painter.device());
    layout.setFormats({[strong] {
        QTextLayout::FormatRange range;
        range.start = 0;
        range.length = strong;
        range.format.setFontWeight(QFont::Bold);
        return range;
    }()});
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    const auto height = font.pixelSize() * lineHeight;
    layout.beginLayout();
    double y = m_y;
    for (auto line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        y = wholeLine(y, height);
        line.setLineWidth(m_right - left);
        line.setPosition({left, y + (height - line.height()) / 2});
        y += height;
    }
    layout.endLayout();
    if (m_hasInk) {
        m_painter.setPen(colour);
        layout.draw(&m_painter, {0, 0});
    }
    m_y = y;
}

/// A line that would cross the end of the page begins on the next one.
double CardPaper::wholeLine(double y, double height) const
{
    const auto page = std::floor(y / m_page.height());
    const auto end = (page + 1) * m_page.height();
    return y + height > end && page * m_page.height() < y ? end : y;
}

void CardPaper::title(const contract::Card& card)
{
    const auto id = QString::fromStdString(card.id);
    wrapped(id + QStringLiteral("  ") + m_labels.of(card.text.title), 1000, 0,
            face(m_fit.pointSize + 5, true), ink);
    QStringList alarms;
    for (const auto alarm : card.alarms)
        alarms << QString::fromStdString(std::string{contract::name(alarm)});
    auto severity = card.isRoutine()
            ? m_labels.pick("定例", "Routine")
            : QString::fromStdString(std::string{contract::name(card.severity)});
    auto line = severity;
    if (!alarms.isEmpty())
        line += QLatin1Char(' ') + alarms.join(QLatin1Char(' '));
    wrapped(line + m_labels.pick("　", " · ") + m_labels.roles(card),
            static_cast<int>(severity.size()), 0, m_body, ink);
    if (m_hasInk) {
        m_painter.setPen(QPen(ink, 1.5));
        m_painter.drawLine(QPointF(0, m_y + 2), QPointF(m_page.width(), m_y + 2));
    }
    m_y += 5;
}

void CardPaper::paragraph(const QString& label, const QString& text)
{
    wrapped(label + QStringLiteral("  ") + text, static_cast<int>(label.size()), m_left, m_body,
            ink);
    room(3);
}

void CardPaper::list(const QString& heading, const std::vector<contract::Step>& steps,
        const PrintedCard& card, bool isBoxed)
{
    const auto top = m_y;
    if (isBoxed) {
        m_left += framePadding;
        m_right -= framePadding;
        m_y += 3;
    }
    wrapped(heading, 1000, m_left, m_body, ink);
    for (const auto& one : steps) {
        const auto mark = card.marks.find(one.id);
        step(one, mark == card.marks.end() ? nullptr : &mark->second);
        room(2);
    }
    if (!isBoxed)
        return;
    m_y += 3;
    m_left -= framePadding;
    m_right += framePadding;
    if (m_hasInk) {
        m_painter.setPen(QPen(ink, 1.5));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(QRectF(m_left, top, m_right - m_left, m_y - top));
    }
}

QString CardPaper::textOf(const contract::Step& step, const PrintedMark* mark) const
{
    auto out = m_labels.lead(step);
    if (!out.isEmpty())
        out += m_labels.pick("：", ": ");
    out += m_labels.of(step.text);
    const auto id = [](const std::string& from) { return QString::fromStdString(from); };
    if (step.watch)
        out += m_labels.pick("（%1）", " (%1)").arg(m_labels.watch(*step.watch));
    if (step.kind == contract::StepKind::Decide)
        out += m_labels.pick("　はい→%1　いいえ→%2", " Yes → %1, no → %2")
                       .arg(id(step.yes), id(step.no));
    if (mark && !mark->note.isEmpty())
        out += QStringLiteral("  [") + mark->note + QLatin1Char(']');
    return out;
}

void CardPaper::step(const contract::Step& step, const PrintedMark* mark)
{
    const auto top = m_y;
    const auto id = QString::fromStdString(step.id);
    const QString text = id + QLatin1Char(' ') + textOf(step, mark);
    const auto lead = m_labels.lead(step);
    const bool isGreyed = mark && mark->kind == PrintedMark::Kind::Greyed;
    wrapped(text, static_cast<int>(id.size() + 1 + lead.size()), m_left + stepIndent, m_body,
            isGreyed ? secondInk : ink);
    if (!m_hasInk)
        return;
    box(mark, top + (m_fit.pointSize * lineHeight - boxSize) / 2);
    if (mark && mark->kind == PrintedMark::Kind::Overridden)
        m_painter.fillRect(QRectF(m_left + stepIndent - 6, top + 1, 3, m_y - top - 2), accent);
}

/// Done: an ink tick; put off: the hands of a clock; passed over: a dash; greyed: crossed out.
void CardPaper::box(const PrintedMark* mark, double top)
{
    const QRectF frame(m_left, top, boxSize, boxSize);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(ink, 1));
    const bool isClock = mark && mark->kind == PrintedMark::Kind::Deferred;
    if (isClock)
        m_painter.drawEllipse(frame);
    else
        m_painter.drawRect(frame);
    if (!mark)
        return;
    m_painter.setPen(QPen(ink, 2));
    const auto at = [&frame](double x, double y) {
        return QPointF(frame.left() + x * boxSize, frame.top() + y * boxSize);
    };
    switch (mark->kind) {
    case PrintedMark::Kind::Done:
        m_painter.drawPolyline(QPolygonF{at(0.15, 0.5), at(0.4, 0.8), at(1.05, -0.1)});
        return;
    case PrintedMark::Kind::Overridden:
        m_painter.drawLine(at(0.2, 0.5), at(0.8, 0.5));
        return;
    case PrintedMark::Kind::Deferred:
        m_painter.drawPolyline(QPolygonF{at(0.5, 0.2), at(0.5, 0.5), at(0.75, 0.6)});
        return;
    case PrintedMark::Kind::Greyed:
        m_painter.drawLine(at(0.1, 0.1), at(0.9, 0.9));
        return;
    }
}

void CardPaper::footer(const contract::Card& card, const QString& text)
{
    room(2);
    auto line = m_labels.dates(card);
    if (!text.isEmpty())
        line += m_labels.pick("　", " · ") + text;
    wrapped(line, 0, 0, m_body, secondInk);
}

} // namespace saikobi::pages
