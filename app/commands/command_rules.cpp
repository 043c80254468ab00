#include "app/commands/command_rules.h"

#include <QList>
#include <QString>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "backend/contract/alarm.h"

namespace saikobi::commands {

using contract::CommandKind;
using contract::DataState;

namespace {

constexpr std::int64_t highestNumber = 4'000'000'000;
constexpr std::chrono::minutes shortestNotice{5}; ///< before a moved opening
constexpr std::chrono::minutes silentFor{1}; ///< then an instance is no longer of the backend

/// "1" of "1.4.2".
std::string_view majorOf(std::string_view version)
{
    return version.substr(0, version.find('.'));
}

DataState stateOfLine(const contract::SaleSnapshot& sale, contract::Instant now)
{
    const bool isLost = !sale.redis.error.empty() && !sale.lineFromPostgres;
    if (!sale.line)
        return contract::dataState(std::nullopt, std::chrono::seconds{1}, isLost);
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - sale.line->asOf);
    return contract::dataState(age, std::chrono::seconds{1}, isLost);
}

/// These let people in: never on a picture that may be wrong.
bool letsPeopleIn(CommandKind kind)
{
    switch (kind) {
    case CommandKind::Release:
    case CommandKind::Admit:
    case CommandKind::OpenNow:
    case CommandKind::Reopen:
    case CommandKind::Call:
        return true;
    case CommandKind::SetRate: // only a raise does, which its value tells
    case CommandKind::Hold:
    case CommandKind::Maintenance:
    case CommandKind::MoveOpening:
    case CommandKind::Close:
    case CommandKind::Message:
    case CommandKind::NewRun:
    case CommandKind::RestorePlace:
    case CommandKind::Block:
    case CommandKind::Unblock:
    case CommandKind::SetWorkBits:
    case CommandKind::Probe:
    case CommandKind::TakeCommand:
    case CommandKind::OfferCommand:
    case CommandKind::AcceptCommand:
    case CommandKind::RenewCommand:
    case CommandKind::AlarmAcknowledge:
    case CommandKind::AlarmConfirm:
    case CommandKind::AlarmShelve:
    case CommandKind::AlarmUnshelve:
    case CommandKind::AlarmTest:
    case CommandKind::Walk:
    case CommandKind::StopProduct:
    case CommandKind::StartProduct:
    case CommandKind::DisableMethod:
    case CommandKind::EnableMethod:
    case CommandKind::OfferKept:
    case CommandKind::SetProviderLimit:
    case CommandKind::EndIdle:
        break;
    }
    return false;
}

bool isWrongPhase(const contract::LineState& line, CommandKind kind)
{
    using contract::Phase;
    switch (kind) {
    case CommandKind::Admit:
        return line.phase != Phase::Held;
    case CommandKind::Release:
        return line.phase != Phase::Held && line.causes.empty();
    case CommandKind::OpenNow:
    case CommandKind::MoveOpening:
        return line.phase != Phase::Before;
    case CommandKind::Close:
        return line.phase != Phase::Open && line.phase != Phase::Held;
    case CommandKind::Reopen:
        return line.phase != Phase::Closed;
    case CommandKind::Call:
        return line.pacing != contract::Pacing::Manual || line.phase != Phase::Open;
    default:
        return false;
    }
}

std::optional<std::int64_t> numberIn(const Parameters& parameters, const char* key)
{
    const auto found = parameters.find(key);
    if (found == parameters.end())
        return std::nullopt;
    std::int64_t value = 0;
    const auto* end = found->second.data() + found->second.size();
    const auto read = std::from_chars(found->second.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? std::optional{value} : std::nullopt;
}

bool isWithin(std::optional<std::int64_t> value, std::int64_t least, std::int64_t most)
{
    return value && *value >= least && *value <= most;
}

qsizetype charactersIn(const Parameters& parameters, const char* key)
{
    const auto found = parameters.find(key);
    return found == parameters.end() ? 0 : QString::fromStdString(found->second).toUcs4().size();
}

/// Both languages or none, each within its length; a resume time is a number of milliseconds.
bool isMessageSound(const Parameters& parameters, bool isRequired)
{
    const auto ja = charactersIn(parameters, "message_ja");
    const auto en = charactersIn(parameters, "message_en");
    if (ja > longestMessage || en > longestMessage || (ja == 0) != (en == 0))
        return false;
    if (parameters.contains("resume_at")
            && !isWithin(numberIn(parameters, "resume_at"), 1, INT64_MAX))
        return false;
    return !isRequired || ja > 0;
}

/// The stores know the reason of shelving too; they refuse it without one.
bool isAlarmActSound(CommandKind kind, const Parameters& parameters)
{
    const auto alarm = parameters.find("alarm");
    if (alarm == parameters.end() || !contract::alarmNamed(alarm->second))
        return false;
    if (kind == CommandKind::AlarmAcknowledge || kind == CommandKind::AlarmConfirm)
        return isWithin(numberIn(parameters, "occurrence"), 1, INT64_MAX);
    if (kind == CommandKind::AlarmShelve)
        return isWithin(numberIn(parameters, "until"), 1, INT64_MAX);
    return kind != CommandKind::AlarmTest || isWithin(numberIn(parameters, "priority"), 1, 3);
}

bool areValuesSound(CommandKind kind, const Parameters& parameters)
{
    switch (kind) {
    case CommandKind::SetRate:
        return isWithin(numberIn(parameters, "rate"), 1, highestRate);
    case CommandKind::Release:
        return !parameters.contains("rate")
                || isWithin(numberIn(parameters, "rate"), 1, highestRate);
    case CommandKind::Admit:
        return isWithin(numberIn(parameters, "n"), 1, mostAdmitted);
    case CommandKind::MoveOpening:
        return isWithin(numberIn(parameters, "opens_at"), 1, INT64_MAX);
    case CommandKind::Hold:
    case CommandKind::Maintenance:
        return isMessageSound(parameters, false);
    case CommandKind::Message:
        return isMessageSound(parameters, true);
    case CommandKind::Call:
        return isWithin(numberIn(parameters, "n"), 1, mostCalled);
    case CommandKind::RestorePlace:
        return isWithin(numberIn(parameters, "number"), 1, highestNumber)
                && charactersIn(parameters, "code_sha256") == 64;
    case CommandKind::SetWorkBits:
        return isWithin(numberIn(parameters, "bits"), 0, 20);
    case CommandKind::Block:
    case CommandKind::Unblock:
        return charactersIn(parameters, "what") > 0 && charactersIn(parameters, "what") <= 64;
    case CommandKind::AlarmAcknowledge:
    case CommandKind::AlarmConfirm:
    case CommandKind::AlarmShelve:
    case CommandKind::AlarmUnshelve:
    case CommandKind::AlarmTest:
        return isAlarmActSound(kind, parameters);
    case CommandKind::StopProduct:
    case CommandKind::StartProduct:
        return isWithin(numberIn(parameters, "product"), 1, INT64_MAX);
    case CommandKind::DisableMethod:
    case CommandKind::EnableMethod:
        return charactersIn(parameters, "method") > 0;
    case CommandKind::OfferKept:
        return isWithin(numberIn(parameters, "product"), 1, INT64_MAX)
                && isWithin(numberIn(parameters, "n"), 1, INT64_MAX)
                && isWithin(numberIn(parameters, "at"), 1, INT64_MAX);
    case CommandKind::SetProviderLimit:
        return charactersIn(parameters, "provider") > 0
                && charactersIn(parameters, "calls_per_second") > 0;
    case CommandKind::EndIdle:
        return isWithin(numberIn(parameters, "pid"), 1, INT32_MAX)
                && isWithin(numberIn(parameters, "since"), 1, INT64_MAX);
    case CommandKind::OpenNow:
    case CommandKind::Close:
    case CommandKind::Reopen:
    case CommandKind::NewRun:
    case CommandKind::Probe:
    case CommandKind::TakeCommand:
    case CommandKind::AcceptCommand:
    case CommandKind::RenewCommand:
    case CommandKind::Walk:
        break;
    case CommandKind::OfferCommand:
        return charactersIn(parameters, "to") > 0;
    }
    return true;
}

/// Against what the operator saw; a limit nobody saw counts as raised. No places at all means that
/// they are not limited.
bool raisesLimit(const Parameters& parameters)
{
    const auto value = [&parameters](const char* key) {
        const auto found = parameters.find(key);
        return found == parameters.end() ? -1.0 : QString::fromStdString(found->second).toDouble();
    };
    const auto places = value("parallel");
    const auto placesBefore = value("was_parallel");
    const bool isUnlimited = places == 0 && placesBefore > 0;
    return value("calls_per_second") > value("was_calls_per_second") || isUnlimited
            || (placesBefore > 0 && places > placesBefore);
}

bool isRaise(const contract::SaleSnapshot& sale, CommandKind kind, const Parameters& parameters)
{
    const auto rate = numberIn(parameters, "rate");
    return kind == CommandKind::SetRate && sale.line && rate && *rate > sale.line->value.rate.value;
}

bool isOverride(const Parameters& parameters)
{
    const auto found = parameters.find("override");
    return found != parameters.end() && found->second == "1";
}

/// Before the opening nobody is let in: the first rate is chosen freely.
Denial raiseOf(const contract::SaleSnapshot& sale, const Parameters& parameters, const Seat& seat,
        contract::Instant now)
{
    if (stateOfLine(sale, now) >= DataState::Stale)
        return Denial::OldData;
    if (sale.line->value.phase == contract::Phase::Before || isOverride(parameters))
        return Denial::None;
    const auto rate = static_cast<int>(*numberIn(parameters, "rate"));
    return mayRaise(raiseInterlocks({sale, rate, now, seat.notMeasured})) ? Denial::None
                                                                          : Denial::Interlock;
}

/// Who has command decides over who has it; taking it by force is of its own class.
Denial holderRights(const contract::SaleSnapshot& sale, CommandKind kind, const Seat& seat)
{
    if (!sale.redis.error.empty() || !sale.line)
        return Denial::RedisSilent;
    if (kind == CommandKind::OfferCommand)
        return hasCommand(sale, seat) ? Denial::None : Denial::NotHolder;
    if (kind == CommandKind::AcceptCommand && sale.line->value.offeredTo != sale.user)
        return Denial::NotOffered;
    return Denial::None;
}

/// Those of the store that decides them; what lets people in also needs fresh data.
Denial storeRights(const contract::SaleSnapshot& sale, CommandKind kind, contract::Instant now)
{
    if (contract::isDecidedByPostgres(kind))
        return sale.postgres.error.empty() ? Denial::None : Denial::PostgresSilent;
    if (kind == CommandKind::Maintenance) // on the safe side: the row in Postgres may carry it
        return Denial::None;
    if (!sale.line || !sale.redis.error.empty())
        return Denial::RedisSilent;
    if (letsPeopleIn(kind) && stateOfLine(sale, now) >= DataState::Stale)
        return Denial::OldData;
    return isWrongPhase(sale.line->value, kind) ? Denial::WrongPhase : Denial::None;
}

} // namespace

bool hasCommand(const contract::SaleSnapshot& sale, const Seat& seat)
{
    if (!sale.line || sale.line->value.holder.empty() || sale.line->value.holder != sale.user)
        return false;
    const auto& console = sale.line->value.holderConsole;
    return console.empty() || console == seat.console;
}

std::string otherVersionIn(const contract::SaleSnapshot& sale, std::string_view own)
{
    std::optional<contract::Instant> newest;
    for (const auto& one : sale.instances)
        if (one.lastTick)
            newest = std::max(newest.value_or(*one.lastTick), *one.lastTick);
    for (const auto& one : sale.instances) {
        const bool isHeard = one.lastTick && *newest - *one.lastTick < silentFor;
        if (isHeard && !one.version.empty() && majorOf(one.version) != majorOf(own))
            return one.version;
    }
    return {};
}

Denial rightsOf(const contract::SaleSnapshot* sale, CommandKind kind, const Seat& seat,
        contract::Instant now)
{
    if (!sale)
        return Denial::NoSale;
    if (sale->source != contract::SnapshotSource::Live)
        return Denial::NotLive;
    if (!sale->mayCommand)
        return Denial::NotOperator;
    if (kind == CommandKind::Hold)
        return Denial::None; // the quick way to the safe side stays open whatever else is broken
    if (seat.isOtherVersion)
        return Denial::OtherVersion;
    if (seat.isReadOnly)
        return Denial::ReadOnly;
    switch (kind) {
    case CommandKind::Probe:
    case CommandKind::RenewCommand:
    case CommandKind::AlarmAcknowledge:
    case CommandKind::AlarmConfirm:
    case CommandKind::AlarmShelve:
    case CommandKind::AlarmUnshelve:
    case CommandKind::AlarmTest:
    case CommandKind::Walk:
        return Denial::None;
    default:
        break;
    }
    if (seat.isFrozen)
        return Denial::Frozen;
    switch (kind) {
    case CommandKind::TakeCommand:
    case CommandKind::OfferCommand:
    case CommandKind::AcceptCommand:
        return holderRights(*sale, kind, seat);
    default:
        break;
    }
    if (!hasCommand(*sale, seat))
        return sale->line ? Denial::NotHolder : Denial::OldData;
    return storeRights(*sale, kind, now);
}

Denial valuesOf(const contract::SaleSnapshot& sale, CommandKind kind, const Parameters& parameters,
        const Seat& seat, contract::Instant now)
{
    if (!areValuesSound(kind, parameters))
        return Denial::BadValue;
    const bool isForced = parameters.contains("force");
    if (kind == CommandKind::TakeCommand && !isForced && sale.line
            && !sale.line->value.holder.empty() && !hasCommand(sale, seat))
        return Denial::NotFree;
    return isRaise(sale, kind, parameters) ? raiseOf(sale, parameters, seat, now) : Denial::None;
}

bool isDangerous(const contract::SaleSnapshot& sale, CommandKind kind, const Parameters& parameters,
        contract::Instant now)
{
    if (!sale.line)
        return false;
    const auto& line = sale.line->value;
    switch (kind) {
    case CommandKind::SetRate:
        return isRaise(sale, kind, parameters) && isOverride(parameters);
    case CommandKind::Release: {
        const bool endsMaintenance
                = std::find(line.causes.begin(), line.causes.end(), contract::Cause::Maintenance)
                != line.causes.end();
        const auto rate = numberIn(parameters, "rate").value_or(line.rate.value);
        return endsMaintenance || rate * 2 > line.rate.value;
    }
    case CommandKind::Call: // more than a minute of the rate at once
        return numberIn(parameters, "n").value_or(0) > line.rate.value;
    case CommandKind::MoveOpening:
        return numberIn(parameters, "opens_at").value_or(0)
                < contract::toUnixMs(now + shortestNotice);
    case CommandKind::TakeCommand:
        return parameters.contains("force");
    case CommandKind::SetProviderLimit:
        return raisesLimit(parameters);
    case CommandKind::OpenNow:
    case CommandKind::Close:
    case CommandKind::Reopen:
    case CommandKind::NewRun:
        return true;
    default:
        return false;
    }
}

} // namespace saikobi::commands
