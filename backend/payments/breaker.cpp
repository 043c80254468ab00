#include "backend/payments/breaker.h"

#include <algorithm>

namespace saikobi::payments {

using namespace std::chrono_literals;

namespace {

constexpr int leastFailures = 5; ///< fewer are an accident
constexpr auto openTime = 5s;
constexpr auto probeEvery = 1s;
constexpr int goodProbes = 3;

std::int64_t secondOf(Breaker::Instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

} // namespace

Breaker::Second& Breaker::bucket(Instant now)
{
    const auto second = secondOf(now);
    auto& found = m_seconds.at(static_cast<std::size_t>(second) % m_seconds.size());
    if (found.second != second)
        found = {second, 0, 0};
    return found;
}

/// Half of what was heard within ten seconds.
bool Breaker::isFailing(Instant now) const
{
    const auto oldest = secondOf(now) - static_cast<std::int64_t>(m_seconds.size());
    int answered = 0;
    int failed = 0;
    for (const auto& second : m_seconds) {
        answered += second.second > oldest ? second.answered : 0;
        failed += second.second > oldest ? second.failed : 0;
    }
    return failed >= leastFailures && failed >= answered;
}

void Breaker::open(Instant now)
{
    if (!m_openSince)
        m_openSince = now;
    m_openUntil = now + openTime;
    m_goodProbes = 0;
}

void Breaker::succeed(Instant now)
{
    ++bucket(now).answered;
    if (!m_openSince)
        return;
    m_openUntil = std::min(m_openUntil, now); // it answers: others may try too
    if (++m_goodProbes < goodProbes)
        return;
    m_openSince.reset();
    m_seconds = {};
}

void Breaker::fail(Instant now)
{
    ++bucket(now).failed;
    if (m_openSince || isFailing(now))
        open(now);
}

void Breaker::shut(Instant now)
{
    open(now);
}

Breaker::State Breaker::state(Instant now) const
{
    if (!m_openSince)
        return State::Closed;
    return now < m_openUntil ? State::Open : State::HalfOpen;
}

bool Breaker::probe(std::optional<Instant>& last, Instant now)
{
    if (last && now - *last < probeEvery)
        return false;
    last = now;
    return true;
}

bool Breaker::admitsOrder(Instant now)
{
    switch (state(now)) {
    case State::Closed:
        return true;
    case State::HalfOpen:
        return probe(m_lastOrder, now);
    case State::Open:
        return false;
    }
    return false;
}

bool Breaker::admitsFinishing(Instant now)
{
    return state(now) == State::Closed || probe(m_lastFinishing, now);
}

Breaker::Instant Breaker::until(Instant now) const
{
    if (!m_openSince)
        return now;
    const auto next = m_lastOrder ? std::max(m_openUntil, *m_lastOrder + probeEvery) : m_openUntil;
    return std::max(now, next);
}

std::chrono::steady_clock::duration Breaker::openFor(Instant now) const
{
    return m_openSince ? now - *m_openSince : std::chrono::steady_clock::duration{};
}

} // namespace saikobi::payments
