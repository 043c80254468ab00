#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// Whom a child runs as, when that is not who we are.
struct SystemUser {
    std::string name{};
    uid_t uid = 0;
    gid_t gid = 0;
};

struct ChildOptions {
    std::filesystem::path program{};
    std::vector<std::string> arguments{};
    std::map<std::string, std::string> environment{}; ///< added to ours
    std::filesystem::path log{}; ///< what it says is appended here; empty: thrown away
    std::filesystem::path output{}; ///< stdout goes here instead, from the beginning of the file
    std::optional<SystemUser> runAs{};
    int deathSignal = SIGKILL; ///< sent by the kernel when the starting *thread* ends
};

/// A process of ours, in a process group of its own so that a Ctrl+C at the terminal reaches only
/// the launcher, which stops its parts in order. It dies when the thread that started it dies:
/// start children from a thread that lives as long as they shall.
class ChildProcess {
public:
    /// Unavailable names the program and the system's reason.
    static contract::Result<ChildProcess> start(const ChildOptions& options);
    ~ChildProcess(); ///< kills what still runs
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;

    pid_t pid() const { return m_pid; }
    bool isRunning();
    /// True once it has ended; false when the time is over first.
    bool waitForExit(std::chrono::milliseconds atMost);
    void send(int signal);
    /// "exit status 1", "signal 9"; empty while it runs.
    const std::string& ending() const { return m_ending; }
    std::optional<int> exitStatus() const { return m_exitStatus; } ///< empty when a signal ended it

private:
    explicit ChildProcess(pid_t pid);
    void reap(int status);

    pid_t m_pid = -1;
    int m_pidFd = -1;
    bool m_isRunning = false;
    std::optional<int> m_exitStatus{};
    std::string m_ending{};
};

/// Children and children's children of a process, as /proc has them now.
std::vector<pid_t> descendantsOf(pid_t parent);

/// SIGKILL for all of them; returns when none is left, or false at the deadline.
bool killAll(const std::vector<pid_t>& processes, std::chrono::milliseconds atMost);

} // namespace saikobi::rehearsal
