#include "tests/faults/armed_instance.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "tests/support/web_client.h"

namespace saikobi::tests {

namespace {

std::uint16_t freePort()
{
    const int held = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    ::bind(held, plain, size);
    ::getsockname(held, plain, &size);
    ::close(held);
    return ntohs(address.sin_port);
}

} // namespace

ArmedInstance::~ArmedInstance()
{
    stop();
}

/// As its brothers, but for name and port.
bool ArmedInstance::writeConfig(const RehearsalProcess& rehearsal, const QString& file)
{
    QFile brother(rehearsal.folder() + QStringLiteral("/data/config/serve-1.toml"));
    QFile own(file);
    if (!brother.open(QIODevice::ReadOnly) || !own.open(QIODevice::WriteOnly))
        return false;
    m_port = freePort();
    auto text = QString::fromUtf8(brother.readAll());
    text.replace(QStringLiteral("\"serve-1\""), QStringLiteral("\"armed\""));
    text.replace(QRegularExpression(QStringLiteral("\nlisten = \"[^\"]*\"")),
            QStringLiteral("\nlisten = \"127.0.0.1:%1\"").arg(m_port));
    return own.write(text.toUtf8()) > 0;
}

bool ArmedInstance::start(const RehearsalProcess& rehearsal, const QString& point)
{
    stop();
    const auto file = rehearsal.folder() + QStringLiteral("/data/config/armed.toml");
    if (!writeConfig(rehearsal, file)) {
        m_complaint = QStringLiteral("its configuration cannot be written");
        return false;
    }
    auto surroundings = QProcessEnvironment::systemEnvironment();
    if (!point.isEmpty())
        surroundings.insert(QStringLiteral("SAIKOBI_KILL_AT"), point);
    m_process.setProcessEnvironment(surroundings);
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(rehearsal.folder() + QStringLiteral("/data/logs/armed.log"));
    m_process.start(program(QStringLiteral("saikobid")),
            {QStringLiteral("serve"), QStringLiteral("--config"), file});
    const auto answers = [this] {
        WebClient door(m_port);
        return isDead() || door.get("/public/sales/demo/catalogue").status == 200;
    };
    m_complaint = QStringLiteral("it does not answer");
    return QTest::qWaitFor(answers, 60000);
}

void ArmedInstance::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(20000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

bool ArmedInstance::isDead()
{
    if (m_process.state() != QProcess::NotRunning)
        m_process.waitForFinished(0);
    return m_process.state() == QProcess::NotRunning;
}

} // namespace saikobi::tests
