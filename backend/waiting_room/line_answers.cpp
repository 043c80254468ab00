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

Problem gone(const char* reason)
{
    return {ProblemType::Gone, {}, {}, {{"reason", reason}}};
}

Problem limitReached(const char* limit)
{
    return {ProblemType::LimitReached, {}, {}, {{"limit", limit}}};
}

Problem toProblem(const contract::Fault& fault)
{
    // After an unknown outcome the same visitor asks again and finds the same number.
    return fault.code == contract::FaultCode::Busy ? fullForNow() : interrupted();
}

Problem subjectMissing()
{
    return {ProblemType::BadRequest, "subject is missing", {}, {{"field", "subject"}}};
}

std::optional<Problem> groupProblem(GroupJoined::Kind kind)
{
    switch (kind) {
    case GroupJoined::Kind::Now:
    case GroupJoined::Kind::Before:
        break;
    case GroupJoined::Kind::Full:
        return limitReached("group");
    case GroupJoined::Kind::Called:
        return gone("called");
    case GroupJoined::Kind::Interrupted:
        // Who shares the place may have been lost with the store, and two must not be the same one.
        return gone("interrupted");
    case GroupJoined::Kind::NotYet:
        return interrupted();
    }
    return std::nullopt;
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
        return gone("used");
    case Claimed::Kind::GoneLate:
        return gone("late");
    case Claimed::Kind::GoneLeft:
        return gone("left");
    case Claimed::Kind::GoneExpired:
        return gone("expired");
    case Claimed::Kind::MovedOn:
        return gone("moved");
    case Claimed::Kind::SubjectIn:
        return limitReached("subject");
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
    case OrderGate::LastPieces:
        return Problem{
                ProblemType::LastPieces, "orders on their way want all that is left", 2000ms, {}};
    case OrderGate::Full:
        return Problem{ProblemType::PaymentsBusy, "too many orders on their way", 2000ms, {}};
    case OrderGate::Open:
        break;
    }
    return contract::Nothing{};
}

} // namespace saikobi::waiting_room
