#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace saikobi::model {

/// One value handed from one thread to another. The newest wins: a reader that was slow sees what
/// is true now, not what was true while it slept.
template<class T>
class Mailbox {
public:
    void post(T value)
    {
        const std::lock_guard lock(m_mutex);
        m_newest = std::move(value);
    }

    /// The newest value, once; empty when nothing came since the last time.
    std::optional<T> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_newest, std::nullopt);
    }

private:
    std::mutex m_mutex;
    std::optional<T> m_newest{};
};

} // namespace saikobi::model
