#include "backend/payments/retry_budget.h"

#include <algorithm>

namespace saikobi::payments {

using namespace std::chrono_literals;

namespace {

constexpr int rowLimit = 3;
constexpr auto rowPause = 10s; ///< then the same key may try again
constexpr double tokensPerCall = 0.1;
constexpr double tokensPerSecond = 1; ///< so that a quiet sale repeats too
constexpr double tokensPerAnswer = 2; ///< to a repeat, in place of the one it took
constexpr double tokensMost = 10;
constexpr double tokensMostEarned = 100; ///< by answers: so many repeats may be under way
constexpr std::size_t keyLimit = 8192;
constexpr double leastCalls = 20; ///< a handful says nothing about a provider

std::int64_t secondOf(RetryBudget::Instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

} // namespace

RetryBudget::Second& RetryBudget::bucket(Instant now)
{
    const auto second = secondOf(now);
    auto& found = m_seconds.at(static_cast<std::size_t>(second) % m_seconds.size());
    if (found.second != second)
        found = {second, 0, 0};
    return found;
}

void RetryBudget::gain(double tokens, double most)
{
    m_tokens = std::max(m_tokens, std::min(most, m_tokens + tokens));
}

void RetryBudget::gainByTime(Instant now)
{
    const auto passed = std::chrono::duration<double>(now - m_tokensAt).count();
    gain(tokensPerSecond * std::max(0.0, passed), tokensMost);
    m_tokensAt = now;
}

bool RetryBudget::admits(const std::string& key, bool isFinishing, Instant now)
{
    const auto known = m_keys.find(key);
    if (key.empty() || known == m_keys.end())
        return true;
    gainByTime(now);
    const bool mayRepeat = known->second.inARow < rowLimit || now - known->second.last >= rowPause;
    return mayRepeat && (isFinishing || m_tokens >= 1);
}

void RetryBudget::noteSent(const std::string& key, Instant now)
{
    bucket(now).sent += 1;
    if (key.empty())
        return;
    forgetOld(now);
    auto& known = m_keys[key];
    known.isRepeated = known.inARow > 0;
    if (known.isRepeated)
        m_tokens = std::max(0.0, m_tokens - 1);
    else
        gain(tokensPerCall, tokensMost);
    known.inARow = known.inARow >= rowLimit ? 1 : known.inARow + 1;
    known.last = now;
}

void RetryBudget::noteAccepted(const std::string& key, Instant now)
{
    bucket(now).accepted += 1;
    if (const auto known = m_keys.extract(key); known && known.mapped().isRepeated)
        gain(tokensPerAnswer, tokensMostEarned);
}

/// Keys of orders that another instance went on with, or that came to their end by a query.
void RetryBudget::forgetOld(Instant now)
{
    if (m_keys.size() < keyLimit)
        return;
    std::erase_if(m_keys, [now](const auto& entry) { return now - entry.second.last > rowPause; });
    if (m_keys.size() >= keyLimit)
        m_keys.clear(); // more orders than an instance may have under way
}

double RetryBudget::refusalShare(std::size_t underWay, Instant now) const
{
    const auto oldest = secondOf(now) - static_cast<std::int64_t>(m_seconds.size());
    double sent = 0;
    double accepted = 0;
    for (const auto& second : m_seconds) {
        sent += second.second > oldest ? second.sent : 0;
        accepted += second.second > oldest ? second.accepted : 0;
    }
    sent -= static_cast<double>(underWay);
    if (sent < leastCalls)
        return 0;
    return std::max(0.0, (sent - 2 * accepted) / (sent + 1));
}

} // namespace saikobi::payments
