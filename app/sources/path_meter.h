#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>

#include "app/commands/command_gateway_port.h"

namespace saikobi::sources {

/// How long commands of this console take to be taken, and how many of them nobody has confirmed.
/// The gateway's threads and the desk write into it, the source puts it into the snapshot.
class PathMeter {
public:
    /// A probe leaves. One that has not come back stays the one that is waited for: while a store
    /// is away the time since the first of them grows.
    void sent(commands::CommandPath path, contract::Deadline at);
    /// It was taken, or answered.
    void returned(commands::CommandPath path, contract::Deadline at);
    /// ms of the worse path; empty until both were tried. A probe under way counts as long as it
    /// has taken so far.
    std::optional<double> worstMs(contract::Deadline now) const;

    /// The source of the same sale gets no answer from that store, or gets one again. Whoever else
    /// lost the store leaves the trying to the source: one program knocks once, not three times.
    void setAway(commands::CommandPath path, bool isAway);
    bool isAway(commands::CommandPath path) const;

    void setUnconfirmed(std::int64_t commands);
    std::optional<std::int64_t> unconfirmed() const;

private:
    struct Path {
        std::optional<contract::Deadline> waitsSince{};
        std::optional<double> lastMs{};
        bool isAway = false;
    };
    static std::optional<double> msOf(const Path& path, contract::Deadline now);

    mutable std::mutex m_mutex{};
    std::array<Path, 2> m_paths{}; ///< by CommandPath
    std::optional<std::int64_t> m_unconfirmed{};
};

} // namespace saikobi::sources
