#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace saikobi::payments {

/// Who is there and who sends by itself, as table `instance` says.
struct BudgetCensus {
    std::int64_t instances = 1; ///< this one included
    std::int64_t local = 0; ///< of these: without Redis, on their own share
    bool isSelfLocal = false;
};

/// When an instance that cannot ask Redis may send on its own share (CHECKOUT.md §3.2): Redis has
/// been silent, Postgres has it in writing, and two seconds have passed in which the others took
/// that share off what Redis grants them. Back again: a second of silence. Without both stores:
/// nothing. A rule; the instant is passed in.
class ShareKeeper {
public:
    using Instant = std::chrono::steady_clock::time_point;
    enum class Mode { Shared, Silent, Local };

    void noteRedisAnswer(Instant now);
    void noteRedisSilence(Instant now);
    /// `askedAt`: what Postgres says is not older than that.
    void noteCensus(const BudgetCensus& census, Instant askedAt, Instant now);

    /// What table `instance` ought to say about us.
    bool wantsLocal(Instant now) const;
    Mode mode(Instant now) const;
    const BudgetCensus& census() const { return m_census; }

private:
    bool isRedisLost(Instant now) const;

    BudgetCensus m_census{};
    std::optional<Instant> m_silentSince{};
    std::optional<Instant> m_writtenAt{}; ///< since when Postgres has us as local
    std::optional<Instant> m_heardAt{}; ///< the newest census
    std::optional<Instant> m_backAt{}; ///< Redis answered again after a loss
};

} // namespace saikobi::payments
