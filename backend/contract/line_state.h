#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/contract/words.h"

namespace saikobi::contract {

/// What staff tell the waiting people, in both languages.
struct StaffMessage {
    std::string ja{};
    std::string en{};
    std::optional<Instant> at{};
    std::string of{}; ///< `hold` when it came with one and goes with its release
};

/// Seconds until somebody who joins now is called.
struct ForetoldWait {
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
};

/// The line of one sale at one instant, as the pacing function reports it. It travels as JSON: the
/// answer of every `saikobi_pace`, the `line` of the sale-wide tick, and `queue_mark.state`.
struct LineState {
    Instant at{}; ///< Redis's clock
    Epoch epoch{};
    Run run{1};
    Revision revision{}; ///< grows with every command that changed something
    Phase phase = Phase::Before;
    std::vector<Cause> causes{};
    PassesPerMinute rate{};
    std::int64_t issued = 0; ///< highest number handed out
    std::int64_t serving = 0; ///< highest place called
    std::int64_t voided = 0; ///< numbers between serving and issued that nobody holds (lost store)
    std::int64_t passes = 0; ///< given since the run began
    std::int64_t live = 0; ///< passes now alive: shoppers
    std::int64_t door = 0;
    std::int64_t late = 0;
    std::int64_t admit = 0; ///< passes still to be given while held
    std::int64_t calledNotCome = 0; ///< called places of the last 5 min that did not come in time
    double absentShare = 0.1;
    std::int64_t drawn = -1; ///< numbers issued when the line opened (N of the draw); -1 before
    SaleOrder order = SaleOrder::Fifo; ///< as fixed for this run
    Pacing pacing = Pacing::Rate;
    std::optional<PassesPerMinute>
            rateCap{}; ///< what payments can finish, where the sale follows it
    bool isRunOver = false; ///< the next run is about to begin
    std::int64_t completed = 0; ///< sessions that ended with a paid order, and without one
    std::int64_t abandoned = 0;
    double actual = 0; ///< passes given in the last 60 s
    double front = 0; ///< places called in the last 60 s
    std::int64_t workBits = 0;
    std::int64_t blocksRevision = 0; ///< grows with every change of the block list
    std::optional<std::int64_t> present{}; ///< of the waiting; empty while not measured
    std::int64_t foretold = 0; ///< remembered wait forecasts that came to their outcome
    std::int64_t foretoldWithin = 0; ///< of these inside their p10 … p90
    std::optional<ForetoldWait> newcomerWait{}; ///< as buyers are told; empty while nobody can say
    std::string chain{}; ///< head of the public record, hex
    std::int64_t stoodSeconds = 0; ///< seconds during which the life of passes stood still
    std::optional<Instant> opensAt{};
    std::optional<Instant> closesAt{};
    std::optional<Instant> resumeAt{};
    std::optional<Instant> heldSince{};
    std::string heldBy{}; ///< actor of the hold in force; empty when held by the backend itself
    StaffMessage message{};
    std::string holder{}; ///< the operator who has command; empty: nobody
    std::string holderConsole{}; ///< on which of that person's consoles; empty: none told
    std::string offeredTo{}; ///< whom the holder has offered command
    std::optional<Instant> holderSince{};
    std::optional<Instant> soakEnds{}; ///< until then the last raise or release soaks

    /// People who joined and were not called yet.
    std::int64_t waiting() const { return issued > serving ? issued - serving - voided : 0; }
};

std::string toJson(const LineState& line);
Result<LineState> lineStateFromJson(std::string_view text);

} // namespace saikobi::contract
