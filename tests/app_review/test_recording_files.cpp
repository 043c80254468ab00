#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "app/review/recording_store.h"
#include "app/review/replay.h"
#include "app/sources/run_fetcher.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using review::RecordingProblem;
using Kind = review::RecordingProblem::Kind;

namespace {

constexpr const char* tape
        = "insert into saikobi.tick (sale, run, at, instance, incarnation, counters, histograms, "
          "gauges) select 'demo', 1, '2026-11-20 03:00:00+00'::timestamptz + n * interval '1 s', "
          "'one', 'x', jsonb_build_object('answers', n * 200), '{}', '{\"ready\": 1, \"cpu\": 40}' "
          "from generate_series(0, 599) n; "
          "insert into saikobi.timeline (id, sale, run, at, source, kind, reason) values "
          "('1', 'demo', 1, '2026-11-20 03:00:01.5+00', 'redis', 'note', '列'); "
          "update saikobi.sale set settings = settings || '{\"claim_window_s\": 45, "
          "\"late_window_s\": 0, \"max_shoppers\": 700}' where slug = 'demo'";

void change(const QString& path, const QString& sql)
{
    {
        auto file = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("change"));
        file.setDatabaseName(path);
        QVERIFY(file.open());
        QVERIFY(QSqlQuery(file).exec(sql));
        file.close();
    }
    QSqlDatabase::removeDatabase(QStringLiteral("change"));
}

} // namespace

