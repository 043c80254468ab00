#include "app/pages/command_flow.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

#include "app/model/sale_model.h"
#include "app/pages/command_words.h"
#include "app/pages/interlock_words.h"
#include "widgets/control/message_templates.h"
#include "widgets/status/key_text.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using commands::Denial;
using contract::CommandKind;
using controls::Gesture;

namespace {

using Serious = std::set<std::pair<contract::AlarmId, std::int64_t>>;

/// Active P1, each with its occurrence, so that a second one of the same kind is a new one.
Serious seriousAlarms(const contract::SaleSnapshot* sale)
{
    Serious out;
    if (!sale || !sale->alarms)
        return out;
    for (const auto& record : sale->alarms->value.records)
        if (record.isOn() && !record.isTest && record.priority == contract::AlarmPriority::P1)
            out.emplace(record.alarm, record.occurrence);
    return out;
}

/// What protects is armed because of such alarms.
bool isProtective(CommandKind kind)
{
    return kind == CommandKind::Hold || kind == CommandKind::Maintenance
            || kind == CommandKind::StopProduct || kind == CommandKind::DisableMethod;
}

/// These change nothing of the sale, so that its revision says nothing about them.
bool isAboutHolder(CommandKind kind)
{
    return kind == CommandKind::TakeCommand || kind == CommandKind::OfferCommand
            || kind == CommandKind::AcceptCommand;
}

} // namespace

