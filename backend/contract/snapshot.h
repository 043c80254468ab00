#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/alarm.h"
#include "backend/contract/desk_views.h"
#include "backend/contract/feed.h"
#include "backend/contract/figures.h"
#include "backend/contract/line_state.h"
#include "backend/contract/quantity.h"
#include "backend/contract/timeline_entry.h"
#include "backend/contract/walk.h"

namespace saikobi::contract {

/// A figure and the instant it was true. An absent one is "not known", which is not zero.
template<class T>
struct Observed {
    T value{};
    Instant asOf{};
};

struct Range {
    double low = 0;
    double high = 0;
};

using FigureValues = std::array<std::optional<Observed<double>>, figureCount>;

struct ProductStock {
    ProductId id{};
    std::string code{};
    std::string name{}; ///< Japanese name of the sale file; product names are not translated
    std::int64_t total = 0;
    std::int64_t held = 0;
    std::int64_t sold = 0;
    ProductState state = ProductState::OnSale;
    std::optional<Instant> sellsOutFrom{}; ///< forecast range from the last 10 min
    std::optional<Instant> sellsOutTo{};
    bool isMovementKnown = false; ///< watched long enough for the lack of a forecast to mean one
    std::int64_t kept = 0; ///< of held: given back after "sold out", for an announced offer
    std::optional<Instant> offerAt{}; ///< when so many of the kept units come back
    std::int64_t offerUnits = 0;
    std::optional<double> perMinute{}; ///< units that left `available` in a minute, over 60 s
    std::int64_t available() const { return total - held - sold; }
    /// The counters alone; what is held or sold twice only the audit sees.
    bool isSound() const
    {
        return available() >= 0 && held >= 0 && sold >= 0 && kept >= 0 && kept <= held;
    }
};

struct SlotPlaces {
    SlotId id{};
    Instant from{};
    Instant to{};
    std::int64_t total = 0;
    std::int64_t held = 0;
    std::int64_t sold = 0;
    bool isStopped = false; ///< by the audit
};

struct InstanceView {
    std::string name{};
    std::string incarnation{};
    std::string version{};
    std::optional<Instant> startedAt{};
    std::optional<Instant> lastTick{}; ///< or sign of life in Postgres, whichever is newer
    bool isReady = false;
    InstanceFigures figures{};
    std::optional<Instant> tickAt{}; ///< newest tick that was heard
};

/// What is active, returned or shelved, by first-out order; what is not in it comes last.
struct AlarmList {
    std::vector<AlarmRecord> records{};
    AlarmRings rings{}; ///< for floodOf() and the load of the last hours
};

/// An entry of the block list.
struct BlockEntry {
    std::string what{}; ///< an address or network, number:FROM-TO, or subject:HEX16
    std::string reason{};
    std::string actor{};
    std::optional<Instant> at{};
    std::optional<Instant> until{}; ///< empty: until it is taken off
};

/// One second of the charts: what each figure was. An empty value is a gap and stays one.
struct HistoryRow {
    Instant at{};
    std::array<std::optional<double>, figureCount> values{};
};
using History = std::vector<HistoryRow>; ///< oldest first, at most 15 min

enum class SnapshotSource { Live, Recorded, Scripted };

/// Everything the screen shows, frozen at one instant. Never edited after publishing.
struct SaleSnapshot {
    std::uint64_t sequence = 0; ///< grows with every snapshot of one source
    Instant madeAt{};
    SnapshotSource source = SnapshotSource::Live;
    ProfileKind profile = ProfileKind::Rehearsal;
    std::string sale{};
    std::string saleName{};
    std::string timeZone{"Asia/Tokyo"};
    std::string user{}; ///< who this console signed in as
    bool mayCommand = false; ///< the stores gave this user the rights of an operator
    Feed redis{};
    Feed postgres{};
    std::optional<Observed<LineState>> line{};
    bool lineFromPostgres = false; ///< read back from queue_mark because Redis is silent
    FigureValues figures{};
    std::optional<Observed<Range>> waitNewRange{}; ///< minutes, p10 to p90, beside Figure::WaitNew
    std::optional<double> providerLimitPerSecond{};
    std::optional<Observed<std::vector<ProductStock>>> products{};
    std::optional<Observed<std::vector<SlotPlaces>>> pickupSlots{}; ///< `slots` is a word of Qt
    std::optional<Observed<std::vector<MethodView>>> methods{}; ///< in the order of the catalogue
    std::optional<Observed<MethodsMeasured>> methodFigures{};
    std::optional<Observed<DeskRecord>> record{};
    std::optional<Observed<ProductDetail>> productDetail{}; ///< of the product last wished for
    BurnDown burnDown{};
    std::optional<Observed<std::vector<BlockEntry>>> blocks{}; ///< at most 1,000
    std::optional<Observed<SourceList>> sources{};
    std::optional<Observed<BlockReach>> blockReach{}; ///< of the rule last wished for
    std::vector<InstanceView> instances{};
    std::vector<TimelineEntry> timeline{}; ///< newest first, at most 200
    std::optional<Observed<AlarmList>> alarms{}; ///< empty: no store ever told
    std::optional<Observed<WalkMarks>> walks{}; ///< of the run; empty: no store ever told
    std::vector<SaleContact> contacts{}; ///< of the sale's file
    std::string alarmSettings{"{}"}; ///< the sale's own limits: alarmSettingsFromJson()
    std::shared_ptr<const History> history{};
};
using SnapshotPtr = std::shared_ptr<const SaleSnapshot>;

/// The state in which a figure must be painted `now`: its own age, and the failure of its feeds.
DataState stateOf(const SaleSnapshot& sale, Figure figure, Instant now);

} // namespace saikobi::contract
