#pragma once

#include <QJsonObject>
#include <QMap>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace pqxx {
class connection_base;
}

namespace saikobi::tests {

/// `saikobid rehearsal` as its users start it, in a folder of its own, stopped again at the end.
class RehearsalProcess {
public:
    RehearsalProcess();
    ~RehearsalProcess();

    /// Starts it and waits for the `ready` line. False: see `complaint()`.
    bool start(const QStringList& arguments = {QStringLiteral("--crowd"), QStringLiteral("none")});
    /// SIGTERM, then waits. The exit status; -1 when it had to be killed.
    int stop();

    /// A word of the ready line: http, postgres, redis, provider, operator, viewer.
    QString address(const QString& word) const { return m_ready.value(word); }
    QString folder() const { return m_folder.path(); }
    QString complaint() const { return m_complaint; }

    /// First column of the first row, as the viewer reads it. Empty text for null; throws nothing:
    /// a failure is the text "failed: …".
    QString query(const QString& statement);
    qint64 count(const QString& statement);
    /// Names of audit views that have rows, with the number of rows. Empty: all is well.
    QStringList auditFindings();

    /// Process ids of children whose command line holds all these words.
    QList<qint64> children(const QStringList& words) const;
    /// Of a store ("redis", one of whose names its program bears, or "postgres"): the server and
    /// all it forked.
    QList<qint64> storeProcesses(const QString& program) const;

private:
    bool readReadyLine();

    QTemporaryDir m_folder;
    QProcess m_process;
    QMap<QString, QString> m_ready;
    QString m_complaint;
    std::shared_ptr<pqxx::connection_base> m_connection;
};

/// `saikobid crowd` against a running rehearsal; its JSON summary when it ends.
class CrowdProcess {
public:
    bool start(const RehearsalProcess& rehearsal, const QStringList& arguments);
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    /// Waits for the end. Empty object when it failed: see `complaint()`.
    QJsonObject summary(int timeoutMs);
    QString complaint() const { return m_complaint; }

private:
    QProcess m_process;
    QString m_complaint;
};

QString program(const QString& name); ///< path of one of our executables

} // namespace saikobi::tests
