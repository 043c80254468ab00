#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace saikobi::sources {

/// How long to wait before the next try: 1, 2, 4 … 30 s, each ± 20 %, so that the desks of one
/// venue do not knock together.
class BackOff {
public:
    explicit BackOff(std::uint32_t seed)
        : m_random(seed)
    {
    }

    std::chrono::milliseconds next()
    {
        const auto wait = m_wait;
        m_wait = std::min(m_wait * 2, std::chrono::milliseconds{30'000});
        std::uniform_real_distribution<double> spread{0.8, 1.2};
        return std::chrono::milliseconds{
                static_cast<std::int64_t>(static_cast<double>(wait.count()) * spread(m_random))};
    }
    void reset() { m_wait = first; }

private:
    static constexpr std::chrono::milliseconds first{1000};
    std::chrono::milliseconds m_wait{first};
    std::mt19937 m_random;
};

} // namespace saikobi::sources
