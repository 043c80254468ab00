#pragma once

#include <QProcess>
#include <QString>

#include <cstdint>

#include "tests/e2e/rehearsal_process.h"

namespace saikobi::tests {

/// One more instance of a running rehearsal, which dies by SIGKILL at a named point and which
/// nobody starts again. It has a port of its own, so that a test decides who meets it, and shares
/// the address of notifications with the others.
class ArmedInstance {
public:
    ~ArmedInstance();

    /// Waits until it answers. False: see `complaint()`.
    bool start(const RehearsalProcess& rehearsal, const QString& point);
    void stop();

    std::uint16_t port() const { return m_port; }
    QString complaint() const { return m_complaint; }
    bool isDead();

private:
    bool writeConfig(const RehearsalProcess& rehearsal, const QString& file);

    QProcess m_process{};
    QString m_complaint{};
    std::uint16_t m_port = 0;
};

} // namespace saikobi::tests
