#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/rehearsal/child_process.h"
#include "backend/rehearsal/data_folder.h"

namespace saikobi::rehearsal {

/// One saikobid of a rehearsal: started, waited for, started again when it dies, stopped.
class Part {
public:
    using Clock = std::chrono::steady_clock;

    Part(const DataFolder& folder, std::string name, std::filesystem::path program,
            std::vector<std::string> arguments);

    const std::string& name() const { return m_name; }
    contract::Outcome start();
    /// What follows `ready ` in the line it prints. Unavailable with its last words when it ends or
    /// says nothing in time; Refused when `isCancelled`.
    contract::Result<std::string> waitUntilReady(const std::function<bool()>& isCancelled);
    bool isRunning() { return m_process && m_process->isRunning(); }
    /// Starts it again once it has ended, later each time it dies early. Tells on stderr.
    void keepAlive(Clock::time_point now);
    void tellToStop();
    /// SIGTERM; SIGKILL for who has not ended in time.
    void stop(std::chrono::milliseconds atMost);
    std::optional<int> exitStatus() const;
    const std::filesystem::path& output() const { return m_output; }

private:
    std::string lastWords() const;

    std::string m_name;
    std::filesystem::path m_program;
    std::vector<std::string> m_arguments;
    std::filesystem::path m_log;
    std::filesystem::path m_output;
    std::filesystem::path m_pidFile;
    std::optional<ChildProcess> m_process{};
    Clock::time_point m_startedAt{};
    std::optional<Clock::time_point> m_startAgainAt{};
    std::chrono::milliseconds m_pause{0};
};

/// The pause before a process is started again that ran for `ran`; `last` is the pause before that.
std::chrono::milliseconds pauseBeforeRestart(
        std::chrono::milliseconds last, std::chrono::milliseconds ran);

} // namespace saikobi::rehearsal
