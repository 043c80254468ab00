#include "backend/rehearsal/private_postgres.h"

#include <unistd.h>

#include <fstream>

#include "backend/rehearsal/folders.h"
#include "backend/rehearsal/ports.h"
#include "backend/rehearsal/postgres_store.h"
#include "backend/rehearsal/secrets.h"
#include "backend/rehearsal/server_programs.h"

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds startDeadline{60}; // a crash recovery may lie in between
constexpr std::chrono::seconds orderlyDeadline{20};
constexpr std::chrono::seconds immediateDeadline{10};
constexpr std::chrono::milliseconds betweenLooks{20};
constexpr int portAttempts = 5;

constexpr const char* accessRules = "local all all scram-sha-256\n"
                                    "host all postgres 127.0.0.1/32 reject\n"
                                    "host all all 127.0.0.1/32 scram-sha-256\n";

/// What the server writes about itself: process, …, and in line 8 whether it takes connections.
struct PidFile {
    pid_t pid = 0;
    bool isReady = false;
};

PidFile readPidFile(const fs::path& data)
{
    PidFile out;
    std::ifstream file(data / "postmaster.pid");
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (number == 1)
            out.pid = static_cast<pid_t>(std::strtol(line.c_str(), nullptr, 10));
        if (number == 8)
            out.isReady = line.rfind("ready", 0) == 0;
    }
    return out;
}

std::string lastLineOf(const fs::path& log)
{
    std::ifstream file(log);
    std::string last;
    for (std::string line; std::getline(file, line);)
        if (!line.empty())
            last = line;
    return last;
}

/// Small, but otherwise as in production; where the disk counts, with room for what a sale touches.
std::vector<std::string> serverArguments(
        const fs::path& data, const fs::path& sockets, int port, Durability durability)
{
    const bool isLasting = durability == Durability::PowerCut;
    const std::string sync = isLasting ? "on" : "off";
    std::vector<std::string> out{"-D", data.string()};
    for (const std::string& setting : {std::string{"listen_addresses=127.0.0.1"},
                 "port=" + std::to_string(port), "unix_socket_directories=" + sockets.string(),
                 std::string{"unix_socket_permissions=0700"},
                 "shared_buffers=" + std::string{isLasting ? "512MB" : "128MB"},
                 std::string{"max_connections=100"},
                 "max_wal_size=" + std::string{isLasting ? "2GB" : "512MB"},
                 std::string{"password_encryption=scram-sha-256"}, std::string{"log_lock_waits=on"},
                 std::string{"log_line_prefix=%m [%p] %q%u@%a "}, std::string{"timezone=UTC"},
                 "fsync=" + sync, "full_page_writes=" + sync, std::string{"log_timezone=UTC"}}) {
        out.emplace_back("-c");
        out.push_back(setting);
    }
    return out;
}

} // namespace

PrivatePostgres::PrivatePostgres(fs::path folder, Durability durability)
    : m_folder(std::move(folder))
    , m_durability(durability)
{
}

PrivatePostgres::~PrivatePostgres()
{
    if (!m_server)
        return;
    stop();
    // One of the short ones under /tmp; the own one stays with the data.
    std::error_code ignored;
    if (m_sockets != m_folder / "postgres" / "socket")
        fs::remove(m_sockets, ignored);
}

Result<PrivatePostgres> PrivatePostgres::start(const fs::path& folder, Durability durability)
{
    PrivatePostgres out(fs::absolute(folder), durability);
    if (const auto prepared = out.prepare(); !prepared)
        return prepared.error();
    if (const auto started = out.startAgain(); !started)
        return started.error();
    if (const auto made = ensureDatabase(out.superuserUrl()); !made)
        return made.error();
    return out;
}

