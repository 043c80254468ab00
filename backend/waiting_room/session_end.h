#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"

namespace saikobi::waiting_room {

/// How a pass ended, as resources/redis/17_sessions.lua numbers it.
enum class SessionEnd : std::uint8_t { Left = 1, Expired = 2, Finished = 3 };

struct EndedSession {
    std::int64_t place = 0;
    std::int64_t member = 0;
    SessionEnd how = SessionEnd::Expired;
    bool hasOrdered = false; ///< an order was paid
    contract::Instant at{};
};

/// Sessions that ended and whose rows one instance is to write.
struct EndedSessions {
    std::string last{}; ///< says up to where they are written; empty: there are none
    std::vector<EndedSession> each{};
};

/// What this instance has copied into Postgres of what Redis decided.
struct Copied {
    bool wantsEnds = false; ///< it has room for ended sessions
    std::string endsDone{}; ///< the newest of them that has its row
    std::optional<std::int64_t> blocksRevision{}; ///< empty: nothing can be copied now
};

/// `pass.outcome`: with an order it is a completed session, however it ended.
const char* outcomeOf(SessionEnd how, bool hasOrdered);
/// "last place[:member] how ordered ms,…" as saikobi_pace answers it.
EndedSessions endedSessionsFromText(const std::string& text);

} // namespace saikobi::waiting_room
