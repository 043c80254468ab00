#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/desk_views.h"
#include "backend/contract/planned_arrivals.h"
#include "backend/contract/snapshot.h"
#include "backend/contract/tick.h"
#include "backend/contract/timeline_entry.h"

namespace saikobi::model {

/// What one look at Redis brought.
struct RedisNews {
    contract::Instant at{}; ///< when, by our clock
    double roundTripMs = 0;
    std::chrono::microseconds skew{}; ///< our clock less Redis's
    bool mayAppend = false; ///< this user may write its own stream of commands
    std::vector<contract::Tick> ticks{}; ///< oldest first
    std::vector<contract::TimelineEntry> entries{};
    contract::AlarmList alarms{}; ///< all that this store knows
    std::optional<contract::SourceList> sources{}; ///< only every 2 s
    std::optional<contract::WalkMarks> walks{}; ///< only when there are others than before
};

/// What is counted only now and then, because it costs Postgres something.
struct AuditNews {
    std::int64_t rows = 0; ///< of all audit views together
    std::optional<std::chrono::seconds> purchaseTime{}; ///< median of the last 15 min
};

/// What this console measured of its own ways to the stores.
struct OwnNews {
    std::optional<double> pathMs{};
    std::optional<std::int64_t> unconfirmed{};
};

/// What one look at Postgres brought.
struct PostgresNews {
    contract::Instant at{};
    double roundTripMs = 0;
    std::string user{};
    bool isOperator = false;
    std::string saleName{};
    std::string timeZone{};
    std::string alarmSettings{"{}"};
    contract::ArrivalPlan arrivals{};
    bool saleExists = false;
    std::optional<double> callsPerSecond{};
    std::int64_t parallelCalls = 0;
    std::vector<contract::ProductStock> products{};
    std::vector<contract::SlotPlaces> slotPlaces{};
    std::vector<contract::MethodView> methods{};
    std::vector<contract::InstanceView> instances{};
    std::optional<contract::Observed<contract::LineState>> line{}; ///< from queue_mark
    std::vector<contract::BlockEntry> blocks{}; ///< from queue_mark
    std::int64_t unsettled = 0;
    std::optional<AuditNews> audit{}; ///< only every 10 s
    std::vector<contract::Tick> ticks{}; ///< only when asked for; oldest first
    std::vector<contract::TimelineEntry> entries{};
    contract::AlarmList alarms{}; ///< all that this store knows
    contract::WalkMarks walks{}; ///< at first all of the run, then what was written since
    std::vector<contract::SaleContact> contacts{};
    /// The shop's own compiled cards, when they are others than before; empty: it has none.
    std::optional<std::string> runbook{};
};

/// What one look at the costly rows brought.
struct DeskNews {
    contract::Instant at{};
    std::optional<contract::DeskRecord> record{};
    std::optional<contract::ProductDetail> detail{};
    std::optional<contract::BlockReach> reach{};
};

} // namespace saikobi::model