Outcome PrivatePostgres::prepare()
{
    const auto programs = findPostgresPrograms(programFolders());
    if (!programs)
        return programs.error();
    m_programs = programs.value();
    m_user = postgresUser();
    std::error_code failed;
    fs::create_directories(m_folder, failed);
    if (failed)
        return Fault{FaultCode::Unavailable, m_folder.string() + ": " + failed.message()};
    if (m_user)
        if (const auto open = openTheWay(m_folder, *m_user); !open)
            return open.error();
    if (const auto made = makePrivateFolder(m_folder / "postgres", m_user); !made)
        return made.error();
    for (const char* part : {"secrets", "logs"})
        if (const auto made = makePrivateFolder(m_folder / part, std::nullopt); !made)
            return made.error();
    const auto sockets = socketFolder(m_folder / "postgres" / "socket", m_user);
    if (!sockets)
        return sockets.error();
    m_sockets = sockets.value();
    return fs::exists(m_folder / "postgres" / "data") ? Outcome{Nothing{}} : makeCluster();
}

Outcome PrivatePostgres::makeCluster()
{
    // Made beside its place and then renamed, so that a half made cluster is never taken for one.
    const auto unfinished = m_folder / "postgres" / "data.new";
    std::error_code ignored;
    fs::remove_all(unfinished, ignored);
    const auto password = randomHex(24);
    const auto passwordFile = m_folder / "postgres" / "password";
    if (const auto written = writePrivateFile(passwordFile, password + "\n"); !written)
        return written.error();
    if (m_user && ::chown(passwordFile.c_str(), m_user->uid, m_user->gid) != 0)
        return Fault{FaultCode::Unavailable, passwordFile.string() + ": cannot change the owner"};
    const auto log = m_folder / "logs" / "initdb.log";
    auto initdb = ChildProcess::start({m_programs / "initdb",
            {"-D", unfinished.string(), "--username=postgres", "--encoding=UTF8",
                    "--locale=C.UTF-8", "--auth=scram-sha-256",
                    "--pwfile=" + passwordFile.string()},
            {}, log, {}, m_user, SIGKILL});
    if (!initdb)
        return initdb.error();
    auto making = std::move(initdb).value();
    const bool hasEnded = making.waitForExit(startDeadline);
    fs::remove(passwordFile, ignored);
    if (!hasEnded || making.exitStatus() != 0)
        return Fault{FaultCode::Unavailable,
                "initdb failed (" + making.ending() + "), see " + log.string() + ": "
                        + lastLineOf(log)};
    if (const auto written = writePrivateFile(
                m_folder / "secrets" / "postgres.pgpass", "*:*:*:postgres:" + password + "\n");
            !written)
        return written.error();
    std::ofstream(unfinished / "pg_hba.conf", std::ios::trunc) << accessRules;
    fs::rename(unfinished, m_folder / "postgres" / "data", ignored);
    return ignored
            ? Outcome{Fault{FaultCode::Unavailable, unfinished.string() + ": " + ignored.message()}}
            : Outcome{Nothing{}};
}

Outcome PrivatePostgres::startAgain()
{
    if (const auto ended = endLeftOver(); !ended)
        return ended.error();
    Outcome last = Fault{};
    // Between choosing a port and binding it somebody else may take it.
    for (int attempt = 0; attempt < portAttempts; ++attempt) {
        const int preferred = m_port != 0 ? m_port : rememberedPort(m_folder / "postgres");
        m_port = freePort(preferred);
        last = launch();
        if (last || freePort(m_port) == m_port)
            break; // it failed although the port is free: another port would not help
    }
    if (!last)
        return last;
    return rememberPort(m_folder / "postgres", m_port);
}

Outcome PrivatePostgres::launch()
{
    auto server = ChildProcess::start({m_programs / "postgres",
            serverArguments(m_folder / "postgres" / "data", m_sockets, m_port, m_durability), {},
            m_folder / "logs" / "postgres.log", {}, m_user,
            // Immediate shutdown: the postmaster takes all its processes along.
            SIGQUIT});
    if (!server)
        return server.error();
    m_server = std::move(server).value();
    m_isPaused = false;
    return waitUntilReady();
}

