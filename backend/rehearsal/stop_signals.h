#pragma once

#include <chrono>
#include <csignal>

namespace saikobi::rehearsal {

/// SIGINT, SIGTERM and SIGHUP of this process, asked for instead of handled. Make it before the
/// first thread, so that no other one takes them.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /// True once one has come.
    bool hasCome();
    /// Returns early when one comes, or when a child ends.
    void wait(std::chrono::milliseconds atMost);

private:
    sigset_t m_set{};
    sigset_t m_before{};
    bool m_hasCome = false;
};

} // namespace saikobi::rehearsal
