#include "backend/rehearsal/provider/simulator_chance.h"

#include <cmath>
#include <numbers>

namespace saikobi::rehearsal {

namespace {

constexpr std::uint64_t step = 0x9e3779b97f4a7c15ULL;
constexpr double sigmasToP99 = 2.3263478740;

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): any state is a good one, so that each call can
/// have its own.
std::uint64_t mixed(std::uint64_t z)
{
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
}

} // namespace

Chance::Chance(std::uint64_t seed, std::uint64_t number)
    : m_state(mixed(seed + step) ^ mixed(number * step + 1))
{
}

std::uint64_t Chance::bits()
{
    m_state += step;
    return mixed(m_state);
}

double Chance::share()
{
    return static_cast<double>(bits() >> 11U) * 0x1.0p-53;
}

double Chance::milliseconds(const Latency& latency)
{
    const double first = share();
    if (latency.p50 <= 0)
        return latency.from + first * (latency.to - latency.from);
    const double normal
            = std::sqrt(-2 * std::log1p(-first)) * std::cos(2 * std::numbers::pi * share());
    const double sigma = std::log(latency.p99 / latency.p50) / sigmasToP99;
    return latency.p50 * std::exp(sigma * normal);
}

std::string Chance::choice(const std::map<std::string, double>& shares, const char* otherwise)
{
    double left = share();
    for (const auto& [name, part] : shares) {
        left -= part;
        if (left < 0)
            return name;
    }
    return otherwise;
}

} // namespace saikobi::rehearsal
