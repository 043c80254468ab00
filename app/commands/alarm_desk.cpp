#include "app/commands/alarm_desk.h"

#include <algorithm>
#include <utility>

#include "app/model/sale_model.h"
#include "backend/contract/alarm_limits.h"

namespace saikobi::commands {

using contract::AlarmRecord;
using contract::CommandKind;
using contract::CommandState;

namespace {

/// Fewer than the gateway takes, so that a hold always finds a place.
constexpr int mostUnderWay = 8;
constexpr std::chrono::seconds lookPeriod{1};

bool isOpen(const CommandReport& report)
{
    return report.state == CommandState::Sent || report.state == CommandState::Unconfirmed;
}

std::string parameter(const contract::Command& command, const char* name)
{
    const auto found = command.parameters.find(name);
    return found == command.parameters.end() ? std::string{} : found->second;
}

/// A test rings as loud as the alarm can.
contract::AlarmPriority strongestOf(contract::AlarmId alarm)
{
    auto out = contract::AlarmPriority::P3;
    for (const auto& limit : contract::alarmLimits())
        if (limit.alarm == alarm)
            out = std::min(out, limit.priority);
    return out;
}

} // namespace

AlarmDesk::AlarmDesk(model::SaleModel& model, CommandDesk& desk, Clock clock, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_desk(desk)
    , m_clock(std::move(clock))
    , m_own(desk.seat().console)
{
    connect(&desk, &CommandDesk::changed, this, &AlarmDesk::sendWaiting);
    connect(&model, &model::SaleModel::changed, this, &AlarmDesk::look);
    // While nothing comes at all, that is what has to be judged.
    connect(&m_looking, &QTimer::timeout, this, &AlarmDesk::look);
    m_looking.start(lookPeriod);
}

void AlarmDesk::look()
{
    const auto sale = m_model.current();
    if (!sale)
        return;
    if (sale->sale != m_sale) {
        m_sale = sale->sale;
        m_own.forget();
        m_waiting.clear();
    }
    if (m_own.look(*sale, m_clock.now()))
        emit changed();
}

/// A script and a recording bring their own clock.
contract::Instant AlarmDesk::now() const
{
    const auto sale = m_model.current();
    return sale && sale->source != contract::SnapshotSource::Live ? sale->madeAt : m_clock.now();
}

/// How far this clock is ahead of the stores'; a little more, so that the way there does not
/// matter.
contract::Instant::duration AlarmDesk::skew() const
{
    constexpr std::chrono::milliseconds allowance{500};
    const auto sale = m_model.current();
    const auto known = sale
            ? sale->figures.at(static_cast<std::size_t>(contract::Figure::ClockSkew))
            : std::nullopt;
    const std::chrono::duration<double> ahead{known ? known->value : 0};
    return std::chrono::duration_cast<contract::Instant::duration>(ahead) + allowance;
}

contract::AlarmFlood AlarmDesk::flood() const
{
    const auto sale = m_model.current();
    auto rings = m_own.rings();
    if (sale && sale->alarms) {
        const auto& told = sale->alarms->value.rings;
        rings.insert(rings.end(), told.begin(), told.end());
    }
    return contract::floodOf(rings, now());
}

std::vector<DeskAlarm> AlarmDesk::list() const
{
    std::vector<DeskAlarm> out;
    const auto sale = m_model.current();
    if (sale && sale->alarms)
        for (const auto& record : sale->alarms->value.records)
            out.push_back({record, false, askedOf(record)});
    for (const auto& record : m_own.listed())
        out.push_back({record, true, std::nullopt});
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

std::int64_t AlarmDesk::occurrenceOfOwn(contract::AlarmId alarm) const
{
    for (const auto& record : m_own.listed())
        if (record.alarm == alarm)
            return record.occurrence;
    return 0;
}

/// Nobody else's, so that neither READ-ONLY nor a viewer's rights stand in the way.
bool AlarmDesk::actOnOwn(model::OwnAct act)
{
    const auto sale = m_model.current();
    act.occurrence = occurrenceOfOwn(act.alarm);
    act.actor = sale ? sale->user : std::string{};
    const bool isDone = m_own.act(act, m_clock.now()).empty();
    if (isDone)
        emit changed();
    return isDone;
}

void AlarmDesk::acknowledge(const std::vector<AlarmName>& alarms)
{
    for (const auto& alarm : alarms) {
        if (alarm.isOwn)
            actOnOwn({.act = contract::AlarmAct::Acknowledge, .alarm = alarm.alarm});
        else if (const auto* record = find(alarm.alarm); record && !record->acknowledged)
            m_waiting.push_back({alarm.alarm, record->occurrence});
    }
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
    if (alarm.isOwn)
        return actOnOwn({.act = contract::AlarmAct::Confirm, .alarm = alarm.alarm});
    const auto* record = find(alarm.alarm);
    return record && send(CommandKind::AlarmConfirm, *record);
}

bool AlarmDesk::shelve(const AlarmName& alarm, const Shelving& how)
{
    const auto length = std::min<std::chrono::minutes>(how.length, contract::longestShelf);
    const auto reason = how.reason.trimmed();
    if (length.count() <= 0 || reason.isEmpty())
        return false;
    if (alarm.isOwn)
        return actOnOwn({.act = contract::AlarmAct::Shelve,
                .alarm = alarm.alarm,
                .why = reason.toStdString(),
                .until = m_clock.now() + length,
                .isUntilClear = how.isUntilClear});
    const auto* record = find(alarm.alarm);
    if (!record)
        return false;
    // The stores judge it by their clock, and this hour may be the longest that they allow.
    const auto until = m_clock.now() + length - skew();
    Parameters parameters{{"until", std::to_string(contract::toUnixMs(until))}};
    if (how.isUntilClear)
        parameters.emplace("until_clear", "1");
    return send(CommandKind::AlarmShelve, *record, std::move(parameters), reason);
}

bool AlarmDesk::unshelve(const AlarmName& alarm)
{
    if (alarm.isOwn)
        return actOnOwn({.act = contract::AlarmAct::Unshelve, .alarm = alarm.alarm});
    const auto* record = find(alarm.alarm);
    return record && send(CommandKind::AlarmUnshelve, *record);
}

bool AlarmDesk::test(const AlarmName& alarm)
{
    if (alarm.isOwn)
        return actOnOwn({.act = contract::AlarmAct::Test, .alarm = alarm.alarm});
    contract::AlarmRecord record;
    record.alarm = alarm.alarm;
    return send(CommandKind::AlarmTest, record,
            {{"priority", std::to_string(static_cast<int>(strongestOf(alarm.alarm)))}});
}

} // namespace saikobi::commands
