#include "backend/waiting_room/pass_records.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace saikobi::waiting_room {

namespace {

constexpr std::size_t mostRows = 1000;
/// A sale at 1000 passes a minute with Postgres away for more than an hour.
constexpr std::size_t waitingLimit = 100'000;

} // namespace

PassRecords::PassRecords(MarkStore& store)
    : m_store(store)
{
}

void PassRecords::add(PassRow row)
{
    if (m_waiting.size() >= waitingLimit) {
        m_waiting.pop_front();
        spdlog::warn(
                "saikobi.waiting_room: too many passes wait for Postgres, the oldest is dropped");
    }
    m_waiting.push_back(row);
}

void PassRecords::flush(contract::Run run)
{
    if (m_isWriting || m_waiting.empty())
        return;
    m_isWriting = true;
    const auto count = static_cast<std::ptrdiff_t>(std::min(m_waiting.size(), mostRows));
    const auto end = m_waiting.begin() + count;
    std::vector<PassRow> rows(m_waiting.begin(), end);
    m_waiting.erase(m_waiting.begin(), end);
    m_store.writePasses(run, rows, m_life.guard([this, rows](const contract::Outcome& written) {
        m_isWriting = false;
        // Repeating is harmless, so the unknown outcome is simply sent again.
        if (!written)
            m_waiting.insert(m_waiting.begin(), rows.begin(), rows.end());
    }));
}

} // namespace saikobi::waiting_room
