#include "app/shell/single_start.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace saikobi::shell {

namespace {

constexpr int patienceMs = 500; ///< of the second start; a first one that hangs does not stop it

} // namespace

SingleStart::SingleStart(const QString& what, QObject* parent)
    : QObject(parent)
{
    // Users share the place of the sockets; their homes tell them apart.
    const auto whose = (QDir::homePath() + QLatin1Char('\n') + what).toUtf8();
    m_name = QStringLiteral("saikobi-")
            + QString::fromLatin1(
                    QCryptographicHash::hash(whose, QCryptographicHash::Sha256).toHex().left(16));
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (auto* caller = m_server.nextPendingConnection())
            caller->deleteLater();
        emit startedAgain();
    });
}

bool SingleStart::isSecond()
{
    QLocalSocket first;
    first.connectToServer(m_name);
    if (first.waitForConnected(patienceMs))
        return true;
    // A socket that nobody answers was left by a program that crashed.
    QLocalServer::removeServer(m_name);
    m_server.listen(m_name);
    return false;
}

} // namespace saikobi::shell
