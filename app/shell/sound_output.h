#pragma once

#include <QBuffer>
#include <QMediaDevices>

#include <memory>

#include "app/shell/sound_port.h"

class QAudioSink;

namespace saikobi::shell {

/// The tones on whatever the desktop plays sound on. Without a device it says so and stays silent.
class SoundOutput : public SoundPort {
public:
    SoundOutput();
    ~SoundOutput() override;

    bool isPossible() const override;
    void play(contract::AlarmPriority priority) override;

private:
    QMediaDevices m_devices{};
    QByteArray m_samples{};
    QBuffer m_buffer{};
    std::unique_ptr<QAudioSink> m_sink;
};

} // namespace saikobi::shell
