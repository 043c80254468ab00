#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/rehearsal/access_list.h"
#include "backend/rehearsal/child_process.h"
#include "backend/rehearsal/private_postgres.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::rehearsal {

/// A Redis of our own with its append-only file in one folder, on a free loopback port that it
/// keeps, with the users of resources/redis/users.acl. It ends with the thread that started it.
class PrivateRedis {
public:
    /// The launcher's own user is added to `users`. Returns once it answers.
    static contract::Result<PrivateRedis> start(
            const std::filesystem::path& folder, std::vector<AccessUser> users);
    ~PrivateRedis();
    PrivateRedis(PrivateRedis&&) = default;
    PrivateRedis& operator=(PrivateRedis&&) = default;

    int port() const { return m_port; }
    pid_t pid() const;
    bool isRunning();
    stores::RedisOptions optionsFor(const std::string& user) const; ///< without function library
    std::string url(const std::string& user) const; ///< redis://USER@…, no password in it

    /// Orderly: SIGTERM, the append-only file is synced. Immediate is the same.
    contract::Outcome stop(Ending how = Ending::Orderly);
    contract::Outcome startAgain(); ///< on the same port
    /// Everything it knew is gone at the next start, as after the loss of its machine.
    contract::Outcome stopAndForget();
    void pause();
    void resume();

    static constexpr const char* adminName = "saikobi_admin";

private:
    PrivateRedis(std::filesystem::path folder, std::vector<AccessUser> users);
    contract::Outcome prepare();
    contract::Outcome writeConfiguration() const;
    contract::Outcome launch();
    bool answers() const;

    std::filesystem::path m_folder;
    std::filesystem::path m_program{};
    std::vector<AccessUser> m_users;
    int m_port = 0;
    bool m_isPaused = false;
    std::optional<ChildProcess> m_server{};
};

} // namespace saikobi::rehearsal
