#pragma once

#include <optional>
#include <utility>

#include "backend/contract/line_state.h"
#include "backend/waiting_room/block_list.h"
#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/line_store.h"

namespace saikobi::waiting_room {

/// Keeps this instance's copy of the block list as new as the last pace: it is read again whenever
/// its revision has changed, so that a block acts everywhere 100 ms and a round trip after it was
/// decided. With Redis away the last known list stays, and its ends still come.
class BlockWatch {
public:
    explicit BlockWatch(LineStore& store);

    /// After each pace.
    void follow(const contract::LineState& line);
    /// With each beat, whether Redis answers or not.
    void keep(contract::Instant now) { m_list.keep(now); }

    const BlockList& list() const { return m_list; }
    /// False until the list that the first pace spoke of has been read.
    bool isKnown() const { return m_known.has_value(); }

private:
    using Version = std::pair<contract::Epoch, std::int64_t>;
    void take(contract::Epoch epoch, Blocked blocked);

    LineStore& m_store;
    BlockList m_list{};
    std::optional<Version> m_known{};
    contract::Instant m_now{};
    contract::Instant m_askAgain = contract::Instant::max();
    bool m_isReading = false;
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
