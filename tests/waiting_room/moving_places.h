#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <variant>

#include "tests/waiting_room/line_rig.h"

// Steps of the tests about places that move, are shared or are bound to a person.
namespace saikobi::tests {

using contract::Problem;
using contract::ProblemType;
using waiting_room::Answer;
using waiting_room::ClaimAnswer;
using waiting_room::JoinAnswer;
using waiting_room::PlaceMoves;
using waiting_room::Ticket;
using waiting_room::Visitor;
using namespace std::chrono_literals;
using Joining = std::variant<JoinAnswer, Problem>;
using Claiming = std::variant<ClaimAnswer, Problem>;

template<class T>
inline std::string memberOf(const std::variant<T, Problem>& answer, const char* member)
{
    const auto* problem = std::get_if<Problem>(&answer);
    if (!problem)
        return "no problem";
    const auto found = problem->members.find(member);
    return found == problem->members.end() ? std::string{contract::name(problem->type)}
                                           : found->second;
}

inline Ticket read(LineRig& rig, const std::string& ticket)
{
    return std::get<Ticket>(rig.line().readTicket(ticket));
}

inline std::string codeOf(const std::variant<PlaceMoves::Code, Problem>& made)
{
    return std::get<PlaceMoves::Code>(made).text;
}

inline std::string handOverCode(LineRig& rig, const std::string& ticket)
{
    return codeOf(rig.line().moves().handOver(read(rig, ticket)));
}

inline Joining takeCode(LineRig& rig, const std::string& code, const std::string& visitor)
{
    return rig.take([&](PlaceMoves& moves, Answer<JoinAnswer> done) {
        moves.takeByCode(code, Visitor{visitor, 0}, std::move(done));
    });
}

inline Joining takeSlip(LineRig& rig, const std::string& slip, const std::string& visitor)
{
    const auto holder = rig.line().moves().readSlip(slip);
    if (!holder)
        return Problem{ProblemType::BadTicket};
    return rig.take([&](PlaceMoves& moves, Answer<JoinAnswer> done) {
        moves.takeBySlip(*holder, Visitor{visitor, 0}, std::move(done));
    });
}

inline Joining restore(LineRig& rig, const std::string& code, const std::string& visitor)
{
    return rig.take([&](PlaceMoves& moves, Answer<JoinAnswer> done) {
        moves.restore(code, Visitor{visitor, 0}, std::move(done));
    });
}

inline Joining joinGroup(LineRig& rig, const std::string& code, const std::string& visitor)
{
    return rig.take([&](PlaceMoves& moves, Answer<JoinAnswer> done) {
        moves.joinGroup(code, Visitor{visitor, 0}, std::move(done));
    });
}

inline std::string ticketOf(const Joining& joined)
{
    return std::get<JoinAnswer>(joined).ticket;
}

/// Claims until there is a pass, or a problem.
inline Claiming enter(LineRig& rig, const std::string& ticket)
{
    Claiming last = Problem{ProblemType::Unavailable};
    rig.comesTrue([&] {
        last = rig.claim(ticket);
        const auto* answer = std::get_if<ClaimAnswer>(&last);
        return !answer || answer->pass.has_value();
    });
    return last;
}

inline std::string passOf(const Claiming& claimed)
{
    const auto* answer = std::get_if<ClaimAnswer>(&claimed);
    return answer && answer->pass ? answer->pass->token : std::string{};
}

inline void opensLater(contract::Sale& sale)
{
    sale.opensAt = contract::Instant::clock::now() + 1h;
}

} // namespace saikobi::tests
