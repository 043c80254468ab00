#pragma once

#include <deque>

#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/mark_store.h"

namespace saikobi::waiting_room {

/// Passes on their way into table `pass`, in batches. A pass is valid without its row; the row lets
/// a Redis that lost everything know who is inside. While Postgres is away they wait here.
class PassRecords {
public:
    explicit PassRecords(MarkStore& store);

    void add(PassRow row);
    /// Sends what has gathered; one statement under way at a time.
    void flush(contract::Run run);

private:
    MarkStore& m_store;
    std::deque<PassRow> m_waiting{};
    bool m_isWriting = false;
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
