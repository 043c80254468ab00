#include "app/commands/command_desk.h"

#include <QUuid>

#include <algorithm>
#include <mutex>
#include <utility>

#include "app/commands/asked_change.h"
#include "app/model/sale_model.h"

namespace saikobi::commands {

using contract::CommandState;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::seconds patience{3}; ///< then a command without an answer is "unconfirmed"
constexpr std::size_t journalLength = 500;
constexpr milliseconds reviewPeriod{50};
constexpr milliseconds watchPeriod{1000};
constexpr std::chrono::seconds renewEvery{5};
constexpr std::chrono::minutes idleLimit{15};
constexpr int consoleIdLength = 8;

/// Redis's clock judges the age of a command, so ours is corrected by the known skew.
contract::Instant madeAt(const contract::SaleSnapshot& sale, contract::Instant now)
{
    const auto& skew = sale.figures.at(static_cast<std::size_t>(contract::Figure::ClockSkew));
    if (!skew)
        return now;
    const std::chrono::duration<double> ahead{skew->value};
    return now - std::chrono::duration_cast<contract::Instant::duration>(ahead);
}

std::string valueIn(const contract::TimelineEntry& entry, const char* key)
{
    const auto found = entry.data.find(key);
    return found == entry.data.end() ? std::string{} : found->second;
}

/// Entry of the decision about command `id`, if the snapshot has it.
const contract::TimelineEntry* decisionIn(const contract::SaleSnapshot& sale, const std::string& id)
{
    const auto found
            = std::find_if(sale.timeline.begin(), sale.timeline.end(), [&id](const auto& entry) {
                  return valueIn(entry, "id") == id; // of kind command, or an act on an alarm
              });
    return found == sale.timeline.end() ? nullptr : &*found;
}

} // namespace

/// Answers of the paths wait here for the desk's thread.
struct CommandDesk::Inbox {
    std::mutex mutex{};
    std::vector<SendOutcome> outcomes{};
};

