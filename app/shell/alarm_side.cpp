#include "app/shell/alarm_side.h"

#include <QEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "app/commands/alarm_desk.h"
#include "app/commands/runbook_desk.h"
#include "app/pages/command_words.h"
#include "app/pages/runbook_rows.h"
#include "app/shell/alarm_caller.h"
#include "app/shell/session.h"
#include "backend/contract/alarm_limits.h"
#include "widgets/status/alarm_band.h"
#include "widgets/status/alarm_card.h"
#include "widgets/status/alarm_panel.h"
#include "widgets/status/alarm_words.h"
#include "widgets/status/note_box.h"
#include "widgets/status/shelve_form.h"
#include "widgets/status/timeline_list.h"

namespace saikobi::shell {

namespace {

commands::AlarmName nameOf(const status::AlarmKey& key)
{
    return {key.alarm, key.isOwn};
}

std::vector<commands::AlarmName> namesOf(const std::vector<status::AlarmKey>& keys)
{
    std::vector<commands::AlarmName> out;
    for (const auto& key : keys)
        out.push_back(nameOf(key));
    return out;
}

/// As this console sees it; the alarm of a silent store does not name it.
bool isRedisAloneSilent(const contract::SaleSnapshot& sale)
{
    constexpr std::chrono::seconds apart{3};
    return sale.postgres.error.empty() && sale.postgres.lastSuccess
            && (!sale.redis.error.empty() || !sale.redis.lastSuccess
                    || *sale.redis.lastSuccess + apart < *sale.postgres.lastSuccess);
}

QString cardOf(const contract::AlarmRecord& record, const pages::View& view)
{
    const auto& line = view.sale.line;
    const auto card = contract::cardOf(record, line ? line->value.phase : contract::Phase::Open,
            line ? line->value.opensAt : std::nullopt, view.now, isRedisAloneSilent(view.sale));
    return QString::fromStdString(std::string{card});
}

constexpr std::size_t mostEntries = 200;

/// The screen where an alarm's figures are; what is of the way there belongs to Connection.
QString screenOf(contract::AlarmId alarm)
{
    using contract::AlarmId;
    switch (alarm) {
    case AlarmId::A01:
    case AlarmId::A21:
    case AlarmId::A22:
        return QStringLiteral("inventory");
    case AlarmId::A05:
    case AlarmId::A06:
    case AlarmId::A07:
    case AlarmId::A08:
    case AlarmId::A09:
    case AlarmId::A20:
        return QStringLiteral("payments");
    case AlarmId::A17:
    case AlarmId::A18:
    case AlarmId::A19:
    case AlarmId::A23:
    case AlarmId::A25:
        return QStringLiteral("controls");
    case AlarmId::A02:
    case AlarmId::A03:
    case AlarmId::A04:
    case AlarmId::A10:
        return QStringLiteral("live");
    case AlarmId::A11:
    case AlarmId::A12:
    case AlarmId::A13:
    case AlarmId::A14:
    case AlarmId::A15:
    case AlarmId::A16:
    case AlarmId::A24:
    case AlarmId::A26:
    case AlarmId::A27:
        return QStringLiteral("connection");
    }
    return {};
}

} // namespace

AlarmSide::AlarmSide(Session& session, Say say, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_say(std::move(say))
    , m_panel(new status::AlarmPanel(this))
    , m_below(new QStackedWidget(this))
    , m_timeline(new status::TimelineList(this))
    , m_card(new status::AlarmCard(this))
    , m_form(new status::ShelveForm(this))
    , m_note(new status::NoteBox(session.clock().now, this))
    , m_band(new status::AlarmBand(this))
    , m_caller(new AlarmCaller(session.clock(), *m_band->sound(), this))
{
    setObjectName(QStringLiteral("alarmSide"));
    m_panel->setObjectName(QStringLiteral("alarmPanel"));
    m_timeline->setObjectName(QStringLiteral("timeline"));
    m_card->setObjectName(QStringLiteral("alarmCardPlace"));
    m_card->setTitles([this](const QString& id) {
        const auto* card = m_session.runbook().cards().card(id.toStdString());
        return card ? pages::RunbookRows::labels().of(card->text.title) : QString();
    });
    m_form->setObjectName(QStringLiteral("shelveForm"));
    m_note->setObjectName(QStringLiteral("noteBox"));
    for (QWidget* each : {static_cast<QWidget*>(m_timeline), static_cast<QWidget*>(m_card),
                 static_cast<QWidget*>(m_form)})
        m_below->addWidget(each);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_panel, 9);
    column->addWidget(m_below, 8);
    column->addWidget(m_note);
    setFixedWidth(QFontMetrics(font()).horizontalAdvance(QLatin1Char('M')) * 21);
    connectActs();
}

void AlarmSide::connectActs()
{
    connect(m_panel, &status::AlarmPanel::acknowledgeWanted, this,
            [this](const auto& keys) { m_session.alarms().acknowledge(namesOf(keys)); });
    connect(m_panel, &status::AlarmPanel::confirmWanted, this,
            [this](const auto& key) { m_session.alarms().confirm(nameOf(key)); });
    connect(m_panel, &status::AlarmPanel::shelveWanted, this, &AlarmSide::openShelving);
    connect(m_panel, &status::AlarmPanel::cardWanted, this, &AlarmSide::openCard);
    connect(m_card, &status::AlarmCard::closed, this, &AlarmSide::back);
    connect(m_form, &status::ShelveForm::cancelled, this, &AlarmSide::back);
    connect(m_form, &status::ShelveForm::wanted, this, [this](const auto& wish) {
        const commands::Shelving how{wish.length, wish.isUntilClear, wish.reason};
        if (m_session.alarms().shelve(nameOf(wish.alarm), how))
            back();
        else
            m_say(obstacle());
    });
    connect(m_note, &status::NoteBox::written, this,
            [this](const QString& text, contract::Instant at) {
                m_session.notes().note(text, at);
            });
    connect(m_note, &status::NoteBox::left, m_panel, &status::AlarmPanel::enter);
    connect(m_caller, &AlarmCaller::silenced, this,
            [this](const auto& muted) { m_session.notes().silenced(muted); });
    connect(m_band, &status::AlarmBand::chosen, this, [this](const auto& key) {
        m_panel->choose(key);
        m_panel->enter();
    });
}

QString AlarmSide::obstacle() const
{
    return pages::CommandWords::obstacle(
            m_session.alarms().denial(), contract::CommandKind::AlarmAcknowledge);
}

std::vector<status::ListedAlarm> AlarmSide::listed(const pages::View& view) const
{
    std::vector<status::ListedAlarm> out;
    for (const auto& one : m_session.alarms().list())
        out.push_back({one.record, one.isOwn,
                one.asked ? status::AlarmWords::asked(*one.asked) : QString(),
                cardOf(one.record, view)});
    return out;
}

void AlarmSide::present(const pages::View& view)
{
    m_alarms = listed(view);
    const bool isKnown = view.sale.alarms.has_value();
    const auto flood = m_session.alarms().flood();
    const auto state = isKnown
            ? contract::dataState(view.age(view.sale.alarms->asOf), std::chrono::seconds{1}, false)
            : contract::DataState::NoData;
    const auto seenAt = isKnown ? view.formatter.clock(view.sale.alarms->asOf) : QString();
    m_panel->present(
            {m_alarms, isKnown, state, seenAt, flood, obstacle()}, view.now, view.formatter);
    m_band->present({m_alarms, isKnown, state, flood}, view.now, view.formatter);
    m_timeline->present(timeline(view), view.formatter);
    m_note->setFormatter(view.formatter);
    m_note->setEnabled(view.sale.source != contract::SnapshotSource::Recorded);
    m_caller->present(m_session.alarms().list(), flood, view);
    if (const auto* shown = find(m_card->key()))
        m_card->present(*shown, view.now, view.formatter);
}

/// What the sale tells, with what only this console knows.
std::vector<contract::TimelineEntry> AlarmSide::timeline(const pages::View& view) const
{
    auto out = view.sale.timeline;
    for (const auto& own : {m_session.alarms().ownEntries(), m_session.notes().entries()})
        out.insert(out.end(), own.begin(), own.end());
    std::stable_sort(
            out.begin(), out.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
    out.resize(std::min(out.size(), mostEntries));
    return out;
}

std::vector<std::optional<status::AlarmMark>> AlarmSide::marksOf(const QStringList& screens) const
{
    std::vector<std::optional<status::AlarmMark>> out(static_cast<std::size_t>(screens.size()));
    for (const auto& one : m_alarms) {
        const auto found = std::max<qsizetype>(0, screens.indexOf(screenOf(one.record.alarm)));
        if (found >= screens.size() || one.record.isShelved())
            continue;
        auto& place = out.at(static_cast<std::size_t>(found));
        const auto mark = status::markOf(one.record);
        place = place ? stronger(*place, mark) : mark;
    }
    return out;
}

void AlarmSide::beginNote()
{
    back();
    m_note->begin();
}

void AlarmSide::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        m_caller->retranslate();
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange
            || event->type() == QEvent::PaletteChange)
        rehearse();
}

