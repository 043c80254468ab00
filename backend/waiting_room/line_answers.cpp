#include "backend/waiting_room/line_answers.h"

#include <algorithm>

namespace saikobi::waiting_room {

using namespace std::chrono_literals;
using contract::Problem;
using contract::ProblemType;
using State = ClaimAnswer::State;

Problem interrupted()
{
    return {ProblemType::Unavailable, {}, 3000ms, {}};
}

Problem fullForNow()
{
    return {ProblemType::FullForNow, {}, 5000ms, {}};
}

Problem toProblem(const contract::Fault& fault)
{
    // After an unknown outcome the same visitor asks again and finds the same number.
    return fault.code == contract::FaultCode::Busy ? fullForNow() : interrupted();
}

ClaimAnswer notYet(const std::optional<WaitRange>& wait)
{
    // As pages poll: a tenth of the wait, within 1 to 30 s.
    const auto soonest = wait ? std::chrono::milliseconds{wait->p10} / 10 : 5000ms;
    return {State::Waiting, {}, 0, std::clamp<std::chrono::milliseconds>(soonest, 1000ms, 30000ms)};
}

std::variant<ClaimAnswer, Problem> withoutPass(const Claimed::One& claimed)
{
    switch (claimed.kind) {
    case Claimed::Kind::AtDoor:
        return ClaimAnswer{State::AtDoor, {}, claimed.ahead, claimed.retryAfter};
    case Claimed::Kind::Held:
        return ClaimAnswer{State::Held, {}, 0, 2000ms};
    case Claimed::Kind::Closed:
        return Problem{ProblemType::Closed};
    case Claimed::Kind::GoneUsed:
        return Problem{ProblemType::Gone, {}, {}, {{"reason", "used"}}};
    case Claimed::Kind::GoneLate:
        return Problem{ProblemType::Gone, {}, {}, {{"reason", "late"}}};
    case Claimed::Kind::Waiting:
    case Claimed::Kind::Granted:
    case Claimed::Kind::Same:
        break;
    }
    return notYet(std::nullopt);
}

std::variant<contract::Nothing, Problem> toAnswer(OrderGate gate)
{
    switch (gate) {
    case OrderGate::NoPass:
        return Problem{ProblemType::BadPass, "ended", {}, {}};
    case OrderGate::Closed:
        return Problem{ProblemType::Closed};
    case OrderGate::Paused:
        return Problem{ProblemType::OrdersPaused, {}, 5000ms, {}};
    case OrderGate::Open:
        break;
    }
    return contract::Nothing{};
}

} // namespace saikobi::waiting_room
