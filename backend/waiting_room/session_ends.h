#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>

#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/line_store.h"
#include "backend/waiting_room/mark_store.h"

namespace saikobi::waiting_room {

/// Carries what becomes of sessions between the stores: paid orders to Redis, which decides what
/// they mean, and ended sessions from there into table `pass`. Both are repeated until answered.
class SessionEnds {
public:
    SessionEnds(LineStore& line, MarkStore& marks);

    /// `pass` by place, or place:member. When too many wait, the oldest is forgotten: it then
    /// counts as abandoned, the order itself is untouched.
    void notePaid(const std::string& pass);
    /// Sends what has gathered; called with each pace.
    void send(contract::Epoch epoch);

    /// What the next pace may bring along.
    void putWishes(Copied& copied) const;
    void take(const EndedSessions& ends, contract::Run run);

private:
    LineStore& m_line;
    MarkStore& m_marks;
    std::deque<std::string> m_paid{};
    bool m_isTelling = false;
    bool m_isWriting = false;
    std::string m_done{};
    std::chrono::steady_clock::time_point m_nextWrite{};
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
