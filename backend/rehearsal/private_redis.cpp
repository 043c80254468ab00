#include "backend/rehearsal/private_redis.h"

#include <algorithm>
#include <fstream>

#include "backend/rehearsal/folders.h"
#include "backend/rehearsal/ports.h"
#include "backend/rehearsal/secrets.h"
#include "backend/rehearsal/server_programs.h"
#include "backend/stores/redis_connection.h"

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds startDeadline{30}; // it may have a long file to read
constexpr std::chrono::seconds orderlyDeadline{10};
constexpr std::chrono::milliseconds betweenLooks{20};
constexpr int portAttempts = 5;

/// In quotes, as the configuration file wants paths that may hold a space.
std::string quoted(const fs::path& path)
{
    return "\"" + path.string() + "\"";
}

} // namespace

PrivateRedis::PrivateRedis(fs::path folder, std::vector<AccessUser> users)
    : m_folder(std::move(folder))
    , m_users(std::move(users))
{
}

PrivateRedis::~PrivateRedis()
{
    if (m_server)
        stop();
}

Result<PrivateRedis> PrivateRedis::start(const fs::path& folder, std::vector<AccessUser> users)
{
    PrivateRedis out(fs::absolute(folder), std::move(users));
    if (const auto prepared = out.prepare(); !prepared)
        return prepared.error();
    if (const auto started = out.startAgain(); !started)
        return started.error();
    return out;
}

Outcome PrivateRedis::prepare()
{
    const auto program = findRedisServer(programFolders());
    if (!program)
        return program.error();
    m_program = program.value();
    for (const char* part : {"redis", "secrets", "logs"})
        if (const auto made = makePrivateFolder(m_folder / part, std::nullopt); !made)
            return made.error();
    const auto password = readOrMake(
            m_folder / "secrets" / "saikobi_admin.password", [] { return randomHex(24); });
    if (!password)
        return password.error();
    m_users.push_back({AccessUser::Kind::Admin, adminName, password.value()});
    return Nothing{};
}

Outcome PrivateRedis::writeConfiguration() const
{
    const auto home = m_folder / "redis";
    if (const auto written = writePrivateFile(home / "users.acl", accessList(m_users)); !written)
        return written.error();
    // A second of writes may be lost with the machine, none with the process. When memory is full
    // it refuses to grow instead of forgetting anything.
    return writePrivateFile(home / "redis.conf",
            "bind 127.0.0.1\nport " + std::to_string(m_port) + "\ndir " + quoted(home)
                    + "\naclfile " + quoted(home / "users.acl")
                    + "\nappendonly yes\nappendfsync everysec\nsave \"\"\nmaxmemory 512mb\n"
                      "maxmemory-policy noeviction\ndaemonize no\n");
}

Outcome PrivateRedis::startAgain()
{
    Outcome last = Fault{};
    // Between choosing a port and binding it somebody else may take it.
    for (int attempt = 0; attempt < portAttempts; ++attempt) {
        m_port = freePort(m_port != 0 ? m_port : rememberedPort(m_folder / "redis"));
        if (const auto written = writeConfiguration(); !written)
            return written.error();
        last = launch();
        if (last || freePort(m_port) == m_port)
            break; // it failed although the port is free: another port would not help
    }
    if (!last)
        return last;
    return rememberPort(m_folder / "redis", m_port);
}

Outcome PrivateRedis::launch()
{
    const auto log = m_folder / "logs" / "redis.log";
    auto server = ChildProcess::start({m_program, {(m_folder / "redis" / "redis.conf").string()},
            {}, log, {}, std::nullopt, SIGKILL});
    if (!server)
        return server.error();
    m_server = std::move(server).value();
    m_isPaused = false;
    const auto until = std::chrono::steady_clock::now() + startDeadline;
    while (std::chrono::steady_clock::now() < until) {
        if (answers())
            return Nothing{};
        if (m_server->waitForExit(betweenLooks))
            break;
    }
    const std::string what = m_server->isRunning() ? "does not answer"
                                                   : "ended at once (" + m_server->ending() + ")";
    m_server.reset();
    return Fault{FaultCode::Unavailable, "redis-server " + what + ", see " + log.string()};
}

bool PrivateRedis::answers() const
{
    const auto connection = stores::RedisConnection::open(optionsFor(adminName));
    if (!connection)
        return false;
    const auto pong = connection.value()->call({"PING"}); // refused while it reads its file
    return pong && pong.value().text == "PONG";
}

Outcome PrivateRedis::stop(Ending how)
{
    if (!m_server || !m_server->isRunning())
        return Nothing{};
    if (how != Ending::Kill) {
        resume();
        m_server->send(SIGTERM);
        if (m_server->waitForExit(orderlyDeadline))
            return Nothing{};
    }
    m_isPaused = false;
    m_server->send(SIGKILL);
    if (!m_server->waitForExit(orderlyDeadline))
        return Fault{FaultCode::Unavailable, "redis-server does not end"};
    return Nothing{};
}

Outcome PrivateRedis::stopAndForget()
{
    if (const auto stopped = stop(Ending::Kill); !stopped)
        return stopped.error();
    std::error_code failed;
    fs::remove_all(m_folder / "redis" / "appendonlydir", failed);
    if (failed)
        return Fault{FaultCode::Unavailable, "appendonlydir: " + failed.message()};
    return Nothing{};
}

void PrivateRedis::pause()
{
    if (!isRunning())
        return;
    m_server->send(SIGSTOP);
    m_isPaused = true;
}

void PrivateRedis::resume()
{
    if (!m_isPaused || !isRunning())
        return;
    m_server->send(SIGCONT);
    m_isPaused = false;
}

pid_t PrivateRedis::pid() const
{
    return m_server ? m_server->pid() : -1;
}

bool PrivateRedis::isRunning()
{
    return m_server && m_server->isRunning();
}

stores::RedisOptions PrivateRedis::optionsFor(const std::string& user) const
{
    stores::RedisOptions options;
    options.port = m_port;
    options.user = user;
    const auto found = std::find_if(
            m_users.begin(), m_users.end(), [&user](const auto& one) { return one.name == user; });
    if (found != m_users.end())
        options.password = found->password;
    return options;
}

std::string PrivateRedis::url(const std::string& user) const
{
    const auto password = optionsFor(user).password;
    // With an empty password redis-cli signs in as the user instead of asking for one.
    return "redis://" + user + (password.empty() ? ":" : "")
            + "@127.0.0.1:" + std::to_string(m_port);
}

} // namespace saikobi::rehearsal
