#pragma once

#include <functional>
#include <thread>

#include "app/connection/hop_walk.h"
#include "app/sources/postgres_link.h"
#include "app/sources/profile.h"

namespace saikobi::connection {

/// Looks at what the database is busy with, every two seconds, on a thread and a connection of its
/// own, for as long as it lives. A statement of it ends after one and a half seconds.
class DatabaseLook {
public:
    using Tell = std::function<void(const contract::Result<model::DatabaseView>&)>;
    static constexpr std::chrono::milliseconds period{2000};
    static constexpr std::chrono::milliseconds deadline{2000};

    /// `tell` is called from its thread.
    DatabaseLook(const sources::Profile& profile, Tell tell);
    ~DatabaseLook();
    DatabaseLook(const DatabaseLook&) = delete;
    DatabaseLook& operator=(const DatabaseLook&) = delete;

private:
    void watch();

    const Tell m_tell;
    sources::PostgresLink m_link;
    StopSign m_stop{};
    std::thread m_thread{};
};

} // namespace saikobi::connection
