#include "backend/rehearsal/provider/simulator_limits.h"

#include <algorithm>

namespace saikobi::rehearsal {

namespace {

constexpr std::int64_t hourUs = 3'600'000'000;

std::int64_t windowUs(const RateLimit& limit)
{
    return static_cast<std::int64_t>(limit.windowMs * 1000);
}

} // namespace

void SlidingSecond::forget(std::int64_t nowUs)
{
    while (!m_times.empty() && m_times.front() <= nowUs - 1'000'000)
        m_times.pop_front();
}

void SlidingSecond::add(std::int64_t nowUs)
{
    forget(nowUs);
    m_times.push_back(nowUs);
    m_fullest = std::max(m_fullest, m_times.size());
}

/// Lets time pass. Another kind of limit begins anew; another figure keeps what was taken.
void RateGate::turn(std::int64_t nowUs, const RateLimit& limit)
{
    if (limit.kind != m_limit.kind) {
        m_taken.clear();
        m_window = -1;
        m_count = limit.kind == RateLimit::Kind::Bucket ? limit.calls : 0;
        m_filledUs = nowUs;
    }
    m_limit = limit;
    switch (limit.kind) {
    case RateLimit::Kind::Sliding:
        while (!m_taken.empty() && m_taken.front() <= nowUs - windowUs(limit))
            m_taken.pop_front();
        break;
    case RateLimit::Kind::Fixed:
        if (const auto window = nowUs / windowUs(limit); window != m_window) {
            m_window = window;
            m_count = 0;
        }
        break;
    case RateLimit::Kind::Bucket:
        m_count += static_cast<double>(nowUs - m_filledUs) * limit.rate / 1e6;
        m_count = std::min(m_count, limit.calls);
        m_filledUs = nowUs;
        break;
    }
}

bool RateGate::hasRoom(std::int64_t nowUs, const RateLimit& limit)
{
    if (limit.calls <= 0)
        return true;
    turn(nowUs, limit);
    if (limit.kind == RateLimit::Kind::Bucket)
        return m_count >= 1;
    const auto taken
            = limit.kind == RateLimit::Kind::Fixed ? m_count : static_cast<double>(m_taken.size());
    return taken + 1 <= limit.calls;
}

void RateGate::take(std::int64_t nowUs, const RateLimit& limit)
{
    if (limit.calls <= 0)
        return;
    if (limit.kind == RateLimit::Kind::Sliding)
        m_taken.push_back(nowUs);
    else
        m_count += limit.kind == RateLimit::Kind::Fixed ? 1 : -1;
}

std::string CallLimits::judge(std::int64_t nowUs, Lane& all, Lane& own, const RateLimit& each,
        const SimulatorSettings& agreed)
{
    const auto isFull = [](const Lane& lane, double most) {
        return most > 0 && static_cast<double>(lane.running) + 1 > most;
    };
    if (!all.gate.hasRoom(nowUs, agreed.callsPerSecond))
        return "global-rate";
    if (!own.gate.hasRoom(nowUs, each))
        return "endpoint-rate";
    if (isFull(all, agreed.parallel))
        return "global-concurrency";
    return isFull(own, agreed.parallelEndpoint) ? "endpoint-concurrency" : "";
}

std::string CallLimits::admit(
        std::int64_t nowUs, const std::string& endpoint, const SimulatorSettings& agreed)
{
    auto& all = m_lanes[""];
    auto& own = m_lanes[endpoint];
    all.arrived.add(nowUs);
    own.arrived.add(nowUs);
    const auto special = agreed.endpoints.find(endpoint);
    const auto& each
            = special == agreed.endpoints.end() ? agreed.callsPerSecondEndpoint : special->second;
    auto reason = judge(nowUs, all, own, each, agreed);
    if (!reason.empty()) {
        m_refusals[reason] += 1;
        return reason;
    }
    all.gate.take(nowUs, agreed.callsPerSecond);
    own.gate.take(nowUs, each);
    for (auto* lane : {&all, &own})
        lane->mostAtOnce = std::max(lane->mostAtOnce, ++lane->running);
    return {};
}

void CallLimits::leave(const std::string& endpoint)
{
    --m_lanes[""].running;
    --m_lanes[endpoint].running;
}

std::string CallLimits::update(std::int64_t nowUs, const std::string& payment, double most)
{
    if (most <= 0)
        return {};
    if (const auto hour = nowUs / hourUs; hour != m_hour) {
        m_hour = hour;
        m_updates.clear();
    }
    auto& mine = m_updates[payment];
    mine += 1;
    if (mine <= most)
        return {};
    m_refusals["resource-specific"] += 1;
    return "resource-specific";
}

std::map<std::string, std::size_t> CallLimits::fullest() const
{
    std::map<std::string, std::size_t> out;
    for (const auto& [endpoint, lane] : m_lanes)
        out[endpoint] = lane.arrived.fullest();
    return out;
}

std::map<std::string, std::size_t> CallLimits::mostAtOnce() const
{
    std::map<std::string, std::size_t> out;
    for (const auto& [endpoint, lane] : m_lanes)
        out[endpoint] = lane.mostAtOnce;
    return out;
}

} // namespace saikobi::rehearsal
