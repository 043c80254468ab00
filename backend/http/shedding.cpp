#include "backend/http/shedding.h"

#include <algorithm>

#include "backend/http/queue_meter.h"

namespace saikobi::http {

using namespace std::chrono_literals;

namespace {

constexpr double back = 0.02; ///< of a lane, per good window: a lane is whole again after 5 s
constexpr double leastStep = 0.05;
constexpr double mostStep = 0.5;
constexpr double mostPressure = 2.95; ///< some orders always come through: else nothing is learnt
constexpr auto fractionLasts = 10min;

/// A queue five times too long takes away five times as many.
double stepFor(std::chrono::nanoseconds shortest)
{
    const auto times = std::chrono::duration<double>{shortest}
            / std::chrono::duration<double>{QueueMeter::good};
    return std::clamp(leastStep * times, leastStep, mostStep);
}

} // namespace

void Shedding::noteWindow(bool isTooLong, std::chrono::nanoseconds shortest, std::int64_t windows)
{
    m_pressure = isTooLong ? std::min(mostPressure, m_pressure + stepFor(shortest))
                           : std::max(0.0, m_pressure - back * static_cast<double>(windows));
}

double Shedding::kept(Lane lane) const
{
    switch (lane) {
    case Lane::Finish:
        return 1;
    case Lane::Order:
        return 1 - std::clamp(m_pressure - 2, 0.0, 1.0);
    case Lane::Shop:
        return 1 - std::clamp(m_pressure - 1, 0.0, 1.0);
    case Lane::Look:
        return 1 - std::clamp(m_pressure, 0.0, 1.0);
    }
    return 1;
}

/// FNV-1a with a last stir; nobody gains by guessing it, since passes cannot be chosen.
double fractionOf(std::string_view person, std::chrono::system_clock::time_point now)
{
    std::uint64_t hash = 14695981039346656037ULL
            ^ static_cast<std::uint64_t>(now.time_since_epoch() / fractionLasts);
    for (const char c : person)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash ^= hash >> 32U;
    hash *= 0x9E3779B97F4A7C15ULL;
    return static_cast<double>(hash >> 11U) * 0x1.0p-53;
}

} // namespace saikobi::http