/// A run in Postgres becomes a file, a file becomes a recording, and what is wrong with one is
/// named.
class TestRecordingFiles : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = tests::TestStores::start();
        QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
        tests::loadSample(*m_stores);
        m_stores->execute(tape);
        m_store.setFetcher(std::make_shared<sources::PostgresRuns>(m_stores->viewerUrl()),
                m_folder.filePath(QStringLiteral("recordings")));
        connect(&m_store, &review::RecordingStore::opened, this,
                [this](const review::RecordingPtr& one) { m_opened = one; });
        connect(&m_store, &review::RecordingStore::failed, this,
                [this](const RecordingProblem& one) { m_problem = one; });
    }

    void init()
    {
        m_opened.reset();
        m_problem.reset();
    }

    void aRunOfPostgresIsFetchedAndOpened()
    {
        QSignalSpy listed(&m_store, &review::RecordingStore::listed);
        m_store.listRuns();
        QTRY_COMPARE(listed.count(), 1);
        const auto runs = listed[0][0].value<std::vector<review::RecordedRun>>();
        QCOMPARE(runs.size(), std::size_t{1});
        QCOMPARE(runs[0].sale, std::string{"demo"});
        m_store.openRun(runs[0]);
        QTRY_VERIFY_WITH_TIMEOUT(m_opened || m_problem, 20000);
        QVERIFY2(m_opened, m_problem ? m_problem->detail.c_str() : "");
        QCOMPARE(m_opened->meta.seconds(), std::size_t{600});
        QCOMPARE(m_opened->timeline.size(), std::size_t{1});
        QCOMPARE(m_opened->timeline[0].reason, std::string{"列"});
        QVERIFY(m_opened->find("cpu@one"));
        QCOMPARE(m_opened->find("cpu@one")->values.at(300), 40.0F);
        QCOMPARE(m_opened->products.size(), std::size_t{1});
        QCOMPARE(m_opened->meta.kind, contract::ProfileKind::Rehearsal); // as all private stores
        QCOMPARE(m_opened->meta.pacing.claimWindow, 45.0);
        QCOMPARE(m_opened->meta.pacing.lateWindow, 0.0);
        QCOMPARE(m_opened->meta.pacing.maxShoppers, std::int64_t{700});
        m_file = QString::fromStdString(m_opened->meta.path);
        QVERIFY(QFile::exists(m_file + QStringLiteral(".series")));
    }

    void itOpensAgainFromWhatWasCounted()
    {
        open(m_file);
        QVERIFY(m_opened);
        QCOMPARE(m_opened->find("cpu@one")->values.at(300), 40.0F);
    }

    void whatWasCountedOfAnotherFileIsNotBelieved()
    {
        const auto copy = copied();
        QVERIFY(QFile::copy(m_file + QStringLiteral(".series"), copy + QStringLiteral(".series")));
        change(copy, QStringLiteral("update tick set gauges = '{}' where rowid = 7"));
        open(copy);
        QVERIFY(m_problem && m_problem->kind == Kind::Damaged);
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("names");
        const auto row = [](const char* claim, const char* sql, Kind kind, const char* names) {
            QTest::newRow(claim) << QString::fromUtf8(sql) << static_cast<int>(kind)
                                 << QString::fromUtf8(names);
        };
        row("a changed value", "update tick set gauges = '{\"cpu\": 1}' where rowid = 9",
                Kind::Damaged, "tick");
        row("a changed figure", "update series set numbers = replace(numbers, '40', '41')",
                Kind::Damaged, "series");
        row("a lost row", "delete from timeline", Kind::Damaged, "timeline");
        row("a lost table", "drop table scene", Kind::Damaged, "scene");
        row("a later format", "update recording set format = 'saikobi-recording-9'",
                Kind::OtherFormat, "saikobi-recording-9");
        row("an earlier format", "update recording set format = 'saikobi-recording-2'",
                Kind::OtherFormat, "saikobi-recording-2");
        row("another program's file", "drop table recording", Kind::NotARecording, "");
        row("nothing recorded", "delete from tick", Kind::Empty, "");
        row("a time that is none", "update tick set at = '2026-13-45' where rowid = 1",
                Kind::Damaged, "tick");
        row("days of it", "update tick set at = '2026-11-25 03:00:00+00' where rowid = 1",
                Kind::TooLong, "");
    }

    void whatIsWrongIsNamed()
    {
        QFETCH(QString, sql);
        QFETCH(int, kind);
        QFETCH(QString, names);
        const auto copy = copied();
        change(copy, sql);
        open(copy);
        QVERIFY(m_problem && !m_opened);
        QCOMPARE(static_cast<int>(m_problem->kind), kind);
        QCOMPARE(QString::fromStdString(m_problem->path), copy);
        QVERIFY2(QString::fromStdString(m_problem->detail).contains(names),
                m_problem->detail.c_str());
    }

    void aFileWithoutItsEndIsDamaged()
    {
        const auto copy = copied();
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(file.size() * 2 / 3));
        file.close();
        open(copy);
        QVERIFY(m_problem
                && (m_problem->kind == Kind::Damaged || m_problem->kind == Kind::NotARecording));
    }

    void noFileAndNoDatabaseAreNamed()
    {
        open(m_folder.filePath(QStringLiteral("none")));
        QVERIFY(m_problem && m_problem->kind == Kind::Missing);
        m_problem.reset();
        QFile text(m_folder.filePath(QStringLiteral("text")));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write(QByteArray(5000, 'x'));
        text.close();
        open(text.fileName());
        QVERIFY(m_problem && m_problem->kind == Kind::NotARecording);
    }

    void aRunThatIsGoneIsNotFetched()
    {
        m_store.openRun({"demo", {}, {1}, {}, {}, {}, "elsewhere"});
        QTRY_VERIFY(m_problem);
        QVERIFY(m_problem->kind == Kind::NotFetched);
    }

    void theFileSaysWhatItIs()
    {
        auto file = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("about"));
        file.setDatabaseName(m_file);
        QVERIFY(file.open());
        QSqlQuery query(file);
        QVERIFY2(query.exec(QStringLiteral("select count(*), min(length(what)) from about")),
                qPrintable(query.lastError().text()));
        QVERIFY(query.next());
        QVERIFY(query.value(0).toInt() >= 9 && query.value(1).toInt() > 5);
        QVERIFY2(query.exec(QStringLiteral("select min(at), max(at), count(*), min(value) "
                                           "from figure where id = 'cpu@one'")),
                qPrintable(query.lastError().text()));
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toString(), QStringLiteral("2026-11-20 03:00:00+00"));
        QCOMPARE(query.value(1).toString(), QStringLiteral("2026-11-20 03:09:59+00"));
        QCOMPARE(query.value(2).toInt(), 600);
        QCOMPARE(query.value(3).toInt(), 40);
    }

    /// A replay of it must not look like one of a rehearsal, nor the other way round.
    void aRecordingOfARealSaleIsShownAsOne()
    {
        QCOMPARE(profileIn(m_file), contract::ProfileKind::Rehearsal);
        m_stores->execute("update saikobi.meta set kind = 'production'");
        m_store.openRun({"demo", {}, {1}, {}, {}, {}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(m_opened || m_problem, 20000);
        QVERIFY2(m_opened, m_problem ? m_problem->detail.c_str() : "");
        QCOMPARE(profileIn(m_file), contract::ProfileKind::Production);
    }

private:
    static contract::ProfileKind profileIn(const QString& path)
    {
        RecordingProblem why;
        review::Replay replay(review::RecordingReader::open(path, why), {}, {});
        const auto second = replay.meta().from + std::chrono::seconds{9};
        return replay.at(second, [] { return true; })->profile;
    }
    void open(const QString& path)
    {
        m_store.open(path);
        QTRY_VERIFY_WITH_TIMEOUT(m_opened || m_problem, 20000);
    }
    QString copied()
    {
        const auto copy = m_folder.filePath(QString::number(++m_copies));
        return QFile::copy(m_file, copy) ? copy : QString();
    }

    std::unique_ptr<tests::TestStores> m_stores{};
    QTemporaryDir m_folder{};
    QString m_file{};
    int m_copies = 0;
    review::RecordingPtr m_opened{};
    std::optional<RecordingProblem> m_problem{};
    review::RecordingStore m_store{}; ///< last: it stops before what it answers into
};

QTEST_GUILESS_MAIN(TestRecordingFiles)
#include "test_recording_files.moc"
