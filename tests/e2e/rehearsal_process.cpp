#include "tests/e2e/rehearsal_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>

#include <pqxx/pqxx>

#include <sys/prctl.h>

#include <csignal>

namespace saikobi::tests {

namespace {

constexpr int readyTimeoutMs = 90'000;

/// A test that is killed leaves no rehearsal behind.
void endWithUs()
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
}

} // namespace

QString program(const QString& name)
{
    return qEnvironmentVariable("SAIKOBI_BIN") + QLatin1Char('/') + name;
}

RehearsalProcess::RehearsalProcess()
    : m_folder(QDir::tempPath() + QStringLiteral("/saikobi-e2e-XXXXXX"))
{
    // For root, Postgres runs as another user, who must be able to walk through.
    QFile::setPermissions(m_folder.path(),
            QFile::permissions(m_folder.path()) | QFile::ExeGroup | QFile::ExeOther);
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.setChildProcessModifier(endWithUs);
}

RehearsalProcess::~RehearsalProcess()
{
    stop();
}

bool RehearsalProcess::start(const QStringList& arguments)
{
    m_ready.clear();
    m_connection.reset();
    m_process.setStandardErrorFile(m_folder.filePath(QStringLiteral("rehearsal.stderr")));
    m_process.start(program(QStringLiteral("saikobid")),
            QStringList{QStringLiteral("rehearsal"), QStringLiteral("--data"),
                    m_folder.filePath(QStringLiteral("data"))}
                    + arguments);
    if (readReadyLine())
        return true;
    QFile errors(m_folder.filePath(QStringLiteral("rehearsal.stderr")));
    if (errors.open(QIODevice::ReadOnly))
        m_complaint += QString::fromUtf8(errors.readAll().right(4000));
    return false;
}

bool RehearsalProcess::readReadyLine()
{
    QElapsedTimer patience;
    patience.start();
    while (patience.elapsed() < readyTimeoutMs) {
        if (!m_process.canReadLine() && !m_process.waitForReadyRead(500)
                && m_process.state() == QProcess::NotRunning) {
            m_complaint
                    = QStringLiteral("rehearsal ended with status %1\n").arg(m_process.exitCode());
            return false;
        }
        while (m_process.canReadLine()) {
            const auto words
                    = QString::fromUtf8(m_process.readLine()).simplified().split(QLatin1Char(' '));
            if (words.value(0) != QLatin1String("ready"))
                continue;
            for (const auto& word : words.mid(1))
                m_ready.insert(
                        word.section(QLatin1Char('='), 0, 0), word.section(QLatin1Char('='), 1));
            return true;
        }
    }
    m_complaint = QStringLiteral("no ready line within %1 s\n").arg(readyTimeoutMs / 1000);
    return false;
}

int RehearsalProcess::stop()
{
    m_connection.reset();
    if (m_process.state() == QProcess::NotRunning)
        return m_process.exitCode();
    m_process.terminate();
    if (m_process.waitForFinished(30'000))
        return m_process.exitCode();
    m_process.kill();
    m_process.waitForFinished();
    return -1;
}

QString RehearsalProcess::query(const QString& statement)
{
    try {
        if (!m_connection)
            m_connection = std::make_shared<pqxx::connection>(
                    address(QStringLiteral("postgres")).toStdString());
        pqxx::nontransaction work(*m_connection);
        const auto rows = work.exec(statement.toStdString());
        if (rows.empty() || rows[0][0].is_null())
            return {};
        return QString::fromUtf8(rows[0][0].c_str());
    } catch (const std::exception& failed) {
        m_connection.reset();
        return QStringLiteral("failed: ") + QString::fromUtf8(failed.what());
    }
}

qint64 RehearsalProcess::count(const QString& statement)
{
    bool isNumber = false;
    const auto answer = query(statement);
    const auto value = answer.toLongLong(&isNumber);
    if (!isNumber)
        qWarning("%s: %s", qPrintable(statement), qPrintable(answer));
    return isNumber ? value : -1;
}

QStringList RehearsalProcess::auditFindings()
{
    QStringList findings;
    for (const auto* view : {"audit_oversold", "audit_double_capture", "audit_stranded_stock",
                 "audit_orphan_payment", "audit_unfinished_order"}) {
        const auto name = QString::fromLatin1(view);
        const auto rows = query(QStringLiteral("select count(*) from saikobi.") + name);
        if (rows != QLatin1String("0"))
            findings.append(name + QStringLiteral(": ") + rows);
    }
    return findings;
}

QList<qint64> RehearsalProcess::children(const QStringList& words) const
{
    QList<qint64> found;
    const auto numbers = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")});
    for (const auto& number : numbers) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(number));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto line = QString::fromUtf8(file.readAll().replace('\0', ' '));
        const bool isOurs = line.contains(m_folder.path());
        const bool hasAll = std::all_of(words.begin(), words.end(),
                [&line](const QString& word) { return line.contains(word); });
        if (isOurs && hasAll)
            found.append(number.toLongLong());
    }
    return found;
}

QList<qint64> RehearsalProcess::storeProcesses(const QString& program) const
{
    // Redis and the children of Postgres rewrite their command lines; their working folder tells
    // whose they are.
    QList<qint64> found;
    const auto numbers = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")});
    for (const auto& number : numbers) {
        const auto folder = QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(number));
        const auto binary = QFile::symLinkTarget(QStringLiteral("/proc/%1/exe").arg(number));
        if (folder.startsWith(m_folder.path())
                && binary.section(QLatin1Char('/'), -1).startsWith(program))
            found.append(number.toLongLong());
    }
    return found;
}

bool CrowdProcess::start(const RehearsalProcess& rehearsal, const QStringList& arguments)
{
    m_process.setChildProcessModifier(endWithUs);
    m_process.start(program(QStringLiteral("saikobid")),
            QStringList{QStringLiteral("crowd"), QStringLiteral("--url"),
                    QStringLiteral("http://")
                            + rehearsal.address(QStringLiteral("http"))
                                      .section(QStringLiteral("//"), -1),
                    QStringLiteral("--postgres"), rehearsal.address(QStringLiteral("postgres"))}
                    + arguments);
    return m_process.waitForStarted();
}

QJsonObject CrowdProcess::summary(int timeoutMs)
{
    if (isRunning() && !m_process.waitForFinished(timeoutMs)) {
        m_complaint = QStringLiteral("the crowd did not end within %1 s").arg(timeoutMs / 1000);
        return {};
    }
    const auto document = QJsonDocument::fromJson(m_process.readAllStandardOutput());
    if (!document.isObject())
        m_complaint = QString::fromUtf8(m_process.readAllStandardError().right(4000));
    return document.object();
}

} // namespace saikobi::tests
