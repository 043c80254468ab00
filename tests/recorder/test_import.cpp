#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include "backend/recorder/export_store.h"
#include "backend/recorder/import_store.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using contract::FaultCode;

namespace {

constexpr const char* tape
        = "insert into saikobi.tick (sale, run, at, instance, incarnation, counters, histograms, "
          "gauges, line) "
          "select 'demo', 1, '2026-11-20 03:00:00+00'::timestamptz + n * interval '1 s', "
          "case when n % 2 = 0 then '' else 'one' end, 'x', '{\"paid\": 1}', '{}', '{}', "
          "case when n % 2 = 0 then '{\"at\": 1}'::jsonb end from generate_series(1, 2500) n; "
          "insert into saikobi.timeline (id, sale, run, at, source, kind, reason) values "
          "('1', 'demo', 1, '2026-11-20 03:00:01+00', 'redis', 'note', '改札に列、\"quoted\"')";

bool changeFile(const QString& path, const QByteArray& sql)
{
    sqlite3* file = nullptr;
    const bool isDone = sqlite3_open(path.toUtf8().constData(), &file) == SQLITE_OK
            && sqlite3_exec(file, sql.constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(file);
    return isDone;
}

} // namespace

/// A recording of one installation is taken into another, whole, once, and only if it is what it
/// says of itself.
class TestImport : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = tests::TestStores::start();
        QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_stores->clear();
        m_stores->execute("delete from saikobi.recording");
        tests::loadSample(*m_stores);
        m_stores->execute(tape);
        m_file = m_folder->filePath(QStringLiteral("one.saikobi"));
        QVERIFY(recorder::exportRun(m_stores->viewerUrl(), "demo", 1, m_file.toStdString()));
    }

    void itIsTakenInOnce()
    {
        beElsewhere();
        const auto first = imported();
        QVERIFY2(first, first ? "" : first.error().detail.c_str());
        QVERIFY(!first.value().wasThere);
        QCOMPARE(m_stores->numberOf("select count(*) from saikobi.recorded_row"),
                first.value().rows);
        QCOMPARE(
                m_stores->numberOf("select count(*) from saikobi.recorded_row where name = 'tick'"),
                2500);
        // As it was, in its order, with what is absent still absent.
        QCOMPARE(QString::fromStdString(m_stores->valueOf(
                         "select cells[1] || ' ' || (cells[7] is null)::text from "
                         "saikobi.recorded_row where name = 'tick' and number = 1")),
                QStringLiteral("2026-11-20 03:00:01+00 true"));
        QCOMPARE(m_stores->valueOf(
                         "select cells[7] from saikobi.recorded_row where name = 'timeline'"),
                std::string{"改札に列、\"quoted\""});
        const auto second = imported();
        QVERIFY(second && second.value().wasThere);
        QCOMPARE(m_stores->numberOf("select count(*) from saikobi.recording"), 1);
    }

    void whatIsOurOwnIsRefused()
    {
        const auto done = imported();
        QVERIFY(!done && done.error().code == FaultCode::Refused);
        QVERIFY(says(done, "of this installation"));
    }

    void anotherRecordingOfTheSameRunIsRefused()
    {
        const auto later = m_folder->filePath(QStringLiteral("later.saikobi"));
        m_stores->execute("update saikobi.timeline set reason = 'other words'");
        QVERIFY(recorder::exportRun(m_stores->viewerUrl(), "demo", 1, later.toStdString()));
        beElsewhere();
        QVERIFY(imported());
        m_file = later;
        QVERIFY(says(imported(), "differ in table 'timeline'"));
    }

    void aWrongFileIsNamedAndLeavesNothing_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* claim, const char* change, const char* message) {
            QTest::newRow(claim) << QByteArray{change} << QByteArray{message};
        };
        row("a value was changed", "update tick set gauges = '{\"a\": 1}' where rowid = 7",
                "table 'tick' is not what");
        row("a row is missing", "delete from timeline", "table 'timeline' is not what");
        row("a table is missing", "drop table scene", "scene");
        row("it says no sale", "update recording set sale = ''", "whose recording");
        row("a later format", "update recording set format = 'saikobi-recording-9'",
                "saikobi-recording-9");
        row("another program's file", "drop table recording", "no recording of Saikobi");
    }

    void aWrongFileIsNamedAndLeavesNothing()
    {
        QFETCH(QByteArray, change);
        QFETCH(QByteArray, message);
        beElsewhere();
        QVERIFY(changeFile(m_file, change));
        const auto done = imported();
        QVERIFY(says(done, message));
        QVERIFY(says(done, m_file.toUtf8()));
        QCOMPARE(m_stores->numberOf("select count(*) from saikobi.recording"), 0);
    }

    void aBrokenFileIsNamed()
    {
        beElsewhere();
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(file.size() / 2));
        file.close();
        QVERIFY(says(imported(), m_file.toUtf8()));
        m_file = m_folder->filePath(QStringLiteral("none.saikobi"));
        QVERIFY(says(imported(), m_file.toUtf8()));
        QVERIFY(!QFile::exists(m_file));
    }

private:
    void beElsewhere()
    {
        m_stores->execute("update saikobi.meta set installation = gen_random_uuid()");
    }
    contract::Result<recorder::Imported> imported()
    {
        return recorder::importRecording(m_stores->superuserUrl(), m_file.toStdString());
    }
    static bool says(const contract::Result<recorder::Imported>& done, const QByteArray& words)
    {
        if (done)
            return false;
        qInfo("%s", done.error().detail.c_str());
        return QByteArray::fromStdString(done.error().detail).contains(words);
    }

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<QTemporaryDir> m_folder{};
    QString m_file{};
};

QTEST_GUILESS_MAIN(TestImport)
#include "test_import.moc"
