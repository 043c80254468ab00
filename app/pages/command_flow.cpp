#include "app/pages/command_flow.h"

#include <QDateTime>

#include <algorithm>

#include "app/model/sale_model.h"
#include "app/pages/command_words.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using commands::Denial;
using contract::CommandKind;
using controls::Gesture;

CommandFlow::CommandFlow(model::SaleModel& model, commands::CommandDesk& desk,
        controls::ConfirmStrip& strip, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_desk(desk)
    , m_strip(strip)
{
    connect(&strip, &controls::ConfirmStrip::executed, this, &CommandFlow::execute);
    connect(&strip, &controls::ConfirmStrip::disarmed, this, &CommandFlow::explain);
    connect(&desk, &commands::CommandDesk::changed, this,
            [this](const auto& report) { m_strip.say(CommandWords::report(report)); });
    connect(&desk, &commands::CommandDesk::rightsChanged, this, &CommandFlow::checkArmed);
    connect(&model, &model::SaleModel::changed, this, &CommandFlow::checkArmed);
}

void CommandFlow::armHold()
{
    const auto now = line();
    auto message = m_message;
    // A text that is only half written must not stand in the way of the hold.
    const bool isUsable
            = m_desk.denial(CommandKind::Hold, parametersOf(message)) != Denial::BadValue;
    if (!isUsable) {
        message = controls::HoldPanel::usual();
        message.resumeIn = m_message.resumeIn;
    }
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
    if (rate == old) {
        m_strip.say(tr("The rate is %1/min already.", "%1: admission rate")
                            .arg(formatter().count(old)));
        return;
    }
    controls::Confirmation asked;
    asked.question = isOverride(old, rate)
            ? tr("Override: raise the rate of sale %1 by more than 20 %?", "%1: id of the sale")
                      .arg(sale())
            : tr("Set the admission rate of sale %1?", "%1: id of the sale").arg(sale());
    asked.change = tr("%1 → %2/min", "%1: old rate, %2: new rate")
                           .arg(formatter().count(old), formatter().count(rate));
    if (isOverride(old, rate))
        asked.gesture = Gesture::WordAndCtrlEnter;
    arm(CommandKind::SetRate, {{"rate", std::to_string(rate)}}, asked);
}

void CommandFlow::armRelease(int rate)
{
    const auto now = line();
    if (!now)
        return;
    const auto& causes = now->causes;
    const bool endsMaintenance
            = std::find(causes.begin(), causes.end(), contract::Cause::Maintenance) != causes.end();
    controls::Confirmation asked;
    asked.question = tr("Release sale %1?", "%1: id of the sale").arg(sale());
    asked.change
            = tr("%1 → %2, %3 → %4/min",
                    "%1: phase now, %2: phase then, %3: rate before, %4: rate then")
                      .arg(status::Words::of(now->phase), status::Words::of(contract::Phase::Open),
                              formatter().count(now->rate.value), formatter().count(rate));
    if (endsMaintenance || isSteepRelease(now->rate.value, rate))
        asked.gesture = Gesture::WordAndCtrlEnter;
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
    if (denial != Denial::None) {
        m_strip.say(tr("%1 is not possible: %2.", "%1: command, %2: why")
                            .arg(status::Words::of(kind), CommandWords::obstacle(denial)));
        return;
    }
    if (confirmation.gesture == Gesture::WordAndCtrlEnter && m_reason.trimmed().isEmpty()) {
        m_strip.say(tr("This needs a reason. Write it into the field Reason, then arm again."));
        return;
    }
    confirmation.word = sale();
    const auto now = line();
    m_armed = Intent{kind, parameters, now ? now->revision : contract::Revision{}};
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
                                            m_desk.denial(intent.kind, intent.parameters))));
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
            && !contract::isDecidedByPostgres(m_armed->kind);
    const bool isOvertaken = mayBeOvertaken && now && now->revision != m_armed->basedOn;
    if (isOvertaken || m_desk.denial(m_armed->kind, m_armed->parameters) != Denial::None)
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

void CommandFlow::rest()
{
    if (!m_desk.journal().empty())
        m_strip.say(CommandWords::report(m_desk.journal().back()));
    else if (m_desk.mayCommand(CommandKind::Hold))
        m_strip.say(tr("No command in progress. Ctrl+Shift+H holds the queue."));
    else
        m_strip.say(CommandWords::notice(m_desk.denial(CommandKind::Hold),
                m_model.current() ? QString::fromStdString(m_model.current()->user) : QString()));
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
