#include "backend/contract/recorded_walk.h"

#include <charconv>

namespace saikobi::contract {

namespace {

std::string textIn(const TimelineEntry& entry, const char* key)
{
    const auto found = entry.data.find(key);
    return found == entry.data.end() ? std::string{} : found->second;
}

std::int64_t wholeIn(const TimelineEntry& entry, const char* key)
{
    std::int64_t out = 0;
    const auto text = textIn(entry, key);
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

} // namespace

std::optional<WalkMark> walkMarkOf(const TimelineEntry& entry)
{
    if (entry.kind != "card" && entry.kind != "step" && entry.kind != "call")
        return std::nullopt;
    const auto state = markStateNamed(textIn(entry, "state"));
    const auto source = markSourceNamed(textIn(entry, "how"));
    WalkMark out;
    out.walk = {entry.run.value, entry.subject, wholeIn(entry, "walk")};
    out.step = textIn(entry, "step");
    if (!state || !source || out.step.empty() || out.walk.number < 1)
        return std::nullopt;
    out.state = *state;
    out.source = *source;
    out.at = entry.at;
    out.id = entry.id;
    out.by = entry.actor;
    out.reason = entry.reason;
    if (const auto until = wholeIn(entry, "until"); until > 0)
        out.until = fromUnixMs(until);
    out.contact = textIn(entry, "contact");
    out.alarm = textIn(entry, "alarm");
    out.occurrence = wholeIn(entry, "occurrence");
    out.revision = textIn(entry, "revision");
    return out;
}

} // namespace saikobi::contract
