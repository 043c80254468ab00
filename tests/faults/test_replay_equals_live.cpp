#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <map>

#include "app/commands/feed_log.h"
#include "app/review/recording_loader.h"
#include "app/review/replay.h"
#include "app/sources/entry_writer.h"
#include "tests/e2e/console.h"
#include "tests/e2e/rehearsal_process.h"
#include "tests/faults/replay_match.h"

using namespace saikobi;
using contract::Instant;
using contract::SaleSnapshot;
using namespace std::chrono_literals;

namespace {

constexpr int seenBefore = 70'000; ///< ms of an ordinary sale
constexpr int lostFor = 20'000; ///< with Redis stopped, for everybody
constexpr int seenAfter = 60'000;

} // namespace

/// What a console of a rehearsal showed, second by second, is what the recording of that sale
/// replays, also while Redis was lost. Each published snapshot is kept, and held beside the replay.
class TestReplayEqualsLive : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyFigureIsTheSame();
    void marksAreAsOldAsTheyWere();
    void whatPostgresHeldIsTheSame();
    void theSeriesAreTheSame();

private:
    void exportIt();
    void watchFor(int ms);
    contract::SnapshotPtr replayed(Instant second);
    tests::Candidates around(const SaleSnapshot& live);

    tests::RehearsalProcess m_rehearsal;
    tests::CrowdProcess m_crowd;
    QTemporaryDir m_folder;
    std::map<Instant, contract::SnapshotPtr> m_live{}; ///< the last one of each second
    QString m_file{};
    std::unique_ptr<review::Replay> m_replay{};
    std::map<Instant, contract::SnapshotPtr> m_replayed{};
};

void TestReplayEqualsLive::watchFor(int ms)
{
    QElapsedTimer since;
    since.start();
    QVERIFY(QTest::qWaitFor([&] { return since.hasExpired(ms); }, 2 * ms));
}

void TestReplayEqualsLive::initTestCase()
{
    QVERIFY2(m_rehearsal.start(), qPrintable(m_rehearsal.complaint()));
    QVERIFY(m_crowd.start(m_rehearsal,
            {"--arrivals", "600/min", "--for", "200s", "--seed", "11", "--think", "3s", "--absent",
                    "10%"}));
    const auto profile = sources::readProfile(m_rehearsal.address("operator"));
    QVERIFY(profile);
    {
        const auto console = tests::Console::open(m_rehearsal.address("operator"));
        QVERIFY(console);
        sources::EntryWriter writer(profile.value());
        commands::FeedLog feeds(
                console->model(), writer, commands::Clock::ofThisMachine(), "c0ffee01");
        feeds.setFolder(m_folder.path());
        connect(&console->model(), &model::SaleModel::changed, this,
                [this](const contract::SnapshotPtr& sale) {
                    m_live[std::chrono::floor<std::chrono::seconds>(sale->madeAt)] = sale;
                });
        QTRY_VERIFY_WITH_TIMEOUT(console->sale() && console->sale()->line
                        && console->sale()->products && console->sale()->record,
                60000);
        m_live.clear(); // what came before was half of a picture
        watchFor(seenBefore);
        const auto redis = m_rehearsal.storeProcesses("redis");
        QVERIFY(!redis.isEmpty());
        for (const auto pid : redis)
            ::kill(static_cast<pid_t>(pid), SIGSTOP);
        watchFor(lostFor);
        for (const auto pid : redis)
            ::kill(static_cast<pid_t>(pid), SIGCONT);
        watchFor(seenAfter);
        disconnect(&console->model(), nullptr, this, nullptr);
    }
    // The console is gone; its next start shares what was left in its journal.
    const auto again = tests::Console::open(m_rehearsal.address("operator"));
    sources::EntryWriter writer(profile.value());
    commands::FeedLog feeds(again->model(), writer, commands::Clock::ofThisMachine(), "c0ffee02");
    feeds.setFolder(m_folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(
            again->sale() && again->sale()->postgres.error.empty() && feeds.kept().size() < 2,
            30000);
    QTRY_VERIFY_WITH_TIMEOUT(feeds.kept().empty(), 30000);
    exportIt();
}

void TestReplayEqualsLive::exportIt()
{
    m_file = m_folder.filePath("demo.saikobi");
    QProcess saikobid;
    saikobid.setProcessChannelMode(QProcess::MergedChannels);
    saikobid.start(qEnvironmentVariable("SAIKOBI_BIN") + "/saikobid",
            {"export", "--postgres", m_rehearsal.address("postgres"), "--sale", "demo", m_file});
    QVERIFY(saikobid.waitForFinished(120000));
    const auto said = saikobid.readAll();
    QVERIFY2(saikobid.exitCode() == 0, said.constData());
    qInfo("%s%lld KiB", said.constData(), QFileInfo(m_file).size() / 1024);
    review::RecordingProblem why;
    auto reader = review::RecordingReader::open(m_file, why);
    QVERIFY2(reader, why.detail.c_str());
    std::vector<contract::TimelineEntry> timeline;
    QVERIFY(!reader->timeline(timeline));
    m_replay = std::make_unique<review::Replay>(std::move(reader), std::move(timeline), "c0ffee01");
}

contract::SnapshotPtr TestReplayEqualsLive::replayed(Instant second)
{
    auto& found = m_replayed[second];
    if (!found)
        found = m_replay->at(second, [] { return true; });
    return found;
}

/// A console hears of a second somewhen in it or in the next one.
tests::Candidates TestReplayEqualsLive::around(const SaleSnapshot& live)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(live.madeAt);
    tests::Candidates out;
    for (auto at = second - 2s; at <= second + 3s; at += 1s)
        out.push_back(replayed(at));
    return out;
}

