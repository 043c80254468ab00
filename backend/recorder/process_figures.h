#pragma once

#include <chrono>
#include <optional>

namespace saikobi::recorder {

/// What the kernel says about this process.
class ProcessFigures {
public:
    /// Percent of one core used since the last call; empty at the first one.
    std::optional<double> cpuPercent();
    static double residentMiB();

private:
    std::optional<std::chrono::steady_clock::time_point> m_lastAt{};
    double m_lastSeconds = 0;
};

} // namespace saikobi::recorder
