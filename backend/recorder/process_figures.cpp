#include "backend/recorder/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

namespace saikobi::recorder {

namespace {

double secondsOf(const timeval& from)
{
    return static_cast<double>(from.tv_sec) + static_cast<double>(from.tv_usec) / 1e6;
}

} // namespace

std::optional<double> ProcessFigures::cpuPercent()
{
    rusage used{};
    if (::getrusage(RUSAGE_SELF, &used) != 0)
        return std::nullopt;
    const auto now = std::chrono::steady_clock::now();
    const double seconds = secondsOf(used.ru_utime) + secondsOf(used.ru_stime);
    std::optional<double> percent;
    if (m_lastAt) {
        const double elapsed = std::chrono::duration<double>(now - *m_lastAt).count();
        if (elapsed > 0)
            percent = 100.0 * (seconds - m_lastSeconds) / elapsed;
    }
    m_lastAt = now;
    m_lastSeconds = seconds;
    return percent;
}

double ProcessFigures::residentMiB()
{
    std::ifstream statm("/proc/self/statm");
    std::int64_t all = 0;
    std::int64_t resident = 0;
    statm >> all >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576.0;
}

} // namespace saikobi::recorder