void AlarmSide::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    rehearse();
}

/// Not before somebody looks: then the sizes are those of the screen.
void AlarmSide::rehearse()
{
    if (isVisible())
        m_rehearsal.begin(m_panel->size(), m_band->size());
}

const status::ListedAlarm* AlarmSide::find(const status::AlarmKey& key) const
{
    const auto found = std::find_if(
            m_alarms.begin(), m_alarms.end(), [&key](const auto& one) { return one.key() == key; });
    return found == m_alarms.end() ? nullptr : &*found;
}

void AlarmSide::openCard(const status::AlarmKey& key)
{
    const auto* alarm = find(key);
    if (!alarm)
        return;
    m_card->open(*alarm);
    m_below->setCurrentWidget(m_card);
    m_card->setFocus(Qt::OtherFocusReason);
    // Whoever hears it may present anew, and the list with this alarm is another one then.
    const auto card = alarm->card;
    const auto occurrence = alarm->record.occurrence;
    emit cardWanted(card, QString::fromLatin1(name(key.alarm).data(), 3), occurrence);
}

void AlarmSide::openShelving(const status::AlarmKey& key)
{
    const auto* alarm = find(key);
    if (!alarm)
        return;
    if (const auto why = obstacle(); !why.isEmpty() && !key.isOwn) {
        m_say(why);
        return;
    }
    if (alarm->record.isShelved()) {
        m_session.alarms().unshelve(nameOf(key));
        return;
    }
    m_form->open(*alarm);
    m_below->setCurrentWidget(m_form);
    m_form->begin();
}

void AlarmSide::reveal(contract::Instant at)
{
    if (m_timeline->reveal(at))
        m_below->setCurrentWidget(m_timeline);
}

void AlarmSide::back()
{
    m_below->setCurrentWidget(m_timeline);
    m_panel->enter();
}

} // namespace saikobi::shell
