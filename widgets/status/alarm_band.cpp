#include "widgets/status/alarm_band.h"

#include <QAccessible>
#include <QEvent>
#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "widgets/status/alarm_words.h"
#include "widgets/status/data_marks.h"
#include "widgets/status/type_scale.h"

namespace saikobi::status {

namespace {

constexpr double edge = 12;
constexpr double apart = 8;
constexpr double markSide = 16;
/// Parts of the width: first-out, two newest, counts, sound.
constexpr std::array<double, 5> parts{0.25, 0.205, 0.205, 0.22, 0.12};

double partsBefore(std::size_t cell)
{
    double sum = 0;
    for (std::size_t i = 0; i < cell; ++i)
        sum += parts.at(i);
    return sum;
}

} // namespace

std::optional<ListedAlarm> firstOutOf(const std::vector<ListedAlarm>& alarms)
{
    std::optional<ListedAlarm> best;
    const auto rank = [](const ListedAlarm& one) {
        return std::tuple{!one.record.isOn(), one.isOwn, one.record.order, one.key()};
    };
    for (const auto& one : alarms)
        if (one.record.order > 0 && (!best || rank(one) < rank(*best)))
            best = one;
    return best;
}

std::vector<ListedAlarm> newestUnseen(const std::vector<ListedAlarm>& alarms, std::size_t most)
{
    std::vector<ListedAlarm> out;
    std::copy_if(alarms.begin(), alarms.end(), std::back_inserter(out),
            [](const auto& one) { return isUnseen(one.record); });
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return std::tuple{b.record.raised, a.key()} < std::tuple{a.record.raised, b.key()};
    });
    out.resize(std::min(out.size(), most));
    return out;
}

