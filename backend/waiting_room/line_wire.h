#pragma once

#include <string>
#include <vector>

#include "backend/stores/redis_executor.h"
#include "backend/waiting_room/line_store.h"

namespace saikobi::waiting_room {

// What goes to the functions of a line and what they answer, to and from our own values.

std::string text(std::int64_t value);
std::string paceInput(const contract::Sale& settings, const InstanceReport& report,
        const std::vector<contract::RelayedCommand>& relayed, const Copied& copied);
/// What saikobi_recover reads as `seen`.
std::string recoveryInput(const Recovery& recovery);
contract::Fault unreadable(const char* function);
contract::Result<Paced> toPaced(const stores::Reply& reply);
Joined toJoined(const stores::Reply& reply);
/// "place number member hand-overs subject", as resources/redis/30_claim.lua reads it.
std::string claimText(const ClaimAsked& asked);
/// Codes of resources/redis/42_moves.lua.
contract::Result<Moved> toMoved(const stores::Reply& reply);
contract::Result<GroupJoined> toGroupJoined(const stores::Reply& reply);
Claimed toClaimed(const stores::Reply& reply);
Blocked toBlocked(const stores::Reply& reply);
/// Translates the two answers that every function may give besides its own.
contract::Result<stores::Reply> judged(contract::Result<stores::Reply> reply);

} // namespace saikobi::waiting_room
