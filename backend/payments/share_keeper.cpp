#include "backend/payments/share_keeper.h"

namespace saikobi::payments {

using namespace std::chrono_literals;

namespace {

constexpr auto lostAfter = 500ms; ///< one late answer is no loss
constexpr auto noticeTime = 2s; ///< the others read the table once a second
constexpr auto censusLife = 2500ms; ///< older, and we may have been asleep
constexpr auto silence = 1s;

} // namespace

void ShareKeeper::noteRedisAnswer(Instant now)
{
    if (isRedisLost(now))
        m_backAt = now;
    m_silentSince.reset();
}

void ShareKeeper::noteRedisSilence(Instant now)
{
    if (!m_silentSince)
        m_silentSince = now;
}

void ShareKeeper::noteCensus(const BudgetCensus& census, Instant askedAt, Instant now)
{
    m_census = census;
    m_heardAt = askedAt;
    if (!census.isSelfLocal)
        m_writtenAt.reset();
    else if (!m_writtenAt)
        m_writtenAt = now;
}

bool ShareKeeper::isRedisLost(Instant now) const
{
    return m_silentSince && now - *m_silentSince >= lostAfter;
}

bool ShareKeeper::wantsLocal(Instant now) const
{
    return isRedisLost(now);
}

ShareKeeper::Mode ShareKeeper::mode(Instant now) const
{
    if (!isRedisLost(now)) {
        const bool isSettling = m_backAt && now - *m_backAt < silence;
        return isSettling ? Mode::Silent : Mode::Shared;
    }
    const bool isKnown = m_heardAt && now - *m_heardAt < censusLife;
    const bool isNoticed = m_writtenAt && now - *m_writtenAt >= noticeTime;
    return isKnown && isNoticed ? Mode::Local : Mode::Silent;
}

} // namespace saikobi::payments
