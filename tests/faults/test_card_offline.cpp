#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include "tests/e2e/rehearsal_process.h"
#include "tests/faults/walk_console.h"

using namespace saikobi;
using contract::MarkState;
using tests::WalkConsole;

/// Both stores stop answering while a card is walked: it goes on, also after a start of the
/// program, and what was ticked meanwhile is in the timeline once, at its own time.
class TestCardOffline : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cardsOpenAndTickWithoutStoresAndMergeOnce();

private:
    void signalStores(int number);
    bool areStoresLost() const;

    QTemporaryDir m_folder;
    tests::RehearsalProcess m_rehearsal;
    std::unique_ptr<WalkConsole> m_here;
    std::unique_ptr<WalkConsole> m_there;
};

void TestCardOffline::initTestCase()
{
    QVERIFY2(m_rehearsal.start(), qPrintable(m_rehearsal.complaint()));
    m_here = WalkConsole::open(m_rehearsal.address("operator"), m_folder.path());
    m_there = WalkConsole::open(m_rehearsal.address("viewer"), {});
    QVERIFY(m_here && m_there);
    QTRY_VERIFY_WITH_TIMEOUT(m_here->sale() && m_here->sale()->line && m_here->sale()->walks
                    && m_here->sale()->mayCommand,
            60000);
}

void TestCardOffline::signalStores(int number)
{
    for (const auto* store : {"redis", "postgres"})
        for (const auto process : m_rehearsal.storeProcesses(store))
            ::kill(static_cast<pid_t>(process), number);
}

bool TestCardOffline::areStoresLost() const
{
    const auto sale = m_here->sale();
    return !sale->redis.error.empty() && !sale->postgres.error.empty();
}

void TestCardOffline::cardsOpenAndTickWithoutStoresAndMergeOnce()
{
    auto& desk = m_here->runbook();
    desk.begin("C7", "A14", 1);
    QVERIFY(desk.mark("C7", desk.cards().card("C7")->first.front().id, MarkState::Overridden,
            {QStringLiteral("the lead said so"), {}, {}}));
    QTRY_COMPARE_WITH_TIMEOUT(desk.unshared(), std::size_t{0}, 15000);

    signalStores(SIGSTOP);
    QTRY_VERIFY_WITH_TIMEOUT(areStoresLost(), 30000);
    QVERIFY(desk.cards().card("C7"));
    QVERIFY(desk.cards().card("C16"));
    std::vector<std::string> ticked;
    for (const auto& step : desk.cards().card("C7")->then) {
        if (step.kind != contract::StepKind::Do && step.kind != contract::StepKind::Call)
            continue;
        const bool isCall = step.kind == contract::StepKind::Call;
        QVERIFY(desk.mark("C7", step.id, isCall ? MarkState::NoAnswer : MarkState::Done,
                {{}, {}, isCall ? "database" : ""}));
        ticked.push_back(step.id);
    }
    desk.begin("C16"); // one that nobody had begun
    QVERIFY(desk.mark("C16", desk.cards().card("C16")->first.front().id, MarkState::Overridden,
            {QStringLiteral("decided by telephone"), {}, {}}));
    QVERIFY(!ticked.empty());
    const auto waiting = ticked.size() + 2;
    QCOMPARE(desk.unshared(), waiting);
    const auto markedAt = contract::toUnixMs(contract::Instant::clock::now());

    m_here->restartDesk();
    QCOMPARE(m_here->runbook().unshared(), waiting);
    QVERIFY(m_here->runbook().walkOf("C16"));
    for (const auto& step : ticked)
        QVERIFY(m_here->stateOf("C7", step) != MarkState::Open);

    signalStores(SIGCONT);
    QTRY_COMPARE_WITH_TIMEOUT(m_here->runbook().unshared(), std::size_t{0}, 90000);
    for (const auto& step : ticked)
        QTRY_VERIFY_WITH_TIMEOUT(
                m_there->stateOf("C7", step) == m_here->stateOf("C7", step), 40000);
    QTRY_VERIFY_WITH_TIMEOUT(m_there->runbook().walkOf("C16"), 20000);

    // Redis's own entries have been copied by now: each is there once, at the time of the act.
    QTRY_COMPARE_WITH_TIMEOUT(
            m_rehearsal.count(
                    "select count(*) from saikobi.timeline where kind in ('card', 'step', "
                    "'call') and actor = 'op-1'"),
            static_cast<qint64>(waiting + 2), 20000);
    QCOMPARE(m_rehearsal.count(
                     QStringLiteral("select count(*) from saikobi.timeline where kind in ('card', "
                                    "'step', 'call') and actor = 'op-1' and "
                                    "(extract(epoch from at) * 1000)::bigint <= %1")
                             .arg(markedAt)),
            static_cast<qint64>(waiting + 2));
    QCOMPARE(
            m_rehearsal.count("select count(*) from (select subject, data ->> 'step' from "
                              "saikobi.timeline where kind in ('card', 'step', 'call') and actor = "
                              "'op-1' group by 1, 2 having count(*) > 1) x"),
            0);
}

QTEST_GUILESS_MAIN(TestCardOffline)
#include "test_card_offline.moc"
