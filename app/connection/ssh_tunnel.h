#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "app/connection/hop_walk.h"
#include "app/sources/profile.h"
#include "backend/contract/result.h"

namespace saikobi::connection {

/// A running `ssh -N -L …`: both stores of a profile at ports of this machine. It ends with this
/// object, and with the thread that opened it. ssh asks nobody anything: its key or agent must do,
/// and the host must be known.
class SshTunnel {
public:
    struct Ports {
        int postgres = 0;
        int redis = 0;
    };

    /// Two ports of this machine that nobody uses just now.
    static Ports freePorts();
    /// Returns once both ports take connections. Unavailable: in the words of ssh.
    static contract::Result<std::unique_ptr<SshTunnel>> open(const sources::Profile& profile,
            Ports ports, std::chrono::milliseconds deadline, const StopSign& stop);
    ~SshTunnel();
    SshTunnel(const SshTunnel&) = delete;
    SshTunnel& operator=(const SshTunnel&) = delete;

    bool isRunning();
    /// The last line that ssh said.
    std::string said();

private:
    SshTunnel(int process, int output);

    int m_process = -1; ///< -1: it has ended
    int m_output = -1;
    std::string m_said{};
};

/// The words of the command; the profile's own stand where ssh cannot take them for options.
std::vector<std::string> sshWords(const sources::Profile& profile, SshTunnel::Ports ports);

} // namespace saikobi::connection
