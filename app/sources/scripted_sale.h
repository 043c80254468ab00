#pragma once

#include <chrono>
#include <string>

#include "backend/contract/snapshot.h"

namespace saikobi::sources {

/// What goes wrong in a scripted sale.
enum class ScriptedFault {
    None,
    RedisLost, ///< refused connections: figures of the line are lost
    PostgresLost, ///< stock, slots and audits are lost
    BothLost,
    Silent, ///< no error, but nothing new comes either: LATE, STALE, then LOST by age alone
    Held, ///< staff hold the line
    PaymentsFail, ///< the provider refuses for rate; success falls
    AlarmCascade, ///< forty alarms within two minutes; the figures stay as they are
    StockDiffers ///< the audit finds units that do not add up, and stops their product
};

/// A sale that never happened, second by second the same at every run.
struct Script {
    contract::Instant startAt{}; ///< time on the screen at second 0; the sale is then 12:31 old
    ScriptedFault fault = ScriptedFault::None;
    std::chrono::seconds faultAt{0}; ///< when it begins
    /// DEMO by default. Page tests say Live and mayCommand to see the controls at work.
    contract::SnapshotSource shownAs = contract::SnapshotSource::Scripted;
    contract::ProfileKind profile = contract::ProfileKind::Rehearsal;
    std::string user{"viewer-1"};
    bool mayCommand = false;
};

/// The snapshot of second `elapsed` (≥ 0): moving figures, 15 min of history, products, slots,
/// timeline. Its sequence is elapsed + 1.
contract::SaleSnapshot scriptedSnapshot(
        const Script& script, std::chrono::seconds elapsed, const contract::DeskWish& wish = {});

} // namespace saikobi::sources
