#pragma once

#include <deque>
#include <unordered_map>

#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/mark_store.h"

namespace saikobi::waiting_room {

/// Passes on their way into table `pass`, in batches. A pass is valid without its row; the row lets
/// a Redis that lost everything know who is inside. While Postgres is away they wait here.
class PassRecords {
public:
    explicit PassRecords(MarkStore& store);

    /// What this instance noted before, the same place with the same end, is not written again.
    void add(const PassRow& row);
    /// Sends what has gathered; one statement under way at a time.
    void flush(contract::Run run);

private:
    bool isNews(const PassRow& row);

    MarkStore& m_store;
    std::deque<PassRow> m_waiting{};
    std::unordered_map<std::int64_t, contract::Instant> m_noted{}; ///< end by place
    std::deque<std::int64_t> m_notedOrder{}; ///< oldest first, to forget it
    bool m_isWriting = false;
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
