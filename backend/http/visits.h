#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "backend/contract/problem.h"
#include "backend/http/call.h"
#include "backend/http/guard.h"
#include "backend/waiting_room/line.h"
#include "backend/waiting_room/pass.h"

namespace saikobi::http {

// What the guard of this instance says to a call, in the words of the buyers' surface.

/// Asked of an address that has taken many places lately: half a second of a telephone.
inline constexpr std::int64_t workAboveLimit = 16;

/// What a visitor without a place says to get one.
struct JoinRequest {
    std::string visitor{};
    std::string salt{}; ///< the three of a solved puzzle; empty: none
    std::string nonce{};
};

/// Why this visitor must work or wait before joining: WorkNeeded (with salt, bits) or Limited.
/// Empty: may join now, and has been counted.
std::optional<contract::Problem> joinRefusal(
        const Call& call, const waiting_room::Line& line, const JoinRequest& asked);
/// Who was counted got no new place after all.
void takeBackJoin(const Call& call);

/// After a ticket or pass that is none: above the limit the connection ends with this answer.
void countForgery(const Call& call, Response& draft);

/// Limited when this ticket has claimed too often this second.
std::optional<contract::Problem> claimRefusal(const Call& call, const waiting_room::Ticket& ticket);

/// A place was given that was none before.
void noteJoin(const Call& call);
/// A request was refused that another one might have got.
void noteRefusal(const Call& call);
/// Somebody with a pass was here.
void noteShopper(const Call& call, const waiting_room::PassClaims& pass);

/// Somebody in line has asked after their place and was told when to ask again.
void noteVisit(const Call& call, waiting_room::Line& line, const waiting_room::Ticket& ticket,
        Guard::Visit visit, std::chrono::milliseconds told);

} // namespace saikobi::http
