#pragma once

#include <deque>
#include <map>
#include <tuple>

#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/mark_store.h"

namespace saikobi::waiting_room {

/// Passes on their way into table `pass`, in batches. A pass is valid without its row; the row lets
/// a Redis that lost everything know who is inside. While Postgres is away they wait here.
class PassRecords {
public:
    explicit PassRecords(MarkStore& store);

    /// What this instance noted before, the same pass with the same end, is not written again.
    void add(const PassRow& row);
    /// Sends what has gathered; one statement under way at a time.
    void flush();
    bool isEmpty() const { return m_waiting.empty() && !m_isWriting; }

private:
    using Name = std::tuple<std::int32_t, std::int64_t, std::int64_t>; ///< run, place, member

    bool isNews(const PassRow& row);
    static Name nameOf(const PassRow& row) { return {row.run.value, row.place, row.member}; }

    MarkStore& m_store;
    std::deque<PassRow> m_waiting{};
    std::map<Name, contract::Instant> m_noted{}; ///< end by pass
    std::deque<Name> m_notedOrder{}; ///< oldest first, to forget it
    bool m_isWriting = false;
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
