#pragma once

#include <QObject>
#include <QProcess>
#include <QString>

namespace saikobi::shell {

/// A whole sale on this machine, started for this window and stopped with it: `saikobid rehearsal`,
/// found beside this program.
class RehearsalProcess : public QObject {
    Q_OBJECT

public:
    explicit RehearsalProcess(QObject* parent = nullptr);
    /// Asks it to stop and waits until its servers have.
    ~RehearsalProcess() override;

    /// `more`: further arguments of `saikobid rehearsal`.
    void start(const QString& dataFolder, const QStringList& more = {});
    /// Where the data of rehearsals lies unless SAIKOBI_REHEARSAL says otherwise.
    static QString usualFolder();

signals:
    void progressed(const QString& line); ///< what it said on its way
    void ready(const QString& operatorProfile);
    void failed(const QString& problem);

private:
    void readLines();

    QProcess m_process{};
    QString m_lastWords{};
    bool m_isReady = false;
};

/// The value of `key` in a line like "ready http=… operator=…"; empty if it is not there.
QString fieldOf(const QString& readyLine, const QString& key);

} // namespace saikobi::shell
