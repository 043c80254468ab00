#include "app/commands/asked_change.h"

#include <algorithm>

namespace saikobi::commands {

using contract::CommandKind;
using contract::LineState;

namespace {

std::string valueIn(const Parameters& parameters, const char* name)
{
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string{} : found->second;
}

std::string joined(const std::vector<contract::Cause>& causes)
{
    std::string out;
    for (const auto cause : causes)
        out += (out.empty() ? "" : ",") + std::string{contract::name(cause)};
    return out;
}

std::string with(std::vector<contract::Cause> causes, contract::Cause added)
{
    if (std::find(causes.begin(), causes.end(), added) == causes.end())
        causes.push_back(added);
    return joined(causes);
}

/// Staff release what staff held; what a lost store holds it goes on holding.
std::string afterRelease(std::vector<contract::Cause> causes)
{
    std::erase(causes, contract::Cause::Operator);
    std::erase(causes, contract::Cause::Maintenance);
    return joined(causes);
}

std::string opening(const LineState& line)
{
    return line.opensAt ? std::to_string(contract::toUnixMs(*line.opensAt)) : std::string{};
}

AskedChange ofLine(const LineState& line, CommandKind kind, const Parameters& parameters)
{
    switch (kind) {
    case CommandKind::SetRate:
        return {std::to_string(line.rate.value), valueIn(parameters, "rate")};
    case CommandKind::Hold:
        return {joined(line.causes), with(line.causes, contract::Cause::Operator)};
    case CommandKind::Maintenance:
        return {joined(line.causes), with(line.causes, contract::Cause::Maintenance)};
    case CommandKind::Release:
        return {joined(line.causes), afterRelease(line.causes)};
    case CommandKind::Admit:
        return {std::to_string(line.admit), valueIn(parameters, "n")};
    case CommandKind::MoveOpening:
        return {opening(line), valueIn(parameters, "opens_at")};
    case CommandKind::OpenNow:
    case CommandKind::Reopen:
        return {std::string{contract::name(line.phase)},
                std::string{contract::name(contract::Phase::Open)}};
    case CommandKind::Close:
        return {std::string{contract::name(line.phase)},
                std::string{contract::name(contract::Phase::Closed)}};
    case CommandKind::NewRun:
        return {std::to_string(line.run.value), std::to_string(line.run.value + 1)};
    case CommandKind::Message:
        return {line.message.en, valueIn(parameters, "message_en")};
    case CommandKind::SetWorkBits:
        return {std::to_string(line.workBits), valueIn(parameters, "bits")};
    case CommandKind::TakeCommand:
    case CommandKind::AcceptCommand: // by the user of this console
        return {line.holder, {}};
    case CommandKind::OfferCommand:
        return {line.holder, valueIn(parameters, "to")};
    default:
        return {};
    }
}

} // namespace

AskedChange askedChange(
        const contract::SaleSnapshot& sale, CommandKind kind, const Parameters& parameters)
{
    switch (kind) {
    case CommandKind::Call:
        return {{}, "+" + valueIn(parameters, "n")};
    case CommandKind::Block:
        return {{}, valueIn(parameters, "what")};
    case CommandKind::Unblock:
        return {valueIn(parameters, "what"), {}};
    case CommandKind::RestorePlace:
        return {{}, valueIn(parameters, "number")};
    case CommandKind::StopProduct:
        return {"on_sale", "stopped"};
    case CommandKind::StartProduct:
        return {"stopped", "on_sale"};
    case CommandKind::DisableMethod:
        return {"enabled", "disabled"};
    case CommandKind::EnableMethod:
        return {"disabled", "enabled"};
    case CommandKind::SetProviderLimit:
        return {valueIn(parameters, "was_calls_per_second") + "/s",
                valueIn(parameters, "calls_per_second") + "/s"};
    case CommandKind::OfferKept:
        return {{}, valueIn(parameters, "n")};
    case CommandKind::EndIdle:
        return {valueIn(parameters, "pid"), {}};
    default:
        break;
    }
    auto out = sale.line ? ofLine(sale.line->value, kind, parameters) : AskedChange{};
    if (kind == CommandKind::TakeCommand || kind == CommandKind::AcceptCommand)
        out.to = sale.user;
    return out;
}

} // namespace saikobi::commands
