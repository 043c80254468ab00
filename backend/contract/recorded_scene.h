#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/planned_arrivals.h"
#include "backend/contract/result.h"
#include "backend/contract/snapshot.h"

namespace saikobi::contract {

/// What Postgres held in a past second besides ticks and timeline, in the order of the screens.
struct RecordedScene {
    std::string saleName{};
    std::string timeZone{"Asia/Tokyo"};
    std::string alarmSettings{"{}"};
    ArrivalPlan arrivals{};
    std::optional<double> callsPerSecond{};
    std::int64_t parallelCalls = 0;
    bool isRedisSilent = false; ///< the backend itself did not hear it
    std::vector<ProductStock> products{};
    std::vector<SlotPlaces> slotPlaces{};
    std::vector<MethodView> methods{};
    std::vector<InstanceView> instances{};
    std::vector<BlockEntry> blocks{};
    AlarmList alarms{};
    std::int64_t unsettled = 0;
    std::optional<Observed<DeskRecord>> desk{};
};

/// A row of table `scene`.
struct SceneRow {
    Instant at{};
    std::string part{};
    bool isFull = false;
    std::string data{};
};

/// Rows of table `scene` (resources/sql/042_recordings.sql), one after the other: each holds what
/// changed in one part, or the whole of it.
class SceneReader {
public:
    /// Invalid names the part that cannot be read. A part of a later version is left out.
    Outcome take(Instant at, std::string_view part, bool isFull, std::string_view data);
    const RecordedScene& scene();
    /// Whether enough was read: everything begins with a row that holds the whole.
    bool isComplete() const { return m_isComplete; }

private:
    template<class T>
    struct Ranked {
        std::int64_t rank = 0;
        T value{};
    };
    struct Parts;

    std::map<std::string, Ranked<ProductStock>, std::less<>> m_products{};
    std::map<std::string, Ranked<SlotPlaces>, std::less<>> m_slots{};
    std::map<std::string, Ranked<MethodView>, std::less<>> m_methods{};
    std::map<std::string, InstanceView, std::less<>> m_instances{};
    std::map<std::string, BlockEntry, std::less<>> m_blocks{};
    std::map<std::string, AlarmRecord, std::less<>> m_alarms{};
    RecordedScene m_scene{};
    bool m_isChanged = false;
    bool m_isComplete = false;
};

} // namespace saikobi::contract
