#pragma once

#include <QProcess>
#include <QString>

namespace saikobi::tests {

/// A real sshd on a port of loopback, for the user who runs the test, with keys made for it.
class SshServer {
public:
    /// `folder` is the test's; the server is not running yet.
    explicit SshServer(QString folder);
    ~SshServer();

    /// Empty, or why it cannot be run here.
    QString prepare();
    bool start();
    void stop();

    int port() const { return m_port; }
    QString user() const;
    QString identity() const { return m_folder + QStringLiteral("/client"); }
    QString strangersIdentity() const { return m_folder + QStringLiteral("/stranger"); }
    QString knownHosts() const { return m_folder + QStringLiteral("/known_hosts"); }

private:
    bool makeKey(const QString& name) const;
    bool write(const QString& name, const QByteArray& text) const;

    QString m_folder;
    int m_port = 0;
    QProcess m_server{};
};

} // namespace saikobi::tests
