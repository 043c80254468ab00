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
#include "backend/contract/shipped_cards.h"
#include "tests/e2e/console.h"
#include "tests/e2e/rehearsal_process.h"
#include "tests/faults/replay_match.h"
#include "tests/faults/walk_console.h"

using namespace saikobi;
using contract::Instant;
using contract::SaleSnapshot;
using namespace std::chrono_literals;

namespace {

constexpr int seenBefore = 70'000; ///< ms of an ordinary sale
constexpr int lostFor = 20'000; ///< with one store stopped, for everybody
constexpr int seenAfter = 40'000; ///< that, and before the next one
constexpr const char* walked = "C3"; ///< the card that is walked meanwhile

} // namespace

/// What a console of a rehearsal showed, second by second, is what the recording of that sale
/// replays, also while Redis was lost and while Postgres was. The last picture of each second is
/// kept, and held beside the replay of that second.
class TestReplayEqualsLive : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyFigureIsTheSame();
    void marksAreAsOldAsTheyWere();
    void whatPostgresHeldIsTheSame();
    void cardsAreWalkedAsFar();
    void theSeriesAreTheSame();

private:
    void exportIt();
    void watchFor(int ms);
    void lose(const char* store);
    void tick(int step);
    contract::SnapshotPtr replayed(Instant second);
    tests::Candidates around(
            const SaleSnapshot& live, std::chrono::seconds before, std::chrono::seconds after);

    tests::RehearsalProcess m_rehearsal;
    tests::CrowdProcess m_crowd;
    QTemporaryDir m_folder;
    std::unique_ptr<tests::WalkConsole> m_walker{}; ///< another console of the same person
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
            {"--arrivals", "600/min", "--for", "240s", "--seed", "11", "--think", "3s", "--absent",
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
        m_walker = tests::WalkConsole::open(m_rehearsal.address("operator"), m_folder.path());
        QVERIFY(m_walker);
        QTRY_VERIFY_WITH_TIMEOUT(m_walker->sale() && m_walker->sale()->line, 30000);
        m_live.clear(); // what came before was half of a picture
        watchFor(seenBefore / 2);
        tick(0);
        watchFor(seenBefore / 2);
        lose("redis");
        tick(1);
        watchFor(seenAfter);
        lose("postgres");
        watchFor(seenAfter);
        disconnect(&console->model(), nullptr, this, nullptr);
        m_walker.reset();
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

void TestReplayEqualsLive::lose(const char* store)
{
    const auto processes = m_rehearsal.storeProcesses(store);
    QVERIFY(!processes.isEmpty());
    for (const auto pid : processes)
        ::kill(static_cast<pid_t>(pid), SIGSTOP);
    watchFor(lostFor);
    for (const auto pid : processes)
        ::kill(static_cast<pid_t>(pid), SIGCONT);
}

void TestReplayEqualsLive::tick(int step)
{
    const auto* card = m_walker->runbook().cards().card(walked);
    QVERIFY(card);
    const auto& steps = card->first;
    QVERIFY(m_walker->runbook().mark(
            walked, steps.at(static_cast<std::size_t>(step)).id, contract::MarkState::Done));
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

tests::Candidates TestReplayEqualsLive::around(
        const SaleSnapshot& live, std::chrono::seconds before, std::chrono::seconds after)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(live.madeAt);
    tests::Candidates out;
    for (auto at = second - before; at <= second + after; at += 1s)
        out.push_back(replayed(at));
    return out;
}

void TestReplayEqualsLive::everyFigureIsTheSame()
{
    tests::Differences differences;
    for (const auto& [second, live] : m_live)
        tests::compareTicked(*live, around(*live, 1s, 1s), differences);
    differences.report("figures of ticks");
    QVERIFY2(differences.compared > 100, "too little was seen");
    QCOMPARE(differences.names(), QString{});
}

void TestReplayEqualsLive::marksAreAsOldAsTheyWere()
{
    tests::Differences differences;
    int redisLost = 0;
    int postgresLost = 0;
    for (const auto& [second, live] : m_live) {
        redisLost += live->redis.error.empty() ? 0 : 1;
        postgresLost += live->postgres.error.empty() ? 0 : 1;
        tests::compareMarks(*live, around(*live, 1s, 1s), differences);
    }
    differences.report("marks");
    QVERIFY2(redisLost >= 10, "Redis was not lost for the console");
    QVERIFY2(postgresLost >= 10, "Postgres was not lost for the console");
    QCOMPARE(differences.names(), QString{});
}

/// It is recorded once a second, later on a busy machine, and a console looks at another moment.
void TestReplayEqualsLive::whatPostgresHeldIsTheSame()
{
    tests::Differences differences;
    for (const auto& [second, live] : m_live)
        tests::compareHeld(*live, around(*live, 2s, 3s), differences);
    differences.report("what Postgres held");
    QCOMPARE(differences.names(), QString{});
}

/// The desk of the runbook shows of each second what it showed then.
void TestReplayEqualsLive::cardsAreWalkedAsFar()
{
    tests::Differences differences;
    std::size_t most = 0;
    for (const auto& [second, live] : m_live) {
        tests::compareWalks(*live, around(*live, 2s, 2s), differences);
        most = std::max(most, live->walks ? live->walks->value.size() : 0);
    }
    differences.report("walks");
    QVERIFY2(most >= 3, "no card was walked"); // its begin, and two steps
    QCOMPARE(differences.names(), QString{});

    model::SaleModel shown;
    tests::NoWay none;
    commands::RunbookDesk desk(shown, none, commands::Clock::ofThisMachine(), "replay");
    desk.setCards(contract::shippedCards());
    const auto& step = desk.cards().card(walked)->first.front().id;
    const auto stateAt = [&](Instant second) {
        shown.forget();
        shown.accept(replayed(second));
        desk.look();
        const auto* walk = desk.walkOf(walked);
        return walk ? walk->state(step) : contract::MarkState::Open;
    };
    QVERIFY(stateAt(m_live.begin()->first) == contract::MarkState::Open);
    QVERIFY(stateAt(m_live.rbegin()->first) == contract::MarkState::Done);
    QVERIFY(!desk.walkOf(walked)->steps.empty());
    QVERIFY(stateAt(m_live.begin()->first) == contract::MarkState::Open);
    QVERIFY(!desk.mayMark());
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
