#include "tests/app_connection/ssh_server.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include "app/connection/ssh_tunnel.h"

namespace saikobi::tests {

namespace {

const auto program = QStringLiteral("/usr/sbin/sshd");

QByteArray contentsOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

SshServer::SshServer(QString folder)
    : m_folder(std::move(folder))
    , m_port(connection::SshTunnel::freePorts().redis)
{
}

SshServer::~SshServer()
{
    stop();
}

QString SshServer::user() const
{
    const auto* found = ::getpwuid(::geteuid());
    return found ? QString::fromLocal8Bit(found->pw_name) : QString();
}

QString SshServer::prepare()
{
    if (!QFile::exists(program))
        return QStringLiteral("there is no sshd: app/install --tests brings openssh-server");
    for (const auto* name : {"host", "client", "stranger"})
        if (!makeKey(QString::fromLatin1(name)))
            return QStringLiteral("ssh-keygen made no key");
    // Where sshd, as root, locks itself in; the package makes it at boot.
    if (::geteuid() == 0)
        QDir().mkpath(QStringLiteral("/run/sshd"));
    const auto at = m_folder.toUtf8();
    const bool isWritten = write(QStringLiteral("authorized_keys"),
                                   contentsOf(identity() + QStringLiteral(".pub")))
            && write(QStringLiteral("known_hosts"),
                    "[127.0.0.1]:" + QByteArray::number(m_port) + ' '
                            + contentsOf(m_folder + QStringLiteral("/host.pub")))
            && write(QStringLiteral("sshd_config"),
                    "Port " + QByteArray::number(m_port)
                            + "\nListenAddress 127.0.0.1\nPidFile none\nUsePAM no\nStrictModes no\n"
                              "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
                              "PermitRootLogin prohibit-password\nHostKey "
                            + at + "/host\nAuthorizedKeysFile " + at + "/authorized_keys\n");
    return isWritten ? QString() : QStringLiteral("the configuration cannot be written");
}

bool SshServer::makeKey(const QString& name) const
{
    QProcess keygen;
    keygen.start(QStringLiteral("ssh-keygen"),
            {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"),
                    QStringLiteral("-N"), QString(), QStringLiteral("-f"),
                    QString(m_folder + u'/' + name)});
    return keygen.waitForFinished() && keygen.exitCode() == 0;
}

bool SshServer::write(const QString& name, const QByteArray& text) const
{
    QFile file(m_folder + u'/' + name);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) == text.size();
}

bool SshServer::start()
{
    m_server.start(program,
            {QStringLiteral("-D"), QStringLiteral("-e"), QStringLiteral("-f"),
                    QString(m_folder + QStringLiteral("/sshd_config"))});
    return m_server.waitForStarted();
}

void SshServer::stop()
{
    if (m_server.state() == QProcess::NotRunning)
        return;
    // Its sessions would outlive it.
    const auto pid = QString::number(m_server.processId());
    const auto sessions
            = contentsOf(QStringLiteral("/proc/%1/task/%1/children").arg(pid)).split(' ');
    for (const auto& each : sessions)
        if (const int session = each.trimmed().toInt(); session > 0)
            ::kill(session, SIGTERM);
    m_server.terminate();
    if (!m_server.waitForFinished(5000))
        m_server.kill();
    m_server.waitForFinished(5000);
}

} // namespace saikobi::tests
