#include "app/connection/ssh_tunnel.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <vector>

#include "app/connection/store_address.h"

namespace saikobi::connection {

using contract::Fault;
using contract::FaultCode;
using contract::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto betweenLooks = 50ms;
constexpr auto dialDeadline = 500ms;
constexpr int endLooks = 40; ///< 2 s to end in order
constexpr std::size_t mostSaid = 4096;

int freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    const bool isBound = ::bind(socket, raw, size) == 0 && ::getsockname(socket, raw, &size) == 0;
    ::close(socket);
    return isBound ? ntohs(address.sin_port) : 0;
}

std::string forward(int port, const StoreAddress& to)
{
    const auto target
            = to.isSocketFile() ? to.host + "/.s.PGSQL." + std::to_string(to.port) : to.text();
    return "127.0.0.1:" + std::to_string(port) + ":" + target;
}

/// Only what is safe between fork and exec of a program with threads.
[[noreturn]] void become(char* const* words, int output, int nothing)
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
    ::execvp(words[0], words);
    ::_exit(127);
}

} // namespace

std::vector<std::string> sshWords(const sources::Profile& profile, SshTunnel::Ports ports)
{
    const auto& tunnel = *profile.tunnel;
    std::vector<std::string> out{"ssh", "-N", "-T", "-o", "BatchMode=yes", "-o",
            "ExitOnForwardFailure=yes", "-o", "ConnectTimeout=8", "-o", "ServerAliveInterval=5",
            "-o", "ServerAliveCountMax=3", "-p", std::to_string(tunnel.port)};
    if (!tunnel.identity.empty())
        out.insert(out.end(), {"-i", tunnel.identity, "-o", "IdentitiesOnly=yes"});
    if (!tunnel.knownHosts.empty())
        out.insert(out.end(), {"-o", "UserKnownHostsFile=" + tunnel.knownHosts});
    out.insert(out.end(),
            {"-L", forward(ports.postgres, postgresAddress(profile.postgresUrl)), "-L",
                    forward(ports.redis, {profile.redisHost, profile.redisPort}), "--",
                    tunnel.destination});
    return out;
}

SshTunnel::Ports SshTunnel::freePorts()
{
    return {freePort(), freePort()};
}

Result<std::unique_ptr<SshTunnel>> SshTunnel::open(const sources::Profile& profile, Ports ports,
        std::chrono::milliseconds deadline, const StopSign& stop)
{
    auto words = sshWords(profile, ports);
    std::vector<char*> raw;
    for (auto& each : words)
        raw.push_back(each.data());
    raw.push_back(nullptr);
    std::array<int, 2> pipe{};
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || ::pipe2(pipe.data(), O_CLOEXEC) != 0)
        return Fault{FaultCode::Unavailable, "no more files can be opened"};
    const int process = ::fork();
    if (process == 0)
        become(raw.data(), pipe[1], nothing);
    ::close(pipe[1]);
    ::close(nothing);
    ::fcntl(pipe[0], F_SETFL, O_NONBLOCK);
    std::unique_ptr<SshTunnel> out{new SshTunnel(process, pipe[0])};
    if (process < 0)
        return Fault{FaultCode::Unavailable, "no more processes can be started"};
    const auto until = std::chrono::steady_clock::now() + deadline;
    while (std::chrono::steady_clock::now() < until) {
        if (!out->isRunning())
            return Fault{FaultCode::Unavailable, out->said()};
        // ssh opens its ports only when it has signed in.
        if (dial("127.0.0.1", ports.redis, dialDeadline)
                && dial("127.0.0.1", ports.postgres, dialDeadline))
            return out;
        if (!stop.waitFor(betweenLooks))
            break;
    }
    return Fault{FaultCode::Unavailable, "no answer"};
}

SshTunnel::SshTunnel(int process, int output)
    : m_process(process)
    , m_output(output)
{
}

SshTunnel::~SshTunnel()
{
    const StopSign never;
    for (int look = 0; look < endLooks && isRunning(); ++look) {
        ::kill(m_process, SIGTERM);
        never.waitFor(betweenLooks);
    }
    if (isRunning()) {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    ::close(m_output);
}

bool SshTunnel::isRunning()
{
    if (m_process > 0 && ::waitpid(m_process, nullptr, WNOHANG) != 0)
        m_process = -1;
    return m_process > 0;
}

std::string SshTunnel::said()
{
    std::array<char, 1024> piece{};
    for (ssize_t got = 0;
            m_said.size() < mostSaid && (got = ::read(m_output, piece.data(), piece.size())) > 0;)
        m_said.append(piece.data(), static_cast<std::size_t>(got));
    while (!m_said.empty() && (m_said.back() == '\n' || m_said.back() == '\r'))
        m_said.pop_back();
    const auto last = m_said.substr(m_said.rfind('\n') + 1);
    return last.empty() ? "ssh ended without a word" : last;
}

} // namespace saikobi::connection