CommandDesk::CommandDesk(
        model::SaleModel& model, CommandGateway& gateway, Clock clock, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_gateway(gateway)
    , m_clock(std::move(clock))
    , m_inbox(std::make_shared<Inbox>())
{
    m_reviewing.setInterval(reviewPeriod);
    connect(&m_reviewing, &QTimer::timeout, this, &CommandDesk::review);
    connect(&m_model, &model::SaleModel::changed, this, [this](const contract::SnapshotPtr& sale) {
        noteReconnect(*sale);
        noteVersion();
        readBack(*sale);
    });
    m_seat.console = QUuid::createUuid()
                             .toString(QUuid::WithoutBraces)
                             .left(consoleIdLength)
                             .toStdString();
    m_watching.setInterval(watchPeriod);
    connect(&m_watching, &QTimer::timeout, this, &CommandDesk::watchSeat);
    m_watching.start();
}

CommandDesk::~CommandDesk() = default;

Denial CommandDesk::denial(contract::CommandKind kind) const
{
    return rightsOf(m_model.current().get(), kind, m_seat, m_clock.now());
}

Denial CommandDesk::denial(contract::CommandKind kind, const Parameters& parameters) const
{
    if (const auto denied = denial(kind); denied != Denial::None)
        return denied;
    return valuesOf(*m_model.current(), kind, parameters, m_seat, m_clock.now());
}

void CommandDesk::setReadOnly(bool on)
{
    noteActivity();
    const bool isWanted = on || m_seat.isOtherVersion;
    if (std::exchange(m_seat.isReadOnly, isWanted) != isWanted)
        emit rightsChanged();
}

void CommandDesk::setFrozen(bool on)
{
    if (std::exchange(m_seat.isFrozen, on) != on)
        emit rightsChanged();
}

bool CommandDesk::hasCommand() const
{
    const auto sale = m_model.current();
    return sale && commands::hasCommand(*sale, m_seat);
}

std::optional<InterlockLines> CommandDesk::interlocks(int rate) const
{
    const auto sale = m_model.current();
    if (!sale)
        return std::nullopt;
    return raiseInterlocks({*sale, rate, m_clock.now(), m_seat.notMeasured});
}

bool CommandDesk::isDangerous(contract::CommandKind kind, const Parameters& parameters) const
{
    const auto sale = m_model.current();
    return sale && commands::isDangerous(*sale, kind, parameters, m_clock.now());
}

void CommandDesk::noteReconnect(const contract::SaleSnapshot& sale)
{
    const bool isCutOff = !sale.redis.error.empty() && !sale.postgres.error.empty();
    if (std::exchange(m_wasCutOff, isCutOff) && !isCutOff && !commands::hasCommand(sale, m_seat))
        setReadOnly(true);
}

std::string CommandDesk::otherVersion() const
{
    const auto sale = m_model.current();
    return sale && sale->source == contract::SnapshotSource::Live
            ? otherVersionIn(*sale, SAIKOBI_VERSION)
            : std::string{};
}

/// What a command of ours would mean there is not known, nor what is shown of it here.
void CommandDesk::noteVersion()
{
    const bool isOther = !otherVersion().empty();
    if (std::exchange(m_seat.isOtherVersion, isOther) == isOther)
        return;
    m_seat.isReadOnly = true; // and afterwards leaving it is an explicit act again
    emit rightsChanged();
}

void CommandDesk::watchSeat()
{
    const auto now = m_clock.steady();
    if (m_seat.isReadOnly)
        return;
    if (!hasCommand()) {
        if (now - m_activeAt >= idleLimit)
            setReadOnly(true);
        return;
    }
    if (now - m_renewedAt < renewEvery
            || denial(contract::CommandKind::RenewCommand) != Denial::None)
        return;
    m_renewedAt = now;
    // Nobody follows it: that this console still has command is what every snapshot shows.
    m_gateway.send(made(contract::CommandKind::RenewCommand, {}), [](const SendOutcome&) {});
}

contract::Command CommandDesk::made(contract::CommandKind kind, const Parameters& parameters) const
{
    using contract::CommandKind;
    const auto sale = m_model.current();
    contract::Command command{QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString(),
            sale->sale, kind, parameters, {},
            sale->line ? sale->line->value.revision : contract::Revision{},
            madeAt(*sale, m_clock.now())};
    if (kind == CommandKind::TakeCommand || kind == CommandKind::AcceptCommand
            || kind == CommandKind::RenewCommand)
        command.parameters["console"] = m_seat.console;
    if (kind == CommandKind::Hold && m_seat.isReadOnly)
        command.parameters.emplace("read_only", "1");
    return command;
}

QString CommandDesk::issue(
        contract::CommandKind kind, const Parameters& parameters, const QString& reason)
{
    if (denial(kind, parameters) != Denial::None)
        return {};
    // The dangerous ones name their reason, wherever they were asked for.
    if (isDangerous(kind, parameters) && reason.trimmed().isEmpty())
        return {};
    CommandReport report;
    report.command = made(kind, parameters);
    report.command.reason = reason.toStdString();
    const auto asked = askedChange(*m_model.current(), kind, parameters);
    report.oldValue = QString::fromStdString(asked.from);
    report.newValue = QString::fromStdString(asked.to);
    const auto id = QString::fromStdString(report.command.id);
    if (m_journal.size() == journalLength) {
        m_open.erase(m_journal.front().command.id);
        m_journal.erase(m_journal.begin());
    }
    m_journal.push_back(report);
    const auto now = m_clock.steady();
    m_open[report.command.id] = {now, now + patience, {}};
    transmit(report);
    announce(report);
    return id;
}

bool CommandDesk::resend(const QString& id)
{
    auto* report = find(id.toStdString());
    const auto open = m_open.find(id.toStdString());
    if (!report || open == m_open.end())
        return false;
    // The first sending may still arrive: its answers stay, only the patience begins again.
    open->second.unconfirmedAt = m_clock.steady() + patience;
    report->state = CommandState::Sent;
    transmit(*report);
    announce(*report);
    return true;
}

bool CommandDesk::hasOpenCommand() const
{
    return !m_open.empty();
}

void CommandDesk::transmit(const CommandReport& report)
{
    m_reviewing.start();
    m_gateway.send(report.command, [inbox = m_inbox](const SendOutcome& outcome) {
        const std::lock_guard lock(inbox->mutex);
        inbox->outcomes.push_back(outcome);
    });
}

void CommandDesk::review()
{
    std::vector<SendOutcome> arrived;
    {
        const std::lock_guard lock(m_inbox->mutex);
        arrived.swap(m_inbox->outcomes);
    }
    for (const auto& outcome : arrived)
        take(outcome);
    bool isWaiting = false;
    for (const auto& id : openIds()) {
        auto* report = find(id);
        if (!report || report->state != CommandState::Sent)
            continue;
        if (m_clock.steady() < m_open.at(id).unconfirmedAt) {
            isWaiting = true;
            continue;
        }
        report->state = CommandState::Unconfirmed;
        announce(*report);
    }
    if (!isWaiting)
        m_reviewing.stop();
}

void CommandDesk::take(const SendOutcome& outcome)
{
    auto* report = find(outcome.commandId);
    const auto open = m_open.find(outcome.commandId);
    if (!report || open == m_open.end())
        return; // decided meanwhile
    auto& sending = open->second;
    auto& known = sending.answers.try_emplace(outcome.path, outcome.kind).first->second;
    // A second sending that was refused does not undo a first one that was taken.
    if (known != SendOutcome::Kind::Taken)
        known = outcome.kind;
    if (outcome.sentAt && !report->sentAfter)
        report->sentAfter
                = std::chrono::duration_cast<milliseconds>(*outcome.sentAt - sending.sentAt);
    if (outcome.kind == SendOutcome::Kind::Taken) {
        (outcome.path == CommandPath::Redis ? report->takenByRedis : report->takenByPostgres)
                = true;
        if (!report->acceptedAfter)
            report->acceptedAfter
                    = std::chrono::duration_cast<milliseconds>(outcome.at - sending.sentAt);
        announce(*report);
        return;
    }
    report->why = QString::fromStdString(outcome.detail);
    const bool nothingWasSent = sending.answers.size() == 2
            && std::all_of(sending.answers.begin(), sending.answers.end(), [](const auto& answer) {
                   return answer.second == SendOutcome::Kind::Refused
                           || answer.second == SendOutcome::Kind::Unreachable;
               });
    if (nothingWasSent)
        settle(*report, CommandState::Refused);
}

void CommandDesk::readBack(const contract::SaleSnapshot& sale)
{
    for (const auto& id : openIds()) {
        auto* report = find(id);
        const auto* entry = decisionIn(sale, id);
        if (!report || !entry || report->command.sale != sale.sale)
            continue;
        const auto state = contract::fromName<CommandState>(valueIn(*entry, "result"));
        if (!state || *state == CommandState::Sent || *state == CommandState::Unconfirmed)
            continue;
        // In force is what the line itself shows, not what somebody wrote about it.
        if (*state == CommandState::InForce
                && (!sale.line || sale.line->value.revision < entry->revision))
            continue;
        report->why = QString::fromStdString(valueIn(*entry, "why"));
        report->winner = QString::fromStdString(valueIn(*entry, "winner"));
        // What was refused changed nothing: what was asked stays.
        if (entry->data.contains("old") || entry->data.contains("new")) {
            report->oldValue = QString::fromStdString(valueIn(*entry, "old"));
            report->newValue = QString::fromStdString(valueIn(*entry, "new"));
        }
        report->isOverride = valueIn(*entry, "override") == "1";
        report->second = QString::fromStdString(valueIn(*entry, "second"));
        report->isFromReadOnly = valueIn(*entry, "read_only") == "1";
        if (*state == CommandState::InForce)
            report->inForceAfter = std::chrono::duration_cast<milliseconds>(
                    m_clock.steady() - m_open.at(id).sentAt);
        settle(*report, *state);
    }
}

void CommandDesk::settle(CommandReport& report, CommandState state)
{
    report.state = state;
    m_open.erase(report.command.id);
    announce(report);
}

void CommandDesk::announce(const CommandReport& report)
{
    // By value: a listener may issue the next command, which moves the journal.
    const CommandReport now = report;
    emit changed(now);
}

std::vector<std::string> CommandDesk::openIds() const
{
    std::vector<std::string> ids;
    for (const auto& [id, sending] : m_open)
        ids.push_back(id);
    return ids;
}

CommandReport* CommandDesk::find(const std::string& id)
{
    const auto found = std::find_if(m_journal.begin(), m_journal.end(),
            [&id](const auto& report) { return report.command.id == id; });
    return found == m_journal.end() ? nullptr : &*found;
}

} // namespace saikobi::commands
