#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <future>

#include "app/review/recording_loader.h"
#include "app/sources/run_fetcher.h"
#include "tests/app_shell/alarm_scene.h"
#include "tests/support/offscreen.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using namespace saikobi::tests;

namespace {

/// Two minutes of a real sale, with an unacknowledged P1 for the second of them.
constexpr const char* tape = R"(
update saikobi.meta set kind = 'production';
insert into saikobi.tick (sale, run, at, instance, incarnation, counters, histograms, gauges, line)
select 'demo', 1, timestamptz '2026-11-20 03:00:00+00' + n * interval '1 s', '', '', '{}', '{}', '{}',
    jsonb_build_object('at', 1795143600000 + n * 1000::bigint, 'epoch', 1, 'run', 1, 'revision', 7,
        'phase', 'open', 'rate', 300, 'issued', 4711 + n, 'serving', n)
from generate_series(0, 119) n;
insert into saikobi.scene (sale, run, at, part, is_full, data) values
    ('demo', 1, '2026-11-20 03:00:00+00', 'sale', true, '{"": {"name": "demo"}}'),
    ('demo', 1, '2026-11-20 03:01:00+00', 'alarm', false, '{"A03": {"alarm": "A03", "version": 2,
        "occurrence": 1, "on": 1, "priority": 1, "raised": 1795143660000, "rang": 1795143660000,
        "began": 1795143660000, "figure": "error_ratio", "value": 9, "limit": 5}}'))";

} // namespace

/// The whole window while a recording is shown: nobody can take it for the sale that goes on,
/// nothing can be done in it and nothing in it calls anybody.
class TestReplayMode : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_scene.reset(); }
    void itIsDressedAsNothingElse();
    void nothingCanBeCommanded();
    void oldAlarmsAreSeenAndNotHeard();
    void leavingItReturnsToLive();

private:
    void replay(std::chrono::seconds after);
    QString mode() const { return m_scene->window.windowTitle(); }

    std::unique_ptr<TestStores> m_stores{};
    QTemporaryDir m_folder{};
    review::RecordingPtr m_recording{};
    std::unique_ptr<AlarmScene> m_scene{};
};

void TestReplayMode::initTestCase()
{
    m_stores = TestStores::start();
    QVERIFY2(m_stores, TestStores::whyNot().c_str());
    loadSample(*m_stores);
    m_stores->execute(tape);
    const auto path = m_folder.filePath(QStringLiteral("real.saikobi"));
    sources::PostgresRuns runs(m_stores->viewerUrl());
    std::promise<contract::Outcome> fetched;
    runs.fetch({"demo", {}, {1}, {}, {}, {}, {}}, path.toStdString(),
            [&fetched](const contract::Outcome& outcome) { fetched.set_value(outcome); });
    const auto done = fetched.get_future().get();
    QVERIFY2(done, done ? "" : done.error().detail.c_str());
    review::RecordingProblem why;
    m_recording = review::loadRecording(
            path, [](int) { return true; }, why);
    QVERIFY2(m_recording, why.detail.c_str());
}

void TestReplayMode::init()
{
    failOnAnyWarning();
    m_scene = std::make_unique<AlarmScene>();
    m_scene->script.fault = sources::ScriptedFault::None;
    m_scene->session.openScript(m_scene->script);
    QTRY_COMPARE(m_scene->session.model().current() != nullptr, true);
    m_scene->session.desk().setReadOnly(false);
    QTRY_COMPARE(static_cast<int>(m_scene->window.mode()), static_cast<int>(status::Mode::Live));
}

void TestReplayMode::replay(std::chrono::seconds after)
{
    m_scene->session.showAsSeen(m_recording->meta, {}, m_recording->meta.from + after);
    QTRY_VERIFY(m_scene->session.model().current()
            && m_scene->session.model().current()->source == contract::SnapshotSource::Recorded
            && m_scene->session.model().current()->madeAt >= m_recording->meta.from + after);
    QCoreApplication::processEvents();
}

