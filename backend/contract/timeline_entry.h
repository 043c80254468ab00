#pragma once

#include <map>
#include <string>
#include <string_view>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::contract {

/// One thing that happened. The id makes it count once, whoever copies it and however often.
/// Kinds in use: command, phase, instance, gap, feed, note, config.
/// A `command` entry has subject = kind of the command and data {id, result, old, new, ms, …} with
/// result in_force, refused (with `why`), expired or lost_race (with `winner`).
struct TimelineEntry {
    std::string id{};
    std::string sale{};
    Run run{1};
    Instant at{};
    std::string source{}; ///< redis, postgres, an instance's or a console's name
    std::string actor{}; ///< person, or empty: the software itself
    std::string kind{};
    std::string subject{};
    std::string reason{};
    Revision revision{};
    std::map<std::string, std::string> data{};
};

/// The same JSON object in the Redis stream (field `entry`) and in the column `data`'s neighbours.
std::string toJson(const TimelineEntry& entry);
Result<TimelineEntry> timelineEntryFromJson(std::string_view text);

} // namespace saikobi::contract
