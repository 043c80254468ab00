#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "app/review/pin_book.h"
#include "app/review/range_text.h"
#include "app/review/spans.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::review;
using namespace std::chrono_literals;

namespace {

const contract::Instant noon = contract::fromUnixMs(1'795'230'000'000); // 12:00:00 in Tokyo
const QTimeZone tokyo("Asia/Tokyo");

contract::TimelineEntry entry(std::chrono::seconds at, const char* kind, const char* subject,
        std::map<std::string, std::string> data = {})
{
    contract::TimelineEntry made;
    made.at = noon + at;
    made.kind = kind;
    made.subject = subject;
    made.actor = "op-1";
    made.data = std::move(data);
    return made;
}

void writeSqlite(const QString& path, const QStringList& statements)
{
    const auto name = QStringLiteral("written");
    {
        auto file = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        file.setDatabaseName(path);
        QVERIFY(file.open());
        for (const auto& statement : statements)
            QVERIFY(QSqlQuery(file).exec(statement));
    }
    QSqlDatabase::removeDatabase(name);
}

Recording anHour(std::vector<contract::TimelineEntry> entries)
{
    Recording made;
    made.meta.from = noon;
    made.meta.to = noon + 1h;
    made.timeline = std::move(entries);
    return made;
}

} // namespace

class TestSpans : public QObject {
    Q_OBJECT

private slots:
    void init() { tests::failOnAnyWarning(); }

    void phasesFollowOneAnotherWithoutHoles()
    {
        const auto spans = phasesOf(anHour({entry(600s, "phase", "open"),
                entry(1200s, "phase", "held", {{"causes", "operator"}}),
                entry(1260s, "phase", "held", {{"causes", "operator,redis"}}),
                entry(1800s, "phase", "open"), entry(3000s, "phase", "closed")}));
        QCOMPARE(spans.size(), std::size_t(5));
        QVERIFY(spans[0].phase == contract::Phase::Before && spans[0].time.to == noon + 600s);
        QVERIFY(spans[2].phase == contract::Phase::Held && spans[2].time.from == noon + 1200s);
        QCOMPARE(spans[2].causes, std::string("operator,redis"));
        for (std::size_t i = 1; i < spans.size(); ++i)
            QVERIFY(spans[i].time.from == spans[i - 1].time.to);
        QVERIFY(spans.back().time.to == noon + 1h);
    }

    void anAlarmIsOneBarFromItsRaiseToItsEnd()
    {
        const auto spans = alarmsOf(anHour({
                entry(100s, "alarm", "A05",
                        {{"what", "raised"}, {"priority", "3"}, {"rings", "1"}}),
                entry(110s, "alarm", "A05",
                        {{"what", "escalated"}, {"priority", "2"}, {"rings", "1"}}),
                entry(130s, "acknowledge", "A05"),
                entry(400s, "alarm", "A05", {{"what", "cleared"}}),
                entry(500s, "alarm", "A05", {{"what", "raised"}, {"priority", "3"}}),
                entry(600s, "test", "A01", {{"priority", "1"}}),
        }));
        QCOMPARE(spans.size(), std::size_t(3));
        QVERIFY(spans[0].priority == contract::AlarmPriority::P2);
        QVERIFY(spans[0].acknowledgedAt == noon + 130s && spans[0].clearedAt == noon + 400s);
        QCOMPARE(spans[0].rings.size(), std::size_t(2));
        QVERIFY(spans[0].rings[0].priority == contract::AlarmPriority::P3);
        QVERIFY(spans[0].rings[1].at == noon + 110s);
        QVERIFY(!spans[1].acknowledgedAt && !spans[1].clearedAt);
        QVERIFY(spans[1].rings.empty()); // shelved: it did not ring
        QVERIFY(spans[2].isTest && spans[2].clearedAt == spans[2].raisedAt);
    }

    void anAlarmAfterItsTestIsAnAlarm()
    {
        const auto spans = alarmsOf(anHour({
                entry(100s, "test", "A05", {{"priority", "2"}}),
                entry(120s, "acknowledge", "A05"),
                entry(500s, "alarm", "A05", {{"what", "raised"}, {"rings", "1"}}),
                entry(900s, "alarm", "A05", {{"what", "raised"}, {"rings", "1"}}),
        }));
        QCOMPARE(spans.size(), std::size_t(3));
        QVERIFY(!spans[1].isTest && !spans[1].acknowledgedAt);
        QVERIFY(spans[1].raisedAt == noon + 500s && spans[1].clearedAt == noon + 900s);
        QVERIFY(!spans[2].clearedAt);
    }

