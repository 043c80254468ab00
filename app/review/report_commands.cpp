#include <charconv>
#include <cmath>

#include "app/review/sale_report.h"

namespace saikobi::review {

using contract::CommandKind;
using contract::TimelineEntry;
using namespace std::chrono_literals;

namespace {

constexpr auto shortestNotice = 5min;

std::optional<double> numberIn(const TimelineEntry& entry, const char* name)
{
    const auto text = dataOf(entry, name);
    double out = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, out);
    return read.ec == std::errc{} && read.ptr == end ? std::optional{out} : std::nullopt;
}

/// The rate that was set in the last second before `at`, or in the first one after it.
std::optional<double> rateBeside(const Recording& recording, contract::Instant at, int step)
{
    const auto* rates = recording.find("rate_set");
    const auto count = rates ? static_cast<std::ptrdiff_t>(rates->values.size()) : 0;
    auto second = std::chrono::floor<std::chrono::seconds>(at - recording.meta.from).count() + step;
    for (; second >= 0 && second < count; second += step)
        if (const float rate = rates->values[static_cast<std::size_t>(second)]; !std::isnan(rate))
            return rate;
    return std::nullopt;
}

/// Out of maintenance, or to more than half of the rate. Older entries do not tell both rates.
bool isBoldRelease(const Recording& recording, const TimelineEntry& entry)
{
    auto before = numberIn(entry, "was_rate");
    auto after = numberIn(entry, "rate");
    if (!before || !after) {
        before = rateBeside(recording, entry.at, -1);
        after = rateBeside(recording, entry.at, 1);
    }
    return dataOf(entry, "old").find("maintenance") != std::string::npos || !before || !after
            || *after * 2 > *before;
}

/// "20/s, 10/s per operation, 8 parallel": all calls, and those at once; 0: as many as one likes.
struct ProviderLimit {
    double calls = 0;
    double parallel = 0;
};

ProviderLimit limitIn(const TimelineEntry& entry, const char* name)
{
    const auto text = dataOf(entry, name);
    ProviderLimit out;
    std::from_chars(text.data(), text.data() + text.size(), out.calls);
    if (const auto last = text.rfind(", "); last != std::string::npos)
        std::from_chars(text.data() + last + 2, text.data() + text.size(), out.parallel);
    return out;
}

bool isRaisedLimit(const TimelineEntry& entry)
{
    const auto was = limitIn(entry, "old");
    const auto now = limitIn(entry, "new");
    return now.calls > was.calls
            || (was.parallel > 0 && (now.parallel == 0 || now.parallel > was.parallel));
}

} // namespace

CommandClass classOf(const Recording& recording, const TimelineEntry& command)
{
    const auto kind = contract::fromName<CommandKind>(command.subject);
    if (!kind)
        return CommandClass::Ordinary;
    const auto dangerousIf
            = [](bool is) { return is ? CommandClass::Dangerous : CommandClass::Ordinary; };
    switch (*kind) {
    case CommandKind::Hold:
    case CommandKind::Maintenance:
    case CommandKind::StopProduct:
    case CommandKind::DisableMethod:
        return CommandClass::Protective;
    case CommandKind::OpenNow:
    case CommandKind::Close:
    case CommandKind::Reopen:
    case CommandKind::NewRun:
        return CommandClass::Dangerous;
    case CommandKind::SetRate:
        return dangerousIf(dataOf(command, "override") == "1");
    case CommandKind::Release:
        return dangerousIf(isBoldRelease(recording, command));
    case CommandKind::Call: // more than a minute of the rate
        return dangerousIf(numberIn(command, "n").value_or(numberIn(command, "new").value_or(0))
                > rateBeside(recording, command.at, -1).value_or(0));
    case CommandKind::MoveOpening:
        return dangerousIf(numberIn(command, "new").value_or(0)
                < static_cast<double>(contract::toUnixMs(command.at + shortestNotice)));
    case CommandKind::TakeCommand: // from somebody who had it
        return dangerousIf(!dataOf(command, "old").empty());
    case CommandKind::SetProviderLimit:
        return dangerousIf(isRaisedLimit(command));
    default:
        return CommandClass::Ordinary;
    }
}

CommandFigures commandsOf(const Recording& recording)
{
    CommandFigures out;
    for (const auto& entry : recording.timeline) {
        if (entry.kind != "command")
            continue;
        const auto result = dataOf(entry, "result");
        out.byResult[result] += 1;
        if (result != "in_force")
            continue;
        out.byKind[entry.subject] += 1;
        out.byClass.at(static_cast<std::size_t>(classOf(recording, entry))) += 1;
        out.overrides += dataOf(entry, "override") == "1" ? 1 : 0;
    }
    return out;
}

} // namespace saikobi::review
