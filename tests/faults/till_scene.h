#pragma once

#include <QFile>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/rehearsal_process.h"
#include "tests/faults/shoppers.h"

namespace saikobi::tests {

/// A whole installation that sells, with a crowd that buys and a judge who trusts neither: what the
/// fault tests of orders, stock and payments have in common.
class TillScene {
public:
    struct Words {
        int callsPerSecond = 300;
        int stock = 100000; ///< of each of two articles
        QList<int> stocks{}; ///< in place of that: an article of so many units each
        int places = 100000;
        int perPerson = 2;
        int instances = 2;
        bool hasEveryMethod = false; ///< pages of the provider and points too, not only own calls
        /// Of the simulator, as its README names them, beside short latencies.
        QByteArray provider{};
    };

    /// Starts everything and waits for an open sale. False: see `complaint()`.
    bool start(const Words& words);
    bool start() { return start(Words{}); }
    QString complaint() const { return m_complaint; }
    RehearsalProcess& rehearsal() { return m_rehearsal; }
    QString folder() const { return m_rehearsal.folder(); }

    /// So many people with passes. Null when one of them got none in time.
    std::unique_ptr<Shoppers> enter(std::size_t count);
    /// One article by card, under a new key.
    Shoppers::Wish wish(qint64 quantity = 1);

    /// Buyers from now on; `arguments` beside --history: arrivals, duration, seed, think.
    bool sendCrowd(const QStringList& arguments);
    bool isCrowdHere() const { return m_crowd && m_crowd->isRunning(); }
    /// Waits for its end. Empty when it told no falsehood to anybody and refused nobody wrongly.
    QString crowdComplaint(int timeoutMs);
    const QJsonObject& crowdSummary() const { return m_summary; }

    /// The path of a new file that the judge reads too.
    QString newHistory();

    /// What was done, for the judge: a store that failed or came back, a limit that was changed.
    void mark(const QString& what, const QString& of, double rate = 0);
    /// Sets knobs of the provider simulator. False when it does not take them.
    bool setProvider(const QByteArray& json);
    QJsonObject providerSummary();

    /// What an operator orders, through Postgres and as of now. The id of the command; empty when
    /// it was not taken.
    QString command(const QString& kind, const QJsonObject& parameters = {});
    /// What became of a command, once something did; "sent" until then.
    QString stateOf(const QString& command);
    /// One command to Redis as its administrator. False when it was not answered.
    bool redis(const std::vector<std::string>& command);
    /// One statement to Postgres as its superuser. False when it was refused.
    bool postgres(const QString& statement);
    /// A forgotten transaction, repeatable read, that keeps what it saw for ten minutes or until it
    /// is let go. Returns once it is seen in pg_stat_activity.
    bool holdSnapshot();
    bool isSnapshotHeld() const;
    void letSnapshotGo();
    std::uint16_t port() const; ///< that all instances share

    qint64 orders(const QString& status);
    qint64 ordersMade();
    qint64 unfinished();
    /// Waits until no order is under way and every audit view is empty, then asks the judge. Empty:
    /// all promises are kept. `skip`: those that the scene cannot show.
    QString verdict(int restWithinMs = 30000, const QStringList& skip = {});

    /// Instances of `serve`, as processes.
    QList<qint64> instances() const { return m_rehearsal.children({"saikobid", "serve-"}); }

private:
    QString filePath(const QString& name) const;
    bool startClient(QProcess& client, const QStringList& statements) const;
    QString asOperator(const QString& statement) const;
    bool writeSale(const Words& words);
    QString wrongAnswers() const;

    RehearsalProcess m_rehearsal;
    std::unique_ptr<CrowdProcess> m_crowd{};
    QStringList m_histories{};
    QFile m_marks{};
    QProcess m_holder{};
    QJsonObject m_summary{};
    QString m_complaint{};
};

} // namespace saikobi::tests
