#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace saikobi::shell {

/// Tells when the thread of the window did not come back to its loop for longer than anybody at the
/// keyboard should notice.
class StallWatch : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds most{100};

    explicit StallWatch(QObject* parent);

    std::chrono::milliseconds longest() const { return m_longest; }

signals:
    void stalled(std::chrono::milliseconds length);

private:
    void look();

    QTimer m_tick{};
    QElapsedTimer m_since{};
    std::chrono::milliseconds m_longest{0};
};

} // namespace saikobi::shell