Outcome PrivatePostgres::waitUntilReady()
{
    const auto until = std::chrono::steady_clock::now() + startDeadline;
    while (std::chrono::steady_clock::now() < until) {
        const auto file = readPidFile(m_folder / "postgres" / "data");
        if (file.pid == m_server->pid() && file.isReady)
            return Nothing{};
        if (m_server->waitForExit(betweenLooks))
            break;
    }
    const auto log = m_folder / "logs" / "postgres.log";
    const std::string what = m_server->isRunning() ? "does not get ready"
                                                   : "ended at once (" + m_server->ending() + ")";
    m_server.reset();
    return Fault{FaultCode::Unavailable,
            "postgres " + what + ", see " + log.string() + ": " + lastLineOf(log)};
}

Outcome PrivatePostgres::endLeftOver()
{
    const auto data = m_folder / "postgres" / "data";
    const auto file = readPidFile(data);
    if (file.pid <= 0 || (m_server && m_server->isRunning()))
        return Nothing{};
    std::error_code failed;
    const auto program = fs::read_symlink("/proc/" + std::to_string(file.pid) + "/exe", failed);
    const auto home = fs::read_symlink("/proc/" + std::to_string(file.pid) + "/cwd", failed);
    if (program.filename() == "postgres" && home == fs::canonical(data, failed)) {
        // A server whose launcher was killed, still on its way out.
        auto all = descendantsOf(file.pid);
        all.push_back(file.pid);
        if (!killAll(all, immediateDeadline))
            return Fault{FaultCode::Unavailable,
                    "an earlier postgres (process " + std::to_string(file.pid) + ") does not end"};
    }
    // Its number may belong to another program by now, which would make the server refuse to start.
    fs::remove(data / "postmaster.pid", failed);
    return Nothing{};
}

Outcome PrivatePostgres::stop(Ending how)
{
    if (!m_server || !m_server->isRunning())
        return Nothing{};
    if (how != Ending::Kill) {
        resume();
        m_server->send(how == Ending::Orderly ? SIGINT : SIGQUIT); // Postgres: fast, immediate
        if (m_server->waitForExit(orderlyDeadline))
            return Nothing{};
        m_server->send(SIGQUIT);
        if (m_server->waitForExit(immediateDeadline))
            return Nothing{};
    }
    auto all = descendantsOf(m_server->pid());
    all.insert(all.begin(), m_server->pid());
    m_isPaused = false;
    if (!killAll(all, immediateDeadline) || !m_server->waitForExit(immediateDeadline))
        return Fault{FaultCode::Unavailable, "postgres does not end"};
    return Nothing{};
}

void PrivatePostgres::pause()
{
    if (!isRunning())
        return;
    m_server->send(SIGSTOP); // first, so that it starts no further processes
    for (const auto process : descendantsOf(m_server->pid()))
        ::kill(process, SIGSTOP);
    m_isPaused = true;
}

void PrivatePostgres::resume()
{
    if (!m_isPaused || !isRunning())
        return;
    for (const auto process : descendantsOf(m_server->pid()))
        ::kill(process, SIGCONT);
    m_server->send(SIGCONT);
    m_isPaused = false;
}

pid_t PrivatePostgres::pid() const
{
    return m_server ? m_server->pid() : -1;
}

bool PrivatePostgres::isRunning()
{
    return m_server && m_server->isRunning();
}

std::string PrivatePostgres::superuserUrl() const
{
    return "postgresql://postgres@/saikobi?host=" + percentEncoded(m_sockets.string())
            + "&port=" + std::to_string(m_port)
            + "&passfile=" + percentEncoded((m_folder / "secrets" / "postgres.pgpass").string());
}

std::string PrivatePostgres::url(const std::string& role, const fs::path& passfile) const
{
    return "postgresql://" + role + "@127.0.0.1:" + std::to_string(m_port)
            + "/saikobi?passfile=" + percentEncoded(passfile.string());
}

} // namespace saikobi::rehearsal
