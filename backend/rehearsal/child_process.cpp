#include "backend/rehearsal/child_process.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

using Clock = std::chrono::steady_clock;

/// Everything the child needs, made before fork: between fork and exec only system calls are safe.
struct Prepared {
    std::string program;
    std::vector<std::string> words;
    std::vector<std::string> variables;
    std::vector<char*> argv;
    std::vector<char*> envp;
    std::optional<SystemUser> runAs;
    int deathSignal = SIGKILL;
    pid_t parent = 0;
    int input = -1;
    int output = -1;
    int errors = -1;
    int failure = -1; ///< errno of a failed start goes here; closed by a successful exec
};

void prepareWords(Prepared& out, const ChildOptions& options)
{
    out.words.push_back(out.program);
    out.words.insert(out.words.end(), options.arguments.begin(), options.arguments.end());
    for (char** entry = environ; *entry; ++entry) {
        const std::string variable = *entry;
        if (!options.environment.contains(variable.substr(0, variable.find('='))))
            out.variables.push_back(variable);
    }
    for (const auto& [name, value] : options.environment)
        out.variables.push_back(name + "=" + value);
    for (auto& word : out.words)
        out.argv.push_back(word.data());
    out.argv.push_back(nullptr);
    for (auto& variable : out.variables)
        out.envp.push_back(variable.data());
    out.envp.push_back(nullptr);
}

[[noreturn]] void giveUp(int failureFd)
{
    const int why = errno;
    [[maybe_unused]] const auto written = ::write(failureFd, &why, sizeof why);
    ::_exit(127);
}

[[noreturn]] void becomeProgram(const Prepared& prepared)
{
    ::setpgid(0, 0);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD})
        ::signal(signal, SIG_DFL);
    if (prepared.runAs
            && (::setgroups(0, nullptr) != 0 || ::setgid(prepared.runAs->gid) != 0
                    || ::setuid(prepared.runAs->uid) != 0))
        giveUp(prepared.failure);
    // After setuid, which would clear it. The parent may have died in between.
    if (::prctl(PR_SET_PDEATHSIG, prepared.deathSignal) != 0)
        giveUp(prepared.failure);
    if (::getppid() != prepared.parent)
        ::_exit(127);
    if (::dup2(prepared.input, STDIN_FILENO) < 0 || ::dup2(prepared.output, STDOUT_FILENO) < 0
            || ::dup2(prepared.errors, STDERR_FILENO) < 0)
        giveUp(prepared.failure);
    ::execve(prepared.program.c_str(), prepared.argv.data(), prepared.envp.data());
    giveUp(prepared.failure);
}

bool openStreams(Prepared& into, const ChildOptions& options)
{
    constexpr int writing = O_WRONLY | O_CREAT | O_CLOEXEC;
    const std::string log = options.log.empty() ? "/dev/null" : options.log.string();
    const std::string output = options.output.empty() ? log : options.output.string();
    into.input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    into.errors = ::open(log.c_str(), writing | O_APPEND, 0600);
    if (into.errors < 0)
        return false;
    into.output
            = ::open(output.c_str(), writing | (options.output.empty() ? O_APPEND : O_TRUNC), 0600);
    return into.output >= 0;
}

void closeAll(std::initializer_list<int> files)
{
    const int kept = errno;
    for (const int fd : files)
        if (fd >= 0)
            ::close(fd);
    errno = kept;
}

int openPidFd(pid_t pid)
{
    return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

/// True when the process behind the descriptor has ended.
bool endsWithin(int pidFd, std::chrono::milliseconds atMost)
{
    const auto until = Clock::now() + atMost;
    while (true) {
        const auto left
                = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        pollfd waiting{pidFd, POLLIN, 0};
        const int ready = ::poll(&waiting, 1, std::max(0, static_cast<int>(left.count())));
        if (ready != 0 && !(ready < 0 && errno == EINTR))
            return ready > 0;
        if (ready == 0)
            return false;
    }
}

pid_t parentOf(const std::filesystem::path& process)
{
    std::ifstream file(process / "stat");
    std::string line;
    std::getline(file, line);
    // The name in brackets may hold anything, brackets too.
    const auto end = line.rfind(')');
    if (end == std::string::npos)
        return -1;
    std::istringstream rest(line.substr(end + 1));
    char state = 0;
    pid_t parent = -1;
    rest >> state >> parent;
    return state == 'Z' ? -1 : parent;
}

Fault cannotStart(const ChildOptions& options, int why)
{
    return {FaultCode::Unavailable,
            options.program.string() + " cannot be started: " + std::strerror(why)};
}

} // namespace

