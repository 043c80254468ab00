#pragma once

#include <optional>
#include <variant>

#include "backend/contract/problem.h"
#include "backend/contract/result.h"
#include "backend/waiting_room/line.h"
#include "backend/waiting_room/line_store.h"
#include "backend/waiting_room/wait_estimate.h"

namespace saikobi::waiting_room {

// What buyers are told, from what the stores said. Never that a place is lost.

contract::Problem interrupted();
contract::Problem fullForNow();
/// 410: what this ticket or code was good for is over: used, left, expired, late, old-run, moved,
/// code-expired, called.
contract::Problem gone(const char* reason);
/// 409: one may have no more of it: subject, hand-overs, group.
contract::Problem limitReached(const char* limit);
contract::Problem toProblem(const contract::Fault& fault);

/// 400: where `identity` is `subject`, nobody joins without one.
contract::Problem subjectMissing();
/// Why somebody may not come into a group; nothing when they may.
std::optional<contract::Problem> groupProblem(GroupJoined::Kind kind);
/// Not called yet; when to ask again.
ClaimAnswer notYet(const std::optional<WaitRange>& wait);
/// A claim that gave no pass.
std::variant<ClaimAnswer, contract::Problem> withoutPass(const Claimed::One& claimed);
std::variant<contract::Nothing, contract::Problem> toAnswer(OrderGate gate);

} // namespace saikobi::waiting_room
