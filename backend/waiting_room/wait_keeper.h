#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "backend/contract/line_state.h"
#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/presence.h"
#include "backend/waiting_room/presence_store.h"
#include "backend/waiting_room/wait_news.h"

namespace saikobi::waiting_room {

/// Gathers signs of life and keeps this instance's copy of the forecast new. Once a second it sends
/// what has gathered; whichever instance is then told that it is its turn looks at the line.
class WaitKeeper {
public:
    using Clock = std::chrono::steady_clock;

    explicit WaitKeeper(LineStore& line);

    /// After each pace.
    void tick(const contract::LineState& line, Clock::time_point now);
    /// This ticket's page is there. Cheap, sends nothing. `place`: empty while it is not known.
    void noteSeen(const Ticket& ticket, std::optional<std::int64_t> place,
            const contract::LineState& line, Clock::time_point now);

    /// Of another time or none at all: never null, then without curve.
    const WaitNewsPtr& news() const { return m_news; }

private:
    void take(const Seen& seen);
    void look(std::int64_t turn);
    void readSigns();
    void finishLook();

    PresenceStore m_store;
    SignQueue m_queue{};
    WaitNewsPtr m_news = std::make_shared<const WaitNews>();
    std::int64_t m_known = 0; ///< token of m_news
    contract::Epoch m_epoch{};
    Clock::time_point m_sendAt{};
    bool m_isSending = false;
    bool m_isLooking = false;
    std::int64_t m_turn = 0;
    Look m_look{};
    std::vector<HeardSign> m_signs{};
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