CommandFlow::CommandFlow(model::SaleModel& model, commands::CommandDesk& desk,
        controls::ConfirmStrip& strip, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_desk(desk)
    , m_strip(strip)
{
    connect(&strip, &controls::ConfirmStrip::executed, this, &CommandFlow::execute);
    connect(&strip, &controls::ConfirmStrip::disarmed, this, &CommandFlow::explain);
    connect(&desk, &commands::CommandDesk::changed, this, [this](const auto& report) {
        m_strip.say(CommandWords::report(report));
        giveLink(report);
    });
    connect(&desk, &commands::CommandDesk::rightsChanged, this, &CommandFlow::checkArmed);
    connect(&model, &model::SaleModel::changed, this, &CommandFlow::checkArmed);
}

/// A text that is only half written must not stand in the way of the safe side.
controls::MessageDraft CommandFlow::usableMessage(CommandKind kind) const
{
    if (m_desk.denial(kind, parametersOf(m_message)) != Denial::BadValue)
        return m_message;
    auto message = controls::HoldPanel::usual();
    message.resumeIn = m_message.resumeIn;
    return message;
}

void CommandFlow::armHold()
{
    emit holdWanted();
    const auto now = line();
    const auto message = usableMessage(CommandKind::Hold);
    const bool isUsable = message.ja == m_message.ja && message.en == m_message.en;
    controls::Confirmation asked;
    asked.gesture = Gesture::Enter;
    asked.question = isUsable
            ? tr("Hold sale %1?", "%1: id of the sale").arg(sale())
            : tr("Hold sale %1? (Draft unusable: usual message)", "%1: id of the sale").arg(sale());
    asked.change = tr("%1 → %2, %3", "%1: phase now, %2: phase then, %3: promised time")
                           .arg(now ? status::Words::of(now->phase) : QStringLiteral("?"),
                                   status::Words::of(contract::Phase::Held), resumeWords());
    arm(CommandKind::Hold, parametersOf(message), asked);
}

void CommandFlow::armRate(int rate)
{
    const auto now = line();
    if (!now)
        return;
    const int old = now->rate.value;
    const commands::Parameters wanted{{"rate", std::to_string(rate)}};
    if (m_desk.denial(CommandKind::SetRate, wanted) == Denial::Interlock) {
        m_strip.say(tr("The raise is blocked: %1.", "%1: conditions that are not met")
                            .arg(InterlockWords::obstacles(*m_desk.interlocks(rate))));
        return;
    }
    controls::Confirmation asked;
    // The same once more is what a queue that stands still wants.
    asked.question = rate == old
            ? tr("Send the same rate to sale %1 again?", "%1: id of the sale").arg(sale())
            : tr("Set the admission rate of sale %1?", "%1: id of the sale").arg(sale());
    asked.change = tr("%1 → %2/min", "%1: old rate, %2: new rate")
                           .arg(formatter().count(old), formatter().count(rate));
    arm(CommandKind::SetRate, wanted, asked);
}

void CommandFlow::armOverride(int rate)
{
    const auto now = line();
    const auto lines = m_desk.interlocks(rate);
    if (!now || !lines)
        return;
    controls::Confirmation asked;
    asked.question = tr("Override: raise the rate of sale %1 against %2?",
            "%1: id of the sale, %2: conditions that are not met")
                             .arg(sale(), InterlockWords::obstacles(*lines));
    asked.change = tr("%1 → %2/min", "%1: old rate, %2: new rate")
                           .arg(formatter().count(now->rate.value), formatter().count(rate));
    arm(CommandKind::SetRate, {{"rate", std::to_string(rate)}, {"override", "1"}}, asked);
}

void CommandFlow::armRelease(int rate)
{
    const auto now = line();
    if (!now)
        return;
    controls::Confirmation asked;
    asked.question = tr("Release sale %1?", "%1: id of the sale").arg(sale());
    asked.change
            = tr("%1 → %2, %3 → %4/min",
                    "%1: phase now, %2: phase then, %3: rate before, %4: rate then")
                      .arg(status::Words::of(now->phase), status::Words::of(contract::Phase::Open),
                              formatter().count(now->rate.value), formatter().count(rate));
    arm(CommandKind::Release, {{"rate", std::to_string(rate)}}, asked);
}

void CommandFlow::armAdmit(int count)
{
    controls::Confirmation asked;
    asked.question
            = tr("Let people into sale %1 while it is held?", "%1: id of the sale").arg(sale());
    asked.change = tr("%n pass(es)", "passes to be given while held", count);
    arm(CommandKind::Admit, {{"n", std::to_string(count)}}, asked);
}

void CommandFlow::armMessage()
{
    const auto now = line();
    controls::Confirmation asked;
    asked.question = tr("Change the message on the waiting page of sale %1?", "%1: id of the sale")
                             .arg(sale());
    const auto old = now ? QString::fromStdString(now->message.ja) : QString();
    asked.change = tr("%1 → %2", "%1: old text or value, %2: new one")
                           .arg(old.isEmpty() ? QStringLiteral("–") : old, m_message.ja);
    arm(CommandKind::Message, parametersOf(m_message), asked);
}

void CommandFlow::arm(CommandKind kind, const commands::Parameters& parameters,
        controls::Confirmation confirmation)
{
    const auto denial = m_desk.denial(kind, parameters);
    const bool isDangerous = m_desk.isDangerous(kind, parameters);
    if (isDangerous)
        confirmation.gesture = Gesture::WordAndCtrlEnter;
    if (denial != Denial::None) {
        m_strip.say(tr("%1 is not possible: %2.", "%1: command, %2: why")
                            .arg(status::Words::of(kind), CommandWords::obstacle(denial, kind)));
        return;
    }
    if (confirmation.gesture == Gesture::WordAndCtrlEnter && m_reason.trimmed().isEmpty()) {
        m_strip.say(tr("This needs a reason. Write it into the field Reason, then arm again."));
        return;
    }
    confirmation.word = sale();
    const auto now = line();
    m_armed = Intent{kind, parameters, now ? now->revision : contract::Revision{},
            seriousAlarms(m_model.current().get())};
    if (isDangerous && !m_second.trimmed().isEmpty())
        m_armed->parameters["second"] = m_second.trimmed().toStdString();
    m_strip.arm(confirmation);
}

void CommandFlow::execute()
{
    if (!m_armed)
        return;
    const auto intent = *m_armed;
    m_armed.reset();
    if (!m_desk.issue(intent.kind, intent.parameters, m_reason.trimmed()).isEmpty())
        emit sent();
    else
        m_strip.say(tr("%1 is not possible: %2.", "%1: command, %2: why")
                            .arg(status::Words::of(intent.kind),
                                    CommandWords::obstacle(
                                            m_desk.denial(intent.kind, intent.parameters),
                                            intent.kind)));
}

/// What was armed was armed on a picture; when the picture changes, the question has to be asked
/// anew.
void CommandFlow::checkArmed()
{
    if (!m_armed)
        return;
    const auto now = line();
    // What protects must not lose a race; Redis's revision says nothing of what Postgres decides.
    const bool mayBeOvertaken = m_armed->kind != CommandKind::Hold
            && !contract::isDecidedByPostgres(m_armed->kind) && !isAboutHolder(m_armed->kind);
    const bool isOvertaken = mayBeOvertaken && now && now->revision != m_armed->basedOn;
    const auto serious = seriousAlarms(m_model.current().get());
    const bool isAlarmed = !isProtective(m_armed->kind)
            && !std::includes(m_armed->serious.begin(), m_armed->serious.end(), serious.begin(),
                    serious.end());
    if (isOvertaken || isAlarmed
            || m_desk.denial(m_armed->kind, m_armed->parameters) != Denial::None)
        m_strip.disarm(controls::Disarmed::ByData);
}

void CommandFlow::explain(controls::Disarmed why)
{
    m_armed.reset();
    switch (why) {
    case controls::Disarmed::ByUser:
        m_strip.say(tr("Cancelled. Nothing was sent."));
        return;
    case controls::Disarmed::ByTime:
        m_strip.say(tr("Not confirmed within 10 s. Nothing was sent."));
        return;
    case controls::Disarmed::ByFocus:
        m_strip.say(tr("Disarmed: the keyboard went elsewhere. Nothing was sent."));
        return;
    case controls::Disarmed::ByData:
        m_strip.say(tr("Disarmed: the sale or its data changed. Nothing was sent."));
        return;
    }
}

void CommandFlow::setNext(const QString& next)
{
    if (std::exchange(m_next, next) != next && !m_armed)
        rest();
}

void CommandFlow::rest()
{
    if (!m_next.isEmpty() && !m_desk.hasOpenCommand())
        m_strip.offer(m_next,
                status::withKeys(
                        tr("Open", "button: the next step of a card"), m_strip, "actionNextStep"));
    else if (!m_desk.journal().empty())
        m_strip.say(CommandWords::report(m_desk.journal().back()));
    else if (m_desk.mayCommand(CommandKind::Hold))
        m_strip.say(tr("No command in progress. %1 holds the queue.", "%1: keys")
                            .arg(status::keysOf(m_strip, "actionHold")));
    else
        m_strip.say(CommandWords::notice(m_desk.denial(CommandKind::Hold),
                {m_model.current() ? QString::fromStdString(m_model.current()->user) : QString(),
                        QString::fromStdString(m_desk.otherVersion())},
                m_strip));
}

commands::Parameters CommandFlow::parametersOf(const controls::MessageDraft& message)
{
    commands::Parameters parameters{
            {"message_ja", message.ja.toStdString()}, {"message_en", message.en.toStdString()}};
    if (message.resumeIn) {
        const auto at = QDateTime::currentDateTimeUtc().addSecs(
                std::chrono::seconds{*message.resumeIn}.count());
        parameters.emplace("resume_at", std::to_string(at.toMSecsSinceEpoch()));
    }
    // Whoever walks a card sees that it is the text which a step asks for.
    if (const auto from = controls::MessageTemplates::of(message.ja, message.en); !from.empty())
        parameters.emplace("template", from);
    return parameters;
}

std::optional<contract::LineState> CommandFlow::line() const
{
    const auto sale = m_model.current();
    return sale && sale->line ? std::optional{sale->line->value} : std::nullopt;
}

QString CommandFlow::sale() const
{
    return m_model.current() ? QString::fromStdString(m_model.current()->sale) : QString();
}

QString CommandFlow::resumeWords() const
{
    if (!m_message.resumeIn)
        return tr("no resume time promised");
    const auto at = std::chrono::system_clock::now() + *m_message.resumeIn;
    return tr("resume about %1", "%1: clock time").arg(formatter().clockMinutes(at));
}

status::Formatter CommandFlow::formatter() const
{
    const auto sale = m_model.current();
    return status::Formatter(QLocale(),
            QTimeZone(
                    QByteArray::fromStdString(sale ? sale->timeZone : std::string("Asia/Tokyo"))));
}

} // namespace saikobi::pages
