#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "app/sources/back_off.h"
#include "app/sources/live_gateway.h"
#include "app/sources/live_source.h"

using namespace saikobi;
using namespace saikobi::sources;
using namespace std::chrono_literals;

namespace {

/// A store that hangs up on everybody, and remembers who knocked when.
class DeadStore : public QTcpServer {
public:
    DeadStore() { m_clock.start(); }

    const std::vector<qint64>& knocks() const { return m_knocks; }

protected:
    void incomingConnection(qintptr handle) override
    {
        m_knocks.push_back(m_clock.elapsed());
        QTcpSocket socket;
        socket.setSocketDescriptor(handle);
        socket.abort();
    }

private:
    QElapsedTimer m_clock{};
    std::vector<qint64> m_knocks{};
};

} // namespace

/// D17 of CONSOLE.md §8: a store that is down for ten minutes is tried at most thirty times, by the
/// whole program.
class TestStoreAttempts : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void oneThatTriesKnocksAtMostThirtyTimes_data()
    {
        QTest::addColumn<quint32>("seed");
        for (const quint32 seed : {1U, 2U, 3U, 20261121U})
            QTest::addRow("seed %u", seed) << seed;
    }

    void oneThatTriesKnocksAtMostThirtyTimes()
    {
        QFETCH(quint32, seed);
        BackOff backOff{seed};
        int tries = 1 + others; // at once, and each of the others its first time
        for (auto at = backOff.next(); at < 10min; at += backOff.next())
            ++tries;
        QVERIFY2(tries <= 30, qPrintable(QString::number(tries)));
    }

    /// Readers and the carriers of commands do not each try for themselves: after its first failure
    /// everyone but the reader of the store waits for that one's word.
    void theProgramTriesOnceAtATime()
    {
        DeadStore redis;
        DeadStore postgres;
        QVERIFY(redis.listen(QHostAddress::LocalHost) && postgres.listen(QHostAddress::LocalHost));
        Profile profile;
        profile.sale = "demo";
        profile.redisHost = "127.0.0.1";
        profile.redisPort = redis.serverPort();
        profile.redisUser = "op-1";
        profile.postgresUrl = "postgresql://op-1@127.0.0.1:" + std::to_string(postgres.serverPort())
                + "/none?sslmode=disable&gssencmode=disable";
        const auto meter = std::make_shared<PathMeter>();
        model::Mailbox<contract::SnapshotPtr> mailbox;
        LiveGateway gateway(profile, meter);
        LiveSource source(mailbox, profile, LiveSource::Pace{}, meter);
        source.start();
        const auto told = [&] {
            QString out;
            for (const auto* store : {&redis, &postgres})
                for (const auto at : store->knocks())
                    out += QString::number(at) + QLatin1Char(store == &redis ? 'r' : 'p')
                            + QLatin1Char(' ');
            return out;
        };
        // The reader comes at 0, 1, 3 and 7 s, each wait a fifth shorter at most; the carrier of
        // commands, and at Postgres the reader of what is costly, come once besides.
        constexpr std::size_t ofReader = 4;
        constexpr qint64 earliest = 5600;
        const auto isEnough = [&] {
            return redis.knocks().size() >= ofReader + 1
                    && postgres.knocks().size() >= ofReader + others;
        };
        QVERIFY2(QTest::qWaitFor(isEnough, 20000), qPrintable(told()));
        QVERIFY2(redis.knocks().at(ofReader) >= earliest, qPrintable(told()));
        QVERIFY2(postgres.knocks().at(ofReader + others - 1) >= earliest, qPrintable(told()));
        QVERIFY(meter->isAway(commands::CommandPath::Redis));
        QVERIFY(meter->isAway(commands::CommandPath::Postgres));
    }

private:
    static constexpr int others = 2; ///< that try the same store
};

QTEST_GUILESS_MAIN(TestStoreAttempts)
#include "test_store_attempts.moc"
