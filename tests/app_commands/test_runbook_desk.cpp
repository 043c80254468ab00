#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/commands/runbook_desk.h"
#include "backend/contract/shipped_cards.h"
#include "tests/app_commands/scripted_desk.h"

using namespace saikobi;
using namespace saikobi::tests;
using commands::CommandPath;
using commands::RunbookDesk;
using contract::CommandKind;
using contract::MarkState;
using Kind = commands::SendOutcome::Kind;
using namespace std::chrono_literals;

/// A console's cards: what it marks counts at once, is kept in a file at once, and travels until a
/// store has it.
class TestRunbookDesk : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_desk.reset();
        m_console = std::make_unique<ScriptedDesk>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_desk = desk();
    }

    void aMarkCountsAtOnceAndTravels()
    {
        m_desk->begin("C3", "A06", 4);
        const auto* walk = m_desk->walkOf("C3");
        QVERIFY(walk && walk->isOpen());
        QCOMPARE(walk->mark(contract::walk_step::begin)->alarm, std::string{"A06"});
        QCOMPARE(m_desk->unshared(), 1U);
        QCOMPARE(sentMarks().size(), 1U);
        QCOMPARE(sentMarks().front().kind, CommandKind::Walk);
        QVERIFY(m_desk->mark("C3", "f1", MarkState::No));
        QCOMPARE(m_desk->walkOf("C3")->state("f1"), MarkState::No);
        QVERIFY(!m_desk->isShared(*m_desk->walkOf("C3")->mark("f1")));
    }

    /// Postgres keeps it when it takes it; Redis has to be seen to.
    void onlyWhatAStoreKeepsIsShared()
    {
        m_desk->begin("C3");
        m_console->gateway.answer(0, CommandPath::Redis, Kind::Taken, m_console->steady);
        m_desk->look();
        QCOMPARE(m_desk->unshared(), 1U);
        m_console->gateway.answer(0, CommandPath::Postgres, Kind::Taken, m_console->steady);
        m_desk->look();
        QCOMPARE(m_desk->unshared(), 0U);
    }

    void whatASnapshotShowsIsShared()
    {
        m_desk->begin("C3");
        const auto begun = *m_desk->walkOf("C3")->mark(contract::walk_step::begin);
        m_console->sale.walks = {contract::WalkMarks{begun}, m_console->now};
        m_console->show();
        m_desk->look();
        QCOMPARE(m_desk->unshared(), 0U);
        QVERIFY(m_desk->walkOf("C3")->isOpen()); // once, though it came back
    }

    /// Under the same id, so that it counts once.
    void whatNobodyTookIsSentAgain()
    {
        m_desk->begin("C3");
        const auto id = sentMarks().front().id;
        m_console->gateway.answer(0, CommandPath::Redis, Kind::Unreachable, m_console->steady);
        m_console->gateway.answer(0, CommandPath::Postgres, Kind::Unreachable, m_console->steady);
        pass(1s);
        QCOMPARE(sentMarks().size(), 1U);
        pass(RunbookDesk::triesAgain);
        QCOMPARE(sentMarks().size(), 2U);
        QCOMPARE(sentMarks().back().id, id);
    }

    /// A hold must always find a place.
    void notAllTravelAtOnce()
    {
        m_desk->begin("C3");
        for (int i = 0; i < 20; ++i)
            m_desk->mark("C3", "t3", i % 2 == 0 ? MarkState::Done : MarkState::Open);
        QCOMPARE(m_desk->unshared(), 21U);
        QCOMPARE(sentMarks().size(), RunbookDesk::mostUnderWay);
    }

    void theNextStartKnowsWhatWasMarked()
    {
        m_desk->begin("C3");
        m_desk->mark("C3", "t3", MarkState::Done);
        m_desk = desk();
        m_desk->look();
        QVERIFY(m_desk->walkOf("C3")->isOpen());
        QCOMPARE(m_desk->walkOf("C3")->state("t3"), MarkState::Done);
        QCOMPARE(m_desk->unshared(), 2U);
    }

    /// A store took it and was lost before it told so: no snapshot ever showed it.
    void theNextStartKnowsWhatWasSharedUntilTheStoresTell()
    {
        m_desk->begin("C3");
        m_console->gateway.answer(0, CommandPath::Postgres, Kind::Taken, m_console->steady);
        m_desk->look();
        m_desk->mark("C3", "t3", MarkState::Done);
        m_desk = desk();
        QCOMPARE(m_desk->unshared(), 1U);
        QVERIFY(m_desk->walkOf("C3"));
        QCOMPARE(m_desk->walkOf("C3")->state("t3"), MarkState::Done);
        QVERIFY(m_desk->isShared(*m_desk->walkOf("C3")->mark("@begin")));
        pass(1s);
        m_console->sale.walks = {contract::WalkMarks{}, m_console->now};
        m_console->show();
        m_desk->look();
        QVERIFY(m_desk->walkOf("C3")); // Redis alone may lack it
        m_console->sale.postgres.lastSuccess = m_console->now;
        m_console->show();
        m_desk->look();
        QVERIFY(!m_desk->walkOf("C3"));
        QCOMPARE(m_desk->unshared(), 1U);
    }

    void aViewerMarksNothing()
    {
        m_console->sale.mayCommand = false;
        m_console->sale.redis.lastSuccess = m_console->now;
        m_console->show();
        m_desk->begin("C3");
        QVERIFY(!m_desk->mark("C3", "t3", MarkState::Done));
        QVERIFY(!m_desk->walkOf("C3"));
        QVERIFY(m_console->gateway.sent.empty());
    }

    void thereIsOneOpenWalkOfACard()
    {
        m_desk->begin("C3");
        m_desk->begin("C3");
        QCOMPARE(m_desk->walks().size(), 1U);
        QVERIFY(m_desk->mark("C3", contract::walk_step::end, MarkState::Left));
        QVERIFY(!m_desk->newest());
        QVERIFY(!m_desk->mark("C99", "t3", MarkState::Done));
        m_desk->begin("C3");
        QCOMPARE(m_desk->walkOf("C3")->name.number, 2);
    }

    /// Not by its kind alone: what the step names must be so.
    void aCommandStepTicksByItsValues()
    {
        m_desk->begin("C3");
        pass(1s);
        inForce("rate-1", "rate", {{"old", "300"}, {"new", "290"}});
        QCOMPARE(m_desk->walkOf("C3")->state("f3"), MarkState::Open);
        put(m_console->sale, contract::Figure::RateAdvised, 84.6);
        inForce("rate-2", "rate", {{"old", "290"}, {"new", "84"}});
        const auto* mark = m_desk->walkOf("C3")->mark("f3");
        QVERIFY(mark);
        QCOMPARE(mark->state, MarkState::Done);
        QCOMPARE(mark->source, contract::MarkSource::Command);
        QCOMPARE(mark->by, std::string{"op-2"});
        QCOMPARE(m_desk->walkOf("C3")->state("f2"), MarkState::Open);
    }

    void whatWasInForceBeforeTheCardTicksNothing()
    {
        put(m_console->sale, contract::Figure::RateAdvised, 84.6);
        inForce("rate-1", "rate", {{"old", "300"}, {"new", "84"}});
        pass(1s);
        m_desk->begin("C3");
        pass(1s);
        QCOMPARE(m_desk->walkOf("C3")->state("f3"), MarkState::Open);
    }

    /// Two consoles see the same command: the same mark.
    void everyConsoleTicksUnderTheSameId()
    {
        m_desk->begin("C3");
        m_console->sale.walks
                = {contract::WalkMarks{*m_desk->walkOf("C3")->mark("@begin")}, m_console->now};
        m_console->show();
        RunbookDesk other(m_console->model, m_console->gateway, clock(), "console-2");
        other.setCards(contract::shippedCards());
        pass(1s);
        inForce("hold-1", "hold",
                {{"template", "payment_busy"},
                        {"resume_at", std::to_string(contract::toUnixMs(m_console->now + 15min))}});
        other.look();
        QVERIFY(m_desk->walkOf("C3")->mark("f2"));
        QVERIFY(other.walkOf("C3")->mark("f2"));
        QCOMPARE(m_desk->walkOf("C3")->mark("f2")->id, other.walkOf("C3")->mark("f2")->id);
    }

    /// Contacts of the sale's file, which are needed most while no store answers.
    void contactsAreThereWithoutStores()
    {
        m_console->sale.contacts = {{"payment duty", "Sato", "090-1"}, {"lead", "Ito", "ch 3"}};
        m_console->show();
        m_desk->look();
        QCOMPARE(m_desk->contacts().size(), 2U);
        m_console->sale.contacts.clear();
        m_desk = desk();
        m_console->show();
        m_desk->look();
        QCOMPARE(m_desk->contacts().size(), 2U);
        QCOMPARE(m_desk->contacts().front().call, std::string{"090-1"});
    }

    void contactsOfAnotherSaleAreNotThisOnes()
    {
        m_console->sale.contacts = {{"lead", "Ito", "ch 3"}};
        m_console->show();
        m_desk->look();
        m_console->sale.sale = "winter";
        m_console->sale.contacts.clear();
        m_console->show();
        m_desk->look();
        QVERIFY(m_desk->contacts().empty());
    }

    /// A demo must not leave telephone numbers behind.
    void aDemoKeepsNothing()
    {
        m_console->sale.source = contract::SnapshotSource::Scripted;
        m_console->sale.contacts = {{"lead", "Ito", "ch 3"}};
        m_console->show();
        m_desk->look();
        m_desk->begin("C3");
        QVERIFY(m_desk->walkOf("C3")->isOpen());
        QVERIFY(m_console->gateway.sent.empty());
        QVERIFY(QDir(m_folder->path()).isEmpty());
    }

