#pragma once

#include <vector>

#include "app/sources/scripted_day.h"
#include "backend/contract/snapshot.h"

namespace saikobi::sources {

/// Locks in Postgres first, then everything that follows: forty annunciations in two minutes, two
/// headlines, one alarm shelved, one acknowledged, one TEST. From the script's fault on, if that is
/// AlarmCascade; before it, and in every other script, a quiet list.
contract::AlarmList scriptedAlarms(const ScriptedDay& day);
/// What the timeline tells of it.
std::vector<contract::TimelineEntry> scriptedAlarmEntries(const ScriptedDay& day);

} // namespace saikobi::sources