void TestReplayMode::itIsDressedAsNothingElse()
{
    const auto live = m_scene->window.grab().toImage();
    QVERIFY2(mode().contains(QStringLiteral("LIVE")), qPrintable(mode()));
    replay(30s);
    QCOMPARE(static_cast<int>(m_scene->window.mode()), static_cast<int>(status::Mode::Replay));
    QVERIFY2(mode().contains(QStringLiteral("REPLAY")), qPrintable(mode()));
    QVERIFY2(!mode().contains(QStringLiteral("LIVE")), qPrintable(mode()));
    // As the sale was: a real one is not shown as a rehearsal.
    QVERIFY2(mode().contains(QStringLiteral("PRODUCTION")), qPrintable(mode()));
    // The frame itself is another one, on all four sides.
    const auto shown = m_scene->window.grab().toImage();
    const QPoint middle(live.width() / 2, live.height() / 2);
    for (const QPoint edge : {QPoint(1, middle.y()), QPoint(live.width() - 2, middle.y()),
                 QPoint(middle.x(), live.height() - 2)})
        QVERIFY2(live.pixelColor(edge) != shown.pixelColor(edge), "no other frame");
}

void TestReplayMode::nothingCanBeCommanded()
{
    using contract::CommandKind;
    auto& desk = m_scene->session.desk();
    QVERIFY(desk.mayCommand(CommandKind::Hold));
    replay(30s);
    const auto given = desk.journal().size();
    for (const auto kind : {CommandKind::Hold, CommandKind::Release, CommandKind::SetRate,
                 CommandKind::Maintenance, CommandKind::TakeCommand}) {
        QVERIFY(!desk.mayCommand(kind));
        QVERIFY(desk.issue(kind, {}, QStringLiteral("in a replay")).isEmpty());
    }
    QCOMPARE(desk.journal().size(), given);
    QVERIFY(!m_scene->session.runbook().mayMark());
    QVERIFY(!m_scene->window.findChild<QWidget*>(QStringLiteral("noteBox"))->isEnabled());
    m_scene->session.notes().note(QStringLiteral("in a replay"), m_scene->now);
    QVERIFY(m_scene->session.notes().entries().empty());
}

void TestReplayMode::oldAlarmsAreSeenAndNotHeard()
{
    m_scene->sound->played.clear();
    m_scene->notices->notices.clear();
    replay(30s);
    QVERIFY(m_scene->lines().isEmpty());
    replay(90s);
    QTRY_COMPARE(m_scene->lines(), QStringList{QStringLiteral("A03")});
    for (int i = 0; i < 20; ++i) {
        m_scene->steady += 1s;
        m_scene->window.alarmSide().caller().beat();
    }
    QVERIFY(m_scene->sound->played.empty());
    QVERIFY(m_scene->notices->notices.empty());
    const auto* button = m_scene->window.findChild<QPushButton*>(QStringLiteral("bandSound"));
    QCOMPARE(button->text(), QStringLiteral("silent"));
}

void TestReplayMode::leavingItReturnsToLive()
{
    replay(90s);
    QTRY_COMPARE(m_scene->lines(), QStringList{QStringLiteral("A03")});
    m_scene->session.leaveReplay();
    QVERIFY(!m_scene->session.isReplaying());
    QTRY_VERIFY(m_scene->session.model().current()
            && m_scene->session.model().current()->source == contract::SnapshotSource::Live);
    QTRY_VERIFY2(!mode().contains(QStringLiteral("REPLAY")), qPrintable(mode()));
    // Nothing of the recording stays, and whoever was there looks first.
    QVERIFY(m_scene->lines().isEmpty());
    QVERIFY(m_scene->session.desk().isReadOnly());
    m_scene->session.desk().setReadOnly(false);
    QTRY_VERIFY(m_scene->session.desk().mayCommand(contract::CommandKind::Hold));
    QVERIFY(m_scene->window.findChild<QWidget*>(QStringLiteral("noteBox"))->isEnabled());
}

QTEST_MAIN(TestReplayMode)
#include "test_replay_mode.moc"
