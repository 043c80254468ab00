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
contract::Problem toProblem(const contract::Fault& fault);

/// Not called yet; when to ask again.
ClaimAnswer notYet(const std::optional<WaitRange>& wait);
/// A claim that gave no pass.
std::variant<ClaimAnswer, contract::Problem> withoutPass(const Claimed::One& claimed);
std::variant<contract::Nothing, contract::Problem> toAnswer(OrderGate gate);

} // namespace saikobi::waiting_room
