#include "app/shell/rehearsal_process.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif
#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace saikobi::shell {

namespace {

constexpr int patienceMs = 20000; ///< its Postgres writes a checkpoint before it ends

} // namespace

QString fieldOf(const QString& readyLine, const QString& key)
{
    for (const auto& part : readyLine.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        if (part.startsWith(key + QLatin1Char('=')))
            return part.mid(key.size() + 1);
    return {};
}

RehearsalProcess::RehearsalProcess(QObject* parent)
    : QObject(parent)
{
#ifdef Q_OS_LINUX
    // Should this program be killed, nobody else would stop the servers that it started.
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
#endif
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &RehearsalProcess::readLines);
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] {
        const auto said = QString::fromUtf8(m_process.readAllStandardError()).trimmed();
        m_lastWords = said.section(QLatin1Char('\n'), -1);
        if (!m_isReady)
            emit progressed(m_lastWords);
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            emit failed(tr("The rehearsal cannot be started: %1 is missing.", "%1: a program")
                                .arg(m_process.program()));
    });
    connect(&m_process, &QProcess::finished, this, [this](int code) {
        emit failed(tr("The rehearsal ended with status %1: %2", "%2: its last words")
                            .arg(code)
                            .arg(m_lastWords));
    });
}

RehearsalProcess::~RehearsalProcess()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(patienceMs))
        m_process.kill();
}

void RehearsalProcess::start(const QString& dataFolder, const QStringList& more)
{
    // Tests stand elsewhere than the programs.
    const QDir beside(qEnvironmentVariable("SAIKOBI_BIN", QCoreApplication::applicationDirPath()));
    m_process.start(beside.filePath(QStringLiteral("saikobid")),
            QStringList{QStringLiteral("rehearsal"), QStringLiteral("--data"), dataFolder} + more);
}

QString RehearsalProcess::usualFolder()
{
    const auto chosen = qEnvironmentVariable("SAIKOBI_REHEARSAL");
    if (!chosen.isEmpty())
        return chosen;
#ifdef Q_OS_UNIX
    // Postgres refuses root and then runs as another user, who cannot look into root's home.
    if (geteuid() == 0)
        return QStringLiteral("/var/lib/saikobi/rehearsal");
#endif
    const auto state = qEnvironmentVariable(
            "XDG_STATE_HOME", QDir::home().filePath(QStringLiteral(".local/state")));
    return QDir(state).filePath(QStringLiteral("saikobi/rehearsal"));
}

void RehearsalProcess::readLines()
{
    while (m_process.canReadLine()) {
        const auto line = QString::fromUtf8(m_process.readLine()).trimmed();
        if (!m_isReady && line.startsWith(QLatin1String("ready "))) {
            m_isReady = true;
            emit ready(fieldOf(line, QStringLiteral("operator")));
        } else if (!m_isReady) {
            emit progressed(line);
        }
    }
}

} // namespace saikobi::shell