AlarmBand::AlarmBand(QWidget* parent)
    : QWidget(parent)
    , m_blink(*this)
    , m_sound(new QPushButton(this))
{
    setObjectName(QStringLiteral("alarmBand"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_sound->setObjectName(QStringLiteral("bandSound"));
    m_sound->setProperty("step", true);
    m_sound->setFocusPolicy(Qt::TabFocus);
}

void AlarmBand::present(const Content& content, contract::Instant now, const Formatter& formatter)
{
    m_content = content;
    m_now = now;
    m_formatter = formatter;
    m_first = firstOutOf(content.alarms);
    m_newest = newestUnseen(content.alarms, 2);
    const auto blinks = [](const auto& one) { return markOf(one.record).isBlinking; };
    m_blink.run(
            (m_first && blinks(*m_first)) || std::any_of(m_newest.begin(), m_newest.end(), blinks));
    describe();
    announceNew();
    update();
}

/// Who does not see the band hears of what is new on it.
void AlarmBand::announceNew()
{
    if (m_newest.empty())
        return;
    const auto rang = m_newest.front().record.rang.value_or(contract::Instant{});
    if (rang <= m_announced)
        return;
    m_announced = rang;
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

std::array<AlarmBand::Cell, 3> AlarmBand::cells() const
{
    const double whole = width() - 2 * edge;
    std::array<Cell, 3> out;
    for (std::size_t i = 0; i < out.size(); ++i)
        out.at(i).place
                = {edge + whole * partsBefore(i), 1, whole * parts.at(i) - apart, height() - 1.0};
    out[0].caption = tr("first", "caption of the alarm that began first");
    out[0].alarm = m_first ? &*m_first : nullptr;
    out[1].caption = tr("newest", "caption of the newest alarms");
    for (std::size_t i = 0; i < m_newest.size(); ++i)
        out.at(i + 1).alarm = &m_newest.at(i);
    return out;
}

QRectF AlarmBand::countsPlace() const
{
    const double whole = width() - 2 * edge;
    return {edge + whole * partsBefore(3), 1, whole * parts[3] - apart, height() - 1.0};
}

QString AlarmBand::text(const ListedAlarm& alarm) const
{
    return AlarmWords::title(alarm.record, m_formatter);
}

QString AlarmBand::counts() const
{
    if (!m_content.isKnown)
        return tr("alarms not known");
    const auto counted = countOf(m_content.alarms);
    return marked(tr("%1  shelved %2", "%1: number of alarms by priority, %2: of those put aside")
                          .arg(AlarmWords::priorities(counted.active))
                          .arg(counted.shelved),
            m_content.state);
}

QString AlarmBand::shownFirst() const
{
    return m_first ? text(*m_first) : QString();
}

QString AlarmBand::shownFlood() const
{
    return m_content.flood.isOn
            ? tr("FLOOD %1 in 10 min", "%1: alarms that rang").arg(m_content.flood.count)
            : QString();
}

void AlarmBand::paintCell(QPainter& painter, const Cell& cell) const
{
    const auto& colours = paletteOf(*this);
    const auto small = scaled(font(), TypeSize::Small);
    const QFontMetricsF metrics(small);
    double x = cell.place.left();
    painter.setFont(small);
    painter.setPen(colours.second);
    painter.drawText(cell.place, Qt::AlignLeft | Qt::AlignVCenter, cell.caption);
    if (!cell.caption.isEmpty())
        x += metrics.horizontalAdvance(cell.caption) + apart;
    if (!cell.alarm) {
        painter.drawText(QRectF(x, cell.place.top(), 20, cell.place.height()),
                Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("–"));
        return;
    }
    paintAlarmMark(painter, QRectF(x, cell.place.center().y() - markSide / 2, markSide, markSide),
            markOf(cell.alarm->record), AlarmBlink::isLit(), themeOf(*this));
    x += markSide + 6;
    painter.setPen(colours.text);
    painter.setFont(small);
    painter.drawText(QRectF(x, cell.place.top(), cell.place.right() - x, cell.place.height()),
            Qt::AlignLeft | Qt::AlignVCenter, text(*cell.alarm));
    painter.setPen(colours.second);
    painter.drawText(cell.place, Qt::AlignRight | Qt::AlignVCenter,
            AlarmWords::since(cell.alarm->record, m_now));
}

void AlarmBand::paintEvent(QPaintEvent*)
{
    const auto& colours = paletteOf(*this);
    QPainter painter(this);
    painter.setPen(QPen(tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawLine(0, 0, width(), 0);
    for (const auto& cell : cells())
        paintCell(painter, cell);
    const auto place = countsPlace();
    painter.setFont(scaled(font(), TypeSize::Small));
    painter.setPen(colours.text);
    const QRectF upper(place.left(), place.top(), place.width(), place.height() / 2);
    painter.drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, counts());
    if (!m_content.flood.isOn)
        return;
    // White on ink: it changes how the whole list is to be read.
    const auto flood = shownFlood();
    const QRectF lower(place.left(), upper.bottom(),
            QFontMetricsF(painter.font()).horizontalAdvance(flood) + 2 * apart,
            place.height() / 2 - 1);
    painter.fillRect(lower, colours.text);
    painter.setPen(colours.ground);
    painter.drawText(lower, Qt::AlignCenter, flood);
}

int AlarmBand::cutOff() const
{
    const QFontMetricsF small(scaled(font(), TypeSize::Small));
    double worst = 0;
    for (const auto& cell : cells()) {
        if (!cell.alarm)
            continue;
        const double needed
                = (cell.caption.isEmpty() ? 0 : small.horizontalAdvance(cell.caption) + apart)
                + markSide + 6 + small.horizontalAdvance(text(*cell.alarm)) + apart
                + small.horizontalAdvance(AlarmWords::since(cell.alarm->record, m_now));
        worst = std::max(worst, needed - cell.place.width());
    }
    const double counted
            = std::max(small.horizontalAdvance(counts()), small.horizontalAdvance(shownFlood()));
    worst = std::max(worst, counted - countsPlace().width());
    return static_cast<int>(std::ceil(std::max(0.0, worst)));
}

void AlarmBand::describe()
{
    setAccessibleName(tr("Alarms", "the band with the newest alarms"));
    QStringList parts{counts()};
    if (m_first)
        parts << AlarmWords::sentence(*m_first, m_now, m_formatter);
    if (m_content.flood.isOn)
        parts << shownFlood();
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
}

QSize AlarmBand::sizeHint() const
{
    return {600,
            static_cast<int>(
                    std::ceil(QFontMetricsF(scaled(font(), TypeSize::Small)).ascent() * 1.3 * 2))};
}

void AlarmBand::mousePressEvent(QMouseEvent* event)
{
    for (const auto& cell : cells())
        if (cell.alarm && cell.place.contains(event->position())) {
            emit chosen(cell.alarm->key());
            return;
        }
    QWidget::mousePressEvent(event);
}

void AlarmBand::resizeEvent(QResizeEvent*)
{
    const double whole = width() - 2 * edge;
    m_sound->setGeometry(QRectF(edge + whole * partsBefore(4), 2, whole * parts[4], height() - 3)
                                 .toAlignedRect());
}

void AlarmBand::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        describe();
        update();
    }
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace saikobi::status
