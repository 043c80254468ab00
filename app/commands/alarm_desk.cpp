#include "app/commands/alarm_desk.h"

#include <algorithm>
#include <utility>

#include "app/model/sale_model.h"

namespace saikobi::commands {

using contract::AlarmRecord;
using contract::CommandKind;
using contract::CommandState;

namespace {

/// Fewer than the gateway takes, so that a hold always finds a place.
constexpr int mostUnderWay = 8;

bool isOpen(const CommandReport& report)
{
    return report.state == CommandState::Sent || report.state == CommandState::Unconfirmed;
}

std::string parameter(const contract::Command& command, const char* name)
{
    const auto found = command.parameters.find(name);
    return found == command.parameters.end() ? std::string{} : found->second;
}

} // namespace

AlarmDesk::AlarmDesk(model::SaleModel& model, CommandDesk& desk, Clock clock, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_desk(desk)
    , m_clock(std::move(clock))
{
    connect(&desk, &CommandDesk::changed, this, &AlarmDesk::sendWaiting);
}

std::vector<DeskAlarm> AlarmDesk::list() const
{
    std::vector<DeskAlarm> out;
    const auto sale = m_model.current();
    if (sale && sale->alarms)
        for (const auto& record : sale->alarms->value.records)
            out.push_back({record, false, askedOf(record)});
    return out;
}

Denial AlarmDesk::denial() const
{
    return m_desk.denial(CommandKind::AlarmAcknowledge);
}

const AlarmRecord* AlarmDesk::find(contract::AlarmId alarm) const
{
    const auto sale = m_model.current();
    if (!sale || !sale->alarms)
        return nullptr;
    const auto& records = sale->alarms->value.records;
    const auto found = std::find_if(records.begin(), records.end(),
            [alarm](const auto& record) { return record.alarm == alarm; });
    return found == records.end() ? nullptr : &*found;
}

std::optional<CommandKind> AlarmDesk::askedOf(const AlarmRecord& record) const
{
    const auto& journal = m_desk.journal();
    const auto id = std::string{name(record.alarm)};
    for (auto each = journal.rbegin(); each != journal.rend(); ++each)
        if (contract::isAlarmAct(each->command.kind) && parameter(each->command, "alarm") == id)
            return isOpen(*each) ? std::optional{each->command.kind} : std::nullopt;
    return std::nullopt;
}

int AlarmDesk::underWay() const
{
    const auto& journal = m_desk.journal();
    return static_cast<int>(std::count_if(journal.begin(), journal.end(), [](const auto& one) {
        return contract::isAlarmAct(one.command.kind) && one.state == CommandState::Sent;
    }));
}

bool AlarmDesk::send(
        CommandKind kind, const AlarmRecord& record, Parameters parameters, const QString& reason)
{
    parameters["alarm"] = std::string{name(record.alarm)};
    if (kind == CommandKind::AlarmAcknowledge || kind == CommandKind::AlarmConfirm)
        parameters["occurrence"] = std::to_string(record.occurrence);
    return !m_desk.issue(kind, parameters, reason).isEmpty();
}

void AlarmDesk::acknowledge(const std::vector<AlarmName>& alarms)
{
    for (const auto& alarm : alarms)
        if (const auto* record = find(alarm.alarm); record && !record->acknowledged)
            m_waiting.push_back({alarm.alarm, record->occurrence});
    sendWaiting();
}

void AlarmDesk::sendWaiting()
{
    while (!m_waiting.empty() && underWay() < mostUnderWay) {
        const auto next = m_waiting.front();
        m_waiting.pop_front();
        const auto* record = find(next.alarm);
        const bool isSame = record && record->occurrence == next.occurrence;
        if (isSame && !record->acknowledged && !askedOf(*record))
            send(CommandKind::AlarmAcknowledge, *record);
    }
}

bool AlarmDesk::confirm(const AlarmName& alarm)
{
    const auto* record = find(alarm.alarm);
    return record && send(CommandKind::AlarmConfirm, *record);
}

bool AlarmDesk::shelve(const AlarmName& alarm, const Shelving& how)
{
    const auto* record = find(alarm.alarm);
    const auto length = std::min<std::chrono::minutes>(how.length, contract::longestShelf);
    if (!record || length.count() <= 0 || how.reason.trimmed().isEmpty())
        return false;
    Parameters parameters{{"until", std::to_string(contract::toUnixMs(m_clock.now() + length))}};
    if (how.isUntilClear)
        parameters.emplace("until_clear", "1");
    return send(CommandKind::AlarmShelve, *record, std::move(parameters), how.reason.trimmed());
}

bool AlarmDesk::unshelve(const AlarmName& alarm)
{
    const auto* record = find(alarm.alarm);
    return record && send(CommandKind::AlarmUnshelve, *record);
}

} // namespace saikobi::commands