void TestReplayEqualsLive::everyFigureIsTheSame()
{
    tests::Differences differences;
    for (const auto& [second, live] : m_live)
        tests::compareTicked(*live, around(*live), differences);
    differences.report("figures of ticks");
    QVERIFY2(differences.compared > 100, "too little was seen");
    QCOMPARE(differences.names(), QString{});
}

void TestReplayEqualsLive::marksAreAsOldAsTheyWere()
{
    tests::Differences differences;
    int lost = 0;
    for (const auto& [second, live] : m_live) {
        lost += live->redis.error.empty() ? 0 : 1;
        tests::compareMarks(*live, around(*live), differences);
    }
    differences.report("marks");
    QVERIFY2(lost >= 10, "Redis was not lost for the console");
    QCOMPARE(differences.names(), QString{});
}

void TestReplayEqualsLive::whatPostgresHeldIsTheSame()
{
    tests::Differences differences;
    for (const auto& [second, live] : m_live)
        tests::compareHeld(*live, around(*live), differences);
    differences.report("what Postgres held");
    QCOMPARE(differences.names(), QString{});
}

/// Review counts the whole recording at once; it comes to the same figures.
void TestReplayEqualsLive::theSeriesAreTheSame()
{
    review::RecordingProblem why;
    QElapsedTimer since;
    since.start();
    const auto recording = review::loadRecording(
            m_file, [](int) { return true; }, why);
    QVERIFY2(recording, why.detail.c_str());
    qInfo("opened the first time in %lld ms: %zu s, %zu series", since.restart(),
            recording->meta.seconds(), recording->series.size());
    QVERIFY(review::loadRecording(
            m_file, [](int) { return true; }, why));
    qInfo("opened again in %lld ms", since.elapsed());
    const auto* waiting = recording->find("waiting");
    QVERIFY(waiting);
    int compared = 0;
    for (const auto& [second, live] : m_live) {
        if (!live->line || live->lineFromPostgres)
            continue;
        const auto at = std::chrono::floor<std::chrono::seconds>(live->line->asOf);
        const auto index = (at - recording->meta.from) / 1s;
        const auto value = waiting->values.at(static_cast<std::size_t>(index));
        QCOMPARE(static_cast<double>(value), static_cast<double>(live->line->value.waiting()));
        ++compared;
    }
    QVERIFY(compared > 100);
}

QTEST_GUILESS_MAIN(TestReplayEqualsLive)
#include "test_replay_equals_live.moc"
