#include "backend/contract/timeline_entry.h"

#include "backend/contract/json_members.h"

namespace saikobi::contract {

std::string toJson(const TimelineEntry& entry)
{
    return serialize(
            boost::json::object{{"id", entry.id}, {"sale", entry.sale}, {"run", entry.run.value},
                    {"at", toUnixMs(entry.at)}, {"source", entry.source}, {"actor", entry.actor},
                    {"kind", entry.kind}, {"subject", entry.subject}, {"reason", entry.reason},
                    {"revision", entry.revision.value}, {"data", json::strings(entry.data)}});
}

Result<TimelineEntry> timelineEntryFromJson(std::string_view text)
{
    const auto read = json::object(text);
    if (!read || json::text(*read, "id").empty())
        return Fault{FaultCode::Invalid, "timeline entry without an id"};
    TimelineEntry entry;
    entry.id = json::text(*read, "id");
    entry.sale = json::text(*read, "sale");
    entry.run.value = static_cast<std::int32_t>(json::integer(*read, "run", 1));
    entry.at = fromUnixMs(json::integer(*read, "at"));
    entry.source = json::text(*read, "source");
    entry.actor = json::text(*read, "actor");
    entry.kind = json::text(*read, "kind");
    entry.subject = json::text(*read, "subject");
    entry.reason = json::text(*read, "reason");
    entry.revision.value = json::integer(*read, "revision");
    entry.data = json::strings(*read, "data");
    return entry;
}

} // namespace saikobi::contract
