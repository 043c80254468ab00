#include "app/shell/sound_output.h"

#include <QAudioDevice>
#include <QAudioFormat>
#include <QAudioSink>

#include "app/shell/alarm_tones.h"

namespace saikobi::shell {

namespace {

constexpr int samplesPerSecond = 44100;

QAudioFormat formatOfTones()
{
    QAudioFormat format;
    format.setSampleRate(samplesPerSecond);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

} // namespace

SoundOutput::SoundOutput() = default;
SoundOutput::~SoundOutput() = default;

bool SoundOutput::isPossible() const
{
    const auto device = QMediaDevices::defaultAudioOutput();
    return !device.isNull() && device.isFormatSupported(formatOfTones());
}

void SoundOutput::play(contract::AlarmPriority priority)
{
    if (!isPossible())
        return;
    m_sink.reset(); // a graver one cuts the other short
    m_buffer.close();
    m_samples = alarmTone(priority, samplesPerSecond);
    m_buffer.setBuffer(&m_samples);
    m_buffer.open(QIODevice::ReadOnly);
    // Made anew each time, so that it follows the device that the desktop uses now.
    m_sink = std::make_unique<QAudioSink>(QMediaDevices::defaultAudioOutput(), formatOfTones());
    m_sink->start(&m_buffer);
}

} // namespace saikobi::shell
