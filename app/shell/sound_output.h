#pragma once

#include <QThread>

#include <atomic>

#include "app/shell/sound_port.h"

namespace saikobi::shell {

/// The tones on whatever the desktop plays sound on. Without a device it says so and stays silent.
/// Looking for devices and opening one takes as long as the desktop's sound server likes, up to
/// seconds; so all of it happens on a thread of its own, and the window waits for nothing.
class SoundOutput : public SoundPort {
public:
    SoundOutput();
    ~SoundOutput() override;

    /// As it was when the devices last changed; false until they were looked for.
    bool isPossible() const override { return m_isPossible; }
    void play(contract::AlarmPriority priority) override;

private:
    class Player;

    std::atomic<bool> m_isPossible{false};
    QThread m_thread{};
    Player* m_player; ///< lives on the thread and ends with it
};

} // namespace saikobi::shell
