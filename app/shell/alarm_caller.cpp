#include "app/shell/alarm_caller.h"

#include <QAction>
#include <QMenu>
#include <QPushButton>

#include <algorithm>
#include <utility>

#include "widgets/status/alarm_words.h"

namespace saikobi::shell {

using namespace std::chrono_literals;
using contract::AlarmPriority;

namespace {

constexpr auto beatPeriod = 250ms;
constexpr auto holderNewsFor = 60s; ///< older news of it need no notification any more

status::ListedAlarm listed(const model::CallingAlarm& alarm)
{
    return {.record = alarm.record, .isOwn = alarm.isOwn};
}

} // namespace

AlarmCaller::AlarmCaller(const commands::Clock& clock, QPushButton& button, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_button(button)
    , m_menu(new QMenu(&button))
{
    buildMenu();
    connect(&m_beating, &QTimer::timeout, this, &AlarmCaller::beat);
    m_beating.start(beatPeriod);
    retranslate();
}

AlarmCaller::~AlarmCaller() = default;

void AlarmCaller::buildMenu()
{
    const auto add = [this](const char* name, auto act) {
        auto* action = m_menu->addAction(QString());
        action->setObjectName(QLatin1String(name));
        connect(action, &QAction::triggered, this, act);
        m_button.addAction(action); // its keys work in the whole window
        return action;
    };
    m_menu->setObjectName(QStringLiteral("soundMenu"));
    add("alarmSilence", [this] { silence(); })->setShortcut(Qt::CTRL | Qt::Key_M);
    add("alarmMute1", [this] { mute(1min); });
    add("alarmMute5", [this] { mute(5min); });
    add("alarmSoundOn", [this] { unmute(); });
    add("alarmSoundTest", [this] { playTest(); });
    m_button.setMenu(m_menu);
}

void AlarmCaller::setPorts(std::unique_ptr<SoundPort> sound, std::unique_ptr<NoticePort> notices)
{
    m_sound = std::move(sound);
    m_notices = std::move(notices);
    beat();
}

void AlarmCaller::forget()
{
    m_calls.forget();
    m_bell.setP1Calling(false);
    m_holderTold.clear();
    m_isFloodTold = false;
}

void AlarmCaller::present(const std::vector<commands::DeskAlarm>& alarms,
        const contract::AlarmFlood& flood, const pages::View& view)
{
    if (std::exchange(m_sale, view.sale.sale) != view.sale.sale)
        forget();
    // What rang on the day calls nobody now.
    const bool isReplay = view.sale.source == contract::SnapshotSource::Recorded;
    if (isReplay != std::exchange(m_isReplay, isReplay))
        forget();
    if (isReplay)
        return beat();
    std::vector<model::CallingAlarm> calling;
    for (const auto& one : alarms)
        calling.push_back({one.record, one.isOwn});
    for (const auto& call : m_calls.look(calling, flood, view.now)) {
        if (call.kind == model::CallKind::Rang && !call.isSilent)
            m_bell.ring(call.alarm.record.priority);
        // In a flood one notification says so, and the graver ones still come by themselves.
        if (!call.isSilent)
            tell(call, view);
    }
    m_bell.setP1Calling(std::any_of(calling.begin(), calling.end(), [](const auto& one) {
        return one.record.priority == AlarmPriority::P1 && model::isCalling(one.record);
    }));
    if (flood.isOn && !m_isFloodTold && m_notices)
        m_notices->show({tr("Alarm flood"),
                tr("%n alarm(s) within 10 min. P3 is silent now.", "they rang",
                        static_cast<int>(flood.count)),
                true});
    m_isFloodTold = flood.isOn;
    watchHolder(view.sale, view);
    beat();
}

void AlarmCaller::tell(const model::AlarmCall& call, const pages::View& view)
{
    if (!m_notices)
        return;
    const auto& record = call.alarm.record;
    const auto what = status::AlarmWords::title(record, view.formatter);
    const auto priority = status::AlarmWords::of(record.priority);
    const auto sale = QString::fromStdString(view.sale.sale);
    if (call.kind == model::CallKind::Unseen) {
        m_notices->show({tr("%1 unseen: %2", "%1: priority, %2: what an alarm is about")
                                 .arg(priority, what),
                tr("Nobody has acknowledged it since %1. Call the next contact. The sale goes on "
                   "at the last rate.",
                        "%1: clock time")
                        .arg(view.formatter.clock(record.rang.value_or(view.now))),
                true});
        return;
    }
    m_notices->show({QStringLiteral("%1 %2").arg(priority, what),
            status::AlarmWords::sentence(listed(call.alarm), view.now, view.formatter)
                    + QLatin1Char('\n') + tr("Sale %1", "%1: its id").arg(sale),
            record.priority == AlarmPriority::P1});
}

/// A holder who fell silent for 30 s: the sale goes on at the last rate and nobody steers it.
void AlarmCaller::watchHolder(const contract::SaleSnapshot& sale, const pages::View& view)
{
    const auto news = std::find_if(sale.timeline.begin(), sale.timeline.end(),
            [](const auto& entry) { return entry.kind == "holder"; });
    if (news == sale.timeline.end() || news->id == m_holderTold)
        return;
    m_holderTold = news->id;
    const auto to = news->data.find("to");
    const bool isNobody = to == news->data.end() || to->second.empty();
    if (!isNobody || !m_notices || view.now - news->at > holderNewsFor)
        return;
    m_notices->show({tr("Nobody has command"),
            tr("%1 fell silent. The sale goes on at the last rate.", "%1: name of an operator")
                    .arg(QString::fromStdString(
                            news->data.contains("from") ? news->data.at("from") : std::string{})),
            true});
}

void AlarmCaller::beat()
{
    const auto now = m_clock.steady();
    if (const auto tone = m_bell.next(now); tone && m_sound)
        m_sound->play(*tone);
    QString words;
    if (const auto left = m_bell.mutedFor(now))
        words = tr("muted %1", "sound, %1: minutes and seconds left")
                        .arg(status::AlarmWords::duration(*left));
    else if (m_isReplay)
        words = tr("silent", "sound of alarms while a recording is shown");
    else if (!m_sound || !m_sound->isPossible())
        words = tr("no sound", "there is no device");
    else
        words = m_bell.isRinging() ? tr("ringing", "sound") : tr("sound on");
    if (words == m_button.text())
        return;
    m_button.setText(words);
    m_button.setAccessibleName(words);
}

void AlarmCaller::silence()
{
    m_bell.silence();
    emit silenced(std::nullopt);
    beat();
}

void AlarmCaller::mute(std::chrono::minutes length)
{
    m_bell.mute(length, m_clock.steady());
    emit silenced(std::min(length, model::AlarmBell::longestMute));
    beat();
}

void AlarmCaller::unmute()
{
    m_bell.unmute();
    beat();
}

void AlarmCaller::playTest()
{
    if (m_sound)
        m_sound->play(AlarmPriority::P2);
    if (m_notices)
        m_notices->show({tr("Test"), tr("This is how alarms are told on this desktop."), false});
}

void AlarmCaller::ringForStep(const QString& sentence)
{
    m_bell.ring(AlarmPriority::P3);
    if (m_notices)
        m_notices->show({tr("Runbook", "title of a notification"), sentence, false});
    beat();
}

void AlarmCaller::retranslate()
{
    const auto say = [this](const char* name, const QString& words) {
        m_menu->findChild<QAction*>(QLatin1String(name))->setText(words);
    };
    say("alarmSilence", tr("Silence what rings now"));
    say("alarmMute1", tr("Mute for 1 minute"));
    say("alarmMute5", tr("Mute for 5 minutes"));
    say("alarmSoundOn", tr("Sound on"));
    say("alarmSoundTest", tr("Try sound and notification"));
    m_button.setToolTip(tr("Sound of alarms"));
    beat();
}

} // namespace saikobi::shell
