#include "backend/waiting_room/pass_records.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace saikobi::waiting_room {

namespace {

constexpr std::size_t mostRows = 1000;
/// A sale at 1000 passes a minute with Postgres away for more than an hour.
constexpr std::size_t waitingLimit = 100'000;
/// A forgotten one is written once more, which is harmless.
constexpr std::size_t notedLimit = 20'000;

} // namespace

PassRecords::PassRecords(MarkStore& store)
    : m_store(store)
{
}

void PassRecords::add(const PassRow& row)
{
    if (!row.endedAt && !isNews(row))
        return;
    if (m_waiting.size() >= waitingLimit) {
        m_noted.erase(nameOf(m_waiting.front()));
        m_waiting.pop_front();
        spdlog::warn(
                "saikobi.waiting_room: too many passes wait for Postgres, the oldest is dropped");
    }
    m_waiting.push_back(row);
}

bool PassRecords::isNews(const PassRow& row)
{
    // A pass counts in seconds.
    const auto end = std::chrono::floor<std::chrono::seconds>(row.expiresAt);
    const auto [noted, isFirst] = m_noted.try_emplace(nameOf(row), end);
    if (!isFirst) {
        const bool isLater = end > noted->second;
        noted->second = std::max<contract::Instant>(noted->second, end);
        return isLater;
    }
    m_notedOrder.push_back(nameOf(row));
    if (m_notedOrder.size() > notedLimit) {
        m_noted.erase(m_notedOrder.front());
        m_notedOrder.pop_front();
    }
    return true;
}

void PassRecords::flush()
{
    if (m_isWriting || m_waiting.empty())
        return;
    m_isWriting = true;
    const auto count = static_cast<std::ptrdiff_t>(std::min(m_waiting.size(), mostRows));
    const auto end = m_waiting.begin() + count;
    std::vector<PassRow> rows(m_waiting.begin(), end);
    m_waiting.erase(m_waiting.begin(), end);
    m_store.writePasses(rows, m_life.guard([this, rows](const contract::Outcome& written) {
        m_isWriting = false;
        // Repeating is harmless, so the unknown outcome is simply sent again.
        if (!written)
            m_waiting.insert(m_waiting.begin(), rows.begin(), rows.end());
    }));
}

} // namespace saikobi::waiting_room
