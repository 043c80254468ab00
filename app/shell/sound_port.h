#pragma once

#include "backend/contract/alarm.h"

namespace saikobi::shell {

/// Something that can be heard, or says that it cannot.
class SoundPort {
public:
    SoundPort() = default;
    virtual ~SoundPort() = default;
    SoundPort(const SoundPort&) = delete;
    SoundPort& operator=(const SoundPort&) = delete;

    /// There is a device now; it may come and go.
    virtual bool isPossible() const = 0;
    virtual void play(contract::AlarmPriority priority) = 0;
};

} // namespace saikobi::shell
