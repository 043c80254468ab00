#pragma once

#include <map>
#include <string>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/contract/words.h"

namespace saikobi::contract {

/// An operator's intent. It becomes a fact only when it is read back. The actor is not in it: the
/// stores know who wrote it (name of the Redis stream, `session_user` of the row).
///
/// Parameters by kind: rate {rate, override?}, where override=1 with a reason passes over the step
/// and the soak of a raise; take {console, force?}, accept and renew {console}, offer {to}; any
/// kind {second?, read_only?} for the record: who else agreed, and that a READ-ONLY desk held;
/// hold, maintenance {message_ja, message_en, resume_at?}; release {rate?}; admit {n}; message
/// {message_ja, message_en, resume_at?}; opening {opens_at}; call {n}; restore_place {number,
/// code_sha256} (the console makes the code of the one-time link, only its hash travels); block
/// {what, until?} and unblock {what}, where `what` is an address or CIDR, `number:FROM-TO` or
/// `subject:HEX16`; work_bits {bits}; stop_product, start_product {product}; disable_method,
/// enable_method {method}; alarm_acknowledge, alarm_confirm {alarm, occurrence}; alarm_shelve
/// {alarm, until, until_clear?} with a reason; alarm_unshelve {alarm}; alarm_test {alarm,
/// priority}; walk as parametersOf() a mark gives; offer_kept {product, n, at}; provider_limit
/// {provider, calls_per_second, calls_per_second_endpoint, parallel, was_calls_per_second?}, where
/// `was…` is what the operator saw: another limit in force is a lost race; end_idle {pid, since},
/// the process and the beginning of its transaction as the operator saw them; the others none.
/// Times are Unix milliseconds.
struct Command {
    std::string id{}; ///< UUID; the same on a retry and on both paths, so that it counts once
    std::string sale{};
    CommandKind kind = CommandKind::Probe;
    std::map<std::string, std::string> parameters{};
    std::string reason{};
    Revision basedOn{};
    Instant madeAt{};
};

/// A row of table `command` on its way into the pacing function, with who wrote it.
struct RelayedCommand {
    Command command{};
    std::string actor{};
    Instant writtenAt{};
};

/// What the pacing function decided, the first time it saw the command.
struct CommandDecision {
    std::string id{};
    CommandState state = CommandState::Refused;
    std::string result{}; ///< JSON: id, result, path, ms and why, winner, old, new where they apply
    Instant at{};
};

/// A command is void 10 s after it was made; hold, maintenance, stop_product and disable_method are
/// not, they only give way to a newer release or start.
inline constexpr std::chrono::seconds commandLife{10};

/// Field names of an entry in the stream {sale:ID}:commands:NAME.
namespace command_field {
inline constexpr std::string_view id = "id";
inline constexpr std::string_view kind = "kind";
inline constexpr std::string_view parameters = "parameters"; ///< JSON object of strings
inline constexpr std::string_view reason = "reason";
inline constexpr std::string_view basedOn = "revision";
inline constexpr std::string_view madeAt = "made_at"; ///< Unix milliseconds
} // namespace command_field

std::string parametersToJson(const std::map<std::string, std::string>& parameters);

} // namespace saikobi::contract
