#pragma once

#include <optional>
#include <string>

#include "app/review/recording.h"

namespace saikobi::review {

/// "Screen as seen": all pages show one second of a recording, in replay dress and without
/// commands. The shell implements it; the Review screen asks.
class ReplayPort {
public:
    ReplayPort() = default;
    virtual ~ReplayPort() = default;
    ReplayPort(const ReplayPort&) = delete;
    ReplayPort& operator=(const ReplayPort&) = delete;

    /// Leaves what was open, if it was no replay of the same file, and shows `at` as `console` saw
    /// it (empty: as everything was). Cheap to repeat: the newest second wins.
    virtual void showAsSeen(
            const RecordingMeta& recording, const std::string& console, contract::Instant at)
            = 0;
    /// Back to what was open before; nothing happens unless a replay is shown.
    virtual void leaveReplay() = 0;
    virtual bool isReplaying() const = 0;
};

} // namespace saikobi::review
