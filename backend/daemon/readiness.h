#pragma once

#include <mutex>
#include <string>
#include <vector>

namespace saikobi::daemon {

/// What an instance still lacks before it may take buyers. Written by the front lane, read by the
/// private listener.
class Readiness {
public:
    void set(std::vector<std::string> missing)
    {
        const std::lock_guard lock(m_mutex);
        m_missing = std::move(missing);
    }

    /// Empty: ready.
    std::vector<std::string> missing() const
    {
        const std::lock_guard lock(m_mutex);
        return m_missing;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_missing{"start"};
};

} // namespace saikobi::daemon
