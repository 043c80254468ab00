#include "backend/recorder/host_figures.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace saikobi::recorder {

namespace {

constexpr std::chrono::seconds window{10};
constexpr double bytesPerGiB = 1024.0 * 1024 * 1024;
constexpr std::size_t idle = 3; ///< columns of /proc/stat: user nice system idle iowait …
constexpr std::size_t waitsForDisk = 4;

} // namespace

std::optional<double> HostFigures::cpuPercent()
{
    std::ifstream stat{"/proc/stat"};
    std::string word;
    if (!(stat >> word) || word != "cpu")
        return std::nullopt;
    Sample now{std::chrono::steady_clock::now()};
    for (std::size_t i = 0; i < 8; ++i) {
        double jiffies = 0;
        if (!(stat >> jiffies))
            return std::nullopt;
        now.all += jiffies;
        if (i != idle && i != waitsForDisk)
            now.busy += jiffies;
    }
    m_samples.push_back(now);
    while (m_samples.size() > 2 && now.at - m_samples[1].at >= window)
        m_samples.pop_front();
    const auto& first = m_samples.front();
    if (now.all <= first.all)
        return std::nullopt;
    return 100 * (now.busy - first.busy) / (now.all - first.all);
}

std::optional<double> HostFigures::diskFreeGiB()
{
    std::error_code failed;
    const auto space = std::filesystem::space(".", failed);
    if (failed)
        return std::nullopt;
    return static_cast<double>(space.available) / bytesPerGiB;
}

} // namespace saikobi::recorder
