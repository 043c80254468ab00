#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/model/store_news.h"
#include "app/sources/postgres_link.h"
#include "app/sources/profile.h"
#include "backend/contract/result.h"

namespace saikobi::sources {

using model::PostgresNews;

/// Reads what Postgres knows of a sale, all in one read-only transaction.
class PostgresReader {
public:
    static constexpr std::chrono::milliseconds deadline{2000};

    explicit PostgresReader(const Profile& profile);

    /// `ticksAfter`: also the ticks that are newer (at most 1500 of them), because Redis is silent.
    contract::Result<PostgresNews> poll(std::optional<contract::Instant> ticksAfter);

private:
    std::string m_sale;
    PostgresLink m_link;
    std::optional<std::chrono::steady_clock::time_point> m_lastAudit{};
    std::optional<contract::Instant> m_lastEntry{};
    bool m_areWalksRead = false;
    std::optional<std::string> m_runbook{}; ///< revision that was told; empty: the shop has none
};

} // namespace saikobi::sources
