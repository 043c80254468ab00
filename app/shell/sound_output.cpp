#include "app/shell/sound_output.h"

#include <QAudioDevice>
#include <QAudioFormat>
#include <QAudioSink>
#include <QBuffer>
#include <QMediaDevices>

#include <memory>

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

class SoundOutput::Player : public QObject {
public:
    explicit Player(std::atomic<bool>& isPossible)
        : m_isPossible(isPossible)
    {
    }

    /// Not in the constructor: that runs on the thread of the window.
    void begin()
    {
        m_devices = std::make_unique<QMediaDevices>();
        connect(m_devices.get(), &QMediaDevices::audioOutputsChanged, this, [this] { look(); });
        look();
    }
    void play(contract::AlarmPriority priority)
    {
        if (!m_isPossible)
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

private:
    void look()
    {
        const auto device = QMediaDevices::defaultAudioOutput();
        m_isPossible = !device.isNull() && device.isFormatSupported(formatOfTones());
    }

    std::atomic<bool>& m_isPossible;
    std::unique_ptr<QMediaDevices> m_devices;
    QByteArray m_samples{};
    QBuffer m_buffer{this}; // moves to the thread with its parent
    std::unique_ptr<QAudioSink> m_sink;
};

SoundOutput::SoundOutput()
    : m_player(new Player(m_isPossible))
{
    m_thread.setObjectName(QStringLiteral("sound"));
    m_player->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_player, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(m_player, [player = m_player] { player->begin(); });
}

SoundOutput::~SoundOutput()
{
    m_thread.quit();
    m_thread.wait();
}

void SoundOutput::play(contract::AlarmPriority priority)
{
    QMetaObject::invokeMethod(m_player, [player = m_player, priority] { player->play(priority); });
}

} // namespace saikobi::shell