    void twoEntriesOfOneChangeAreOneRing()
    {
        auto raised = entry(100s, "alarm", "A05", {{"what", "raised"}, {"rings", "1"}});
        raised.id = "alarm:demo:A05:7:raised";
        auto over = entry(100s, "shelve", "A05", {{"what", "over"}, {"rings", "1"}});
        over.id = "alarm:demo:A05:7:over";
        auto later = entry(900s, "shelve", "A05", {{"what", "over"}, {"rings", "1"}});
        later.id = "alarm:demo:A05:9:over";
        const auto spans = alarmsOf(anHour({raised, over, later}));
        QCOMPARE(spans.size(), std::size_t(1));
        QCOMPARE(spans[0].rings.size(), std::size_t(2));
    }

    void twoRecordingsMeetAtTheirOpeningFirstAlarmOrAChosenMark_data()
    {
        QTest::addColumn<int>("by");
        QTest::addColumn<int>("seconds");
        QTest::addRow("opening") << int(AlignBy::Opening) << 600 - 900;
        QTest::addRow("first alarm") << int(AlignBy::FirstAlarm) << 700 - 1300;
        QTest::addRow("second hold") << int(AlignBy::Mark) << 2000 - 2500;
    }

    void twoRecordingsMeetAtTheirOpeningFirstAlarmOrAChosenMark()
    {
        QFETCH(int, by);
        QFETCH(int, seconds);
        const auto hold = [](std::chrono::seconds at) {
            return entry(at, "command", "hold", {{"result", "in_force"}});
        };
        const auto raised = [](std::chrono::seconds at) {
            return entry(at, "alarm", "A05", {{"what", "raised"}});
        };
        const auto first
                = anHour({entry(600s, "phase", "open"), raised(700s), hold(900s), hold(2000s)});
        const auto second = anHour({hold(100s), entry(900s, "phase", "open"),
                entry(950s, "test", "A01"), raised(1300s), hold(2500s)});
        const auto offset = offsetOf(first, second, AlignBy(by), &first.timeline.back());
        QVERIFY(offset.has_value());
        QVERIFY(*offset == std::chrono::seconds{seconds});
    }

    void withoutACounterpartNothingIsAligned()
    {
        const auto first = anHour({entry(10s, "note", "")});
        QVERIFY(!offsetOf(first, anHour({}), AlignBy::Mark, &first.timeline[0]));
        QVERIFY(!offsetOf(first, anHour({}), AlignBy::FirstAlarm));
    }

    void secondsWithoutAnyFigureAreGaps()
    {
        auto recording = anHour({});
        recording.series.push_back({"waiting", "", std::vector<float>(3601, 5)});
        recording.series.push_back({"calls", "", std::vector<float>(3601, 5)});
        for (std::size_t i = 100; i < 160; ++i) {
            recording.series[0].values[i] = std::numeric_limits<float>::quiet_NaN();
            if (i >= 130)
                recording.series[1].values[i] = std::numeric_limits<float>::quiet_NaN();
        }
        const auto gaps = gapsOf(recording);
        QCOMPARE(gaps.size(), std::size_t(1));
        QVERIFY(gaps[0].from == noon + 129s && gaps[0].to == noon + 160s);
    }

    void rangesAreReadAsPeopleTypeThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to"); // seconds after noon; both 0: refused
        QTest::addRow("the last half hour") << "now-30m" << 1800 << 3600;
        QTest::addRow("more than there is") << "now-5h" << 0 << 3600;
        QTest::addRow("two times back") << "now-30m/now-10m" << 1800 << 3000;
        QTest::addRow("clock times") << "12:10/12:20:30" << 600 << 1230;
        QTest::addRow("a length") << "12:10/+90s" << 600 << 690;
        QTest::addRow("days") << "2026-11-21 12:05/2026-11-21 12:06:01" << 300 << 361;
        QTest::addRow("with a wave") << "12:10 ~ 12:20" << 600 << 1200;
        QTest::addRow("the wrong way round") << "12:20/12:10" << 1200 << 3600; // next day's 12:10
        QTest::addRow("another day") << "2026-11-20 12:05/2026-11-20 12:06" << 0 << 0;
        QTest::addRow("no range") << "yesterday" << 0 << 0;
        QTest::addRow("half a range") << "12:10/" << 0 << 0;
    }

    void rangesAreReadAsPeopleTypeThem()
    {
        QFETCH(QString, text);
        QFETCH(int, from);
        QFETCH(int, to);
        const auto range = rangeFromText(text, {noon, noon + 1h}, tokyo);
        QCOMPARE(range.has_value(), to != 0);
        if (!range)
            return;
        QVERIFY(range->from == noon + std::chrono::seconds{from});
        QVERIFY(range->to == noon + std::chrono::seconds{to});
        const auto again = rangeFromText(
                rangeToText(*range, {noon, noon + 1h}, tokyo), {noon, noon + 1h}, tokyo);
        QVERIFY(again && again->from == range->from && again->to == range->to);
    }

    void pinsKeepTheirTimeAcrossStarts()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("sale.sqlite"));
        {
            PinBook book(path);
            QVERIFY(book.pin(noon + 90s, QStringLiteral("ここから遅い"), QStringLiteral("op-1")));
            QVERIFY(book.pin(noon + 30s, QStringLiteral("first sign"), QStringLiteral("op-1")));
        }
        PinBook book(path);
        QCOMPARE(book.entries().size(), std::size_t(2));
        QVERIFY(book.entries()[0].at == noon + 30s && book.entries()[1].at == noon + 90s);
        QCOMPARE(QString::fromStdString(book.entries()[1].reason), QStringLiteral("ここから遅い"));
        QVERIFY(book.remove(book.entries()[0].id));
        QCOMPARE(PinBook(path).entries().size(), std::size_t(1));
    }

    void pinsGoWithTheCopyThatIsHandedOn()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("sale.sqlite"));
        const auto copy = folder.filePath(QStringLiteral("for-you.sqlite"));
        writeSqlite(path,
                {QStringLiteral("create table about (name, what)"),
                        QStringLiteral("create table tick (at)"),
                        QStringLiteral("insert into tick values ('2026-11-21 03:00:00+00')")});
        PinBook own(path);
        QVERIFY(own.pin(noon + 30s, QStringLiteral("ここから遅い"), QStringLiteral("op-1")));
        QFile original(path);
        QVERIFY(original.open(QIODevice::ReadOnly));
        const auto before = original.readAll();
        const auto done = own.handOn(copy);
        QVERIFY2(done, done ? "" : done.error().detail.c_str());
        QVERIFY(original.seek(0));
        QVERIFY(original.readAll() == before); // the recording is never changed
        QVERIFY(!own.handOn(path));
        PinBook theirs(copy);
        QCOMPARE(theirs.entries().size(), std::size_t(1));
        QVERIFY(theirs.entries()[0].at == noon + 30s);
        QCOMPARE(
                QString::fromStdString(theirs.entries()[0].reason), QStringLiteral("ここから遅い"));
        // Whoever got it goes on: takes one away, puts one there, hands that on.
        QVERIFY(theirs.remove(theirs.entries()[0].id));
        QVERIFY(PinBook(copy).entries().empty());
        QVERIFY(theirs.pin(noon + 60s, QStringLiteral("seen"), {}));
        QVERIFY(theirs.handOn(folder.filePath(QStringLiteral("back.sqlite"))));
        QCOMPARE(PinBook(folder.filePath(QStringLiteral("back.sqlite"))).entries().size(),
                std::size_t(1));
    }

    void aCopyThatCannotBeMadeIsNotThere()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("sale.sqlite"));
        const auto copy = folder.filePath(QStringLiteral("copy.sqlite"));
        QVERIFY(!PinBook(path).handOn(copy)); // there is no recording
        QFile text(path);
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("no recording of anything, and long enough to be one");
        text.close();
        QVERIFY(!PinBook(path).handOn(copy));
        QVERIFY(!QFile::exists(copy) && QDir(folder.path()).entryList(QDir::Files).size() == 1);
    }

    void aPinThatCannotBeWrittenIsNotShownAsKept()
    {
        PinBook book(QStringLiteral("/nowhere/sale.sqlite"));
        QVERIFY(!book.pin(noon, QStringLiteral("lost"), {}));
        QVERIFY(book.entries().empty());
    }
};

QTEST_MAIN(TestSpans)
#include "test_spans.moc"
