#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "backend/contract/result.h"
#include "backend/rehearsal/child_process.h"

namespace saikobi::rehearsal {

/// How a server is ended: in order; at once, with recovery at the next start; by SIGKILL.
enum class Ending { Orderly, Immediate, Kill };

/// What an acknowledged commit outlives. The second is faster and enough where the machine itself
/// is not what fails: in tests.
enum class Durability { PowerCut, ProcessDeath };

/// A Postgres of our own with its data in one folder, on a free loopback port that it keeps. Its
/// superuser gets in over a Unix socket in a folder of mode 0700 only, everybody with a password.
/// It ends with the thread that started it.
class PrivatePostgres {
public:
    /// Makes the cluster and the database `saikobi` the first time. Returns once it takes
    /// connections.
    static contract::Result<PrivatePostgres> start(
            const std::filesystem::path& folder, Durability durability = Durability::PowerCut);
    ~PrivatePostgres();
    PrivatePostgres(PrivatePostgres&&) = default;
    PrivatePostgres& operator=(PrivatePostgres&&) = default;

    int port() const { return m_port; }
    pid_t pid() const;
    bool isRunning();
    std::string superuserUrl() const; ///< Unix socket, passfile
    /// Address for a login role whose password stands in `passfile`.
    std::string url(const std::string& role, const std::filesystem::path& passfile) const;

    contract::Outcome stop(Ending how = Ending::Orderly);
    contract::Outcome startAgain(); ///< on the same port
    /// SIGSTOP and SIGCONT for the whole server: it neither answers nor closes connections.
    void pause();
    void resume();

private:
    PrivatePostgres(std::filesystem::path folder, Durability durability);
    contract::Outcome prepare();
    contract::Outcome makeCluster();
    contract::Outcome launch();
    contract::Outcome waitUntilReady();
    contract::Outcome endLeftOver();

    std::filesystem::path m_folder;
    Durability m_durability;
    std::filesystem::path m_programs{};
    std::filesystem::path m_sockets{};
    std::optional<SystemUser> m_user{};
    int m_port = 0;
    bool m_isPaused = false;
    std::optional<ChildProcess> m_server{};
};

} // namespace saikobi::rehearsal