private:
    commands::Clock clock()
    {
        return {[this] { return m_console->now; }, [this] { return m_console->steady; }};
    }
    std::unique_ptr<RunbookDesk> desk()
    {
        auto out = std::make_unique<RunbookDesk>(
                m_console->model, m_console->gateway, clock(), "console-1");
        out->setFolder(m_folder->path());
        out->setCards(contract::shippedCards());
        out->look();
        return out;
    }
    void pass(std::chrono::milliseconds time)
    {
        m_console->pass(time);
        m_console->show();
        m_desk->look();
    }
    std::vector<contract::Command> sentMarks() const { return m_console->gateway.sent; }
    void inForce(const char* id, const char* kind, std::map<std::string, std::string> told)
    {
        contract::TimelineEntry entry;
        entry.id = id;
        entry.kind = "command";
        entry.subject = kind;
        entry.actor = "op-2";
        entry.at = m_console->now;
        entry.data = std::move(told);
        entry.data["result"] = "in_force";
        m_console->sale.timeline.insert(m_console->sale.timeline.begin(), entry);
        m_console->show();
        m_desk->look();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptedDesk> m_console;
    std::unique_ptr<RunbookDesk> m_desk;
};

QTEST_MAIN(TestRunbookDesk)
#include "test_runbook_desk.moc"
