#pragma once

#include <chrono>
#include <deque>
#include <optional>

namespace saikobi::recorder {

/// What the kernel says about the machine that this process runs on.
class HostFigures {
public:
    /// Percent of all its cores, over the last ten seconds; asked once a second. Empty at the first
    /// call, and where the kernel does not tell.
    std::optional<double> cpuPercent();
    /// Of the file system that this process runs in; empty when nobody can say.
    static std::optional<double> diskFreeGiB();

private:
    struct Sample {
        std::chrono::steady_clock::time_point at{};
        double busy = 0;
        double all = 0;
    };
    std::deque<Sample> m_samples{};
};

} // namespace saikobi::recorder