Result<ChildProcess> ChildProcess::start(const ChildOptions& options)
{
    Prepared prepared;
    prepared.program = options.program.string();
    prepared.runAs = options.runAs;
    prepared.deathSignal = options.deathSignal;
    prepared.parent = ::getpid();
    prepareWords(prepared, options);

    int failure[2];
    if (::pipe2(failure, O_CLOEXEC) != 0)
        return cannotStart(options, errno);
    prepared.failure = failure[1];
    const bool isOpen = openStreams(prepared, options);
    const pid_t pid = isOpen ? ::fork() : -1;
    int why = errno;
    if (pid == 0)
        becomeProgram(prepared);
    closeAll({failure[1], prepared.input, prepared.output, prepared.errors});
    if (pid > 0 && ::read(failure[0], &why, sizeof why) <= 0)
        why = 0;
    ::close(failure[0]);
    if (pid < 0)
        return cannotStart(options, why);
    ChildProcess child(pid);
    if (why != 0)
        return cannotStart(options, why); // the child has ended; its destructor collects it
    return child;
}

ChildProcess::ChildProcess(pid_t pid)
    : m_pid(pid)
    , m_pidFd(openPidFd(pid))
    , m_isRunning(true)
{
    if (m_pidFd >= 0)
        ::fcntl(m_pidFd, F_SETFD, FD_CLOEXEC);
}

ChildProcess::~ChildProcess()
{
    if (isRunning()) {
        send(SIGKILL);
        int status = 0;
        ::waitpid(m_pid, &status, 0);
    }
    if (m_pidFd >= 0)
        ::close(m_pidFd);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
{
    *this = std::move(other);
}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept
{
    std::swap(m_pid, other.m_pid);
    std::swap(m_pidFd, other.m_pidFd);
    std::swap(m_isRunning, other.m_isRunning);
    std::swap(m_exitStatus, other.m_exitStatus);
    std::swap(m_ending, other.m_ending);
    return *this;
}

bool ChildProcess::isRunning()
{
    return !waitForExit(std::chrono::milliseconds{0});
}

bool ChildProcess::waitForExit(std::chrono::milliseconds atMost)
{
    if (!m_isRunning)
        return true;
    if (atMost.count() > 0)
        endsWithin(m_pidFd, atMost);
    int status = 0;
    const pid_t ended = ::waitpid(m_pid, &status, WNOHANG);
    if (ended == 0)
        return false;
    reap(ended == m_pid ? status : 0);
    return true;
}

void ChildProcess::reap(int status)
{
    m_isRunning = false;
    if (WIFEXITED(status))
        m_exitStatus = WEXITSTATUS(status);
    m_ending = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                   : "exit status " + std::to_string(WEXITSTATUS(status));
}

void ChildProcess::send(int signal)
{
    if (m_isRunning)
        ::kill(m_pid, signal);
}

std::vector<pid_t> descendantsOf(pid_t parent)
{
    std::multimap<pid_t, pid_t> children;
    std::error_code ignored; // processes end while we read
    for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") == std::string::npos)
            children.emplace(parentOf(entry.path()), static_cast<pid_t>(std::stol(name)));
    }
    std::vector<pid_t> found{parent};
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto [first, last] = children.equal_range(found[i]);
        for (auto child = first; child != last; ++child)
            found.push_back(child->second);
    }
    found.erase(found.begin());
    return found;
}

bool killAll(const std::vector<pid_t>& processes, std::chrono::milliseconds atMost)
{
    std::vector<int> watched;
    for (const auto pid : processes) {
        watched.push_back(openPidFd(pid));
        ::kill(pid, SIGKILL);
    }
    const auto until = Clock::now() + atMost;
    bool haveEnded = true;
    for (const int fd : watched) {
        if (fd < 0)
            continue; // gone already
        haveEnded = endsWithin(fd,
                            std::chrono::duration_cast<std::chrono::milliseconds>(
                                    until - Clock::now()))
                && haveEnded;
        ::close(fd);
    }
    return haveEnded;
}

} // namespace saikobi::rehearsal
