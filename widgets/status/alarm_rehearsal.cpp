#include "widgets/status/alarm_rehearsal.h"

#include <QApplication>
#include <QFontMetrics>
#include <QImage>
#include <QPainter>

#include <array>

#include "widgets/status/alarm_band.h"
#include "widgets/status/alarm_line.h"
#include "widgets/status/alarm_mark.h"
#include "widgets/status/alarm_panel.h"
#include "widgets/status/alarm_words.h"
#include "widgets/status/timeline_list.h"

namespace saikobi::status {

namespace {

enum Piece { Marks, Words, List, Band, Timeline, Over };

/// Sides of the marks on plots, on the rail, and of all others.
constexpr std::array markSides{13, 14, 16};

/// Some instant; nobody ever sees it.
contract::Instant someTime()
{
    return contract::Instant{} + std::chrono::hours{24};
}

/// Every alarm at once: the first is the headline of most, a few have been seen or put aside.
/// None has rung, so that nothing is announced.
std::vector<ListedAlarm> everyAlarm()
{
    std::vector<ListedAlarm> out;
    for (const auto& each : contract::allAlarms()) {
        ListedAlarm one;
        one.card = QStringLiteral("C7");
        auto& record = one.record;
        const auto number = static_cast<int>(out.size());
        record.alarm = each.id;
        record.priority = static_cast<contract::AlarmPriority>(1 + number % 3);
        record.occurrence = record.version = 1;
        record.on = 1;
        record.order = number + 1;
        record.raised = record.began = someTime() - std::chrono::seconds{7 * number};
        record.figure = std::string{contract::allFigures().at(out.size()).id};
        record.value = 12.5 * number;
        if (number % 4 == 1)
            record.headline = contract::allAlarms().front().id;
        if (number % 6 == 5) {
            record.acknowledged = someTime();
            record.acknowledgedBy = "op-1";
        }
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<contract::TimelineEntry> everyEntry()
{
    std::vector<contract::TimelineEntry> out;
    for (const auto& alarm : everyAlarm()) {
        auto& entry = out.emplace_back();
        entry.id = std::to_string(out.size());
        entry.at = someTime();
        entry.kind = "alarm";
        entry.subject = contract::name(alarm.record.alarm);
        entry.source = "serve-1";
        entry.data = {{"what", out.size() % 3 ? "raised" : "escalated"},
                {"priority", std::to_string(static_cast<int>(alarm.record.priority))},
                {"figure", alarm.record.figure}, {"value", "12.5"}};
    }
    return out;
}

std::unique_ptr<QWidget> twinOf(int piece, const Formatter& formatter)
{
    constexpr auto live = contract::DataState::Live;
    const contract::AlarmFlood flood{.isOn = true, .count = 40};
    if (piece == List) {
        auto list = std::make_unique<AlarmPanel>();
        list->present({everyAlarm(), true, live, {}, flood, {}}, someTime(), formatter);
        return list;
    }
    if (piece == Band) {
        auto band = std::make_unique<AlarmBand>();
        band->present({everyAlarm(), true, live, flood}, someTime(), formatter);
        return band;
    }
    auto timeline = std::make_unique<TimelineList>();
    timeline->present(everyEntry(), formatter);
    return timeline;
}

} // namespace

AlarmRehearsal::AlarmRehearsal(QObject* parent)
    : QObject(parent)
{
    connect(&m_turns, &QTimer::timeout, this, &AlarmRehearsal::turn);
}

AlarmRehearsal::~AlarmRehearsal() = default;

void AlarmRehearsal::begin(QSize column, QSize band)
{
    m_column = column;
    m_band = band;
    m_next = Marks;
    m_words = 0;
    m_twin.reset();
    m_kept.clear();
    m_turns.start(0); // when nothing else waits
}

void AlarmRehearsal::turn()
{
    switch (m_next) {
    case Marks:
        paintMarks();
        ++m_next;
        return;
    case Words:
        if (!paintWords())
            ++m_next;
        return;
    case Over:
        m_turns.stop();
        return;
    default:
        paintTwin();
    }
}

/// In the format of a window: glyphs are kept for each.
void AlarmRehearsal::paintMarks()
{
    QImage nowhere(16, 16, QImage::Format_RGB32);
    nowhere.fill(Qt::white);
    QPainter painter(&nowhere);
    for (const auto side : markSides)
        for (const auto priority : {contract::AlarmPriority::P1, contract::AlarmPriority::P2,
                     contract::AlarmPriority::P3}) {
            paintAlarmMark(painter, QRectF(0, 0, side, side), {priority}, true, Theme::Light);
            m_kept.push_back(markFace(painter.font(), side, priority));
            QFontMetrics(m_kept.back()).height(); // loads it, and holds it from now on
        }
}

/// One a turn; false when there is none left.
bool AlarmRehearsal::paintWords()
{
    const auto& figures = contract::allFigures();
    const auto& alarms = contract::allAlarms();
    const auto number = m_words++;
    const auto face = QApplication::font();
    if (number < figures.size())
        AlarmLine::warm(face, AlarmWords::of(figures.at(number).figure));
    else if (number < figures.size() + alarms.size())
        AlarmLine::warm(face, AlarmWords::of(alarms.at(number - figures.size()).id));
    else
        return false;
    return true;
}

/// Made in one turn, painted in the next, gone in the third.
void AlarmRehearsal::paintTwin()
{
    if (m_twin) {
        m_twin.reset();
        ++m_next;
        return;
    }
    m_twin = twinOf(m_next, Formatter());
    m_twin->resize(m_next == Band ? m_band : m_column);
    m_twin->grab();
}

} // namespace saikobi::status
