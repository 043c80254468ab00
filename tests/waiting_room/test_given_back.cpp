#include <QTest>

#include "backend/contract/keys.h"
#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using contract::Cause;
using contract::CommandKind;
using contract::Phase;
using contract::SaleOrder;
using tests::lossOf;
using tests::PacedLine;
using waiting_room::Claimed;
using namespace std::chrono_literals;
namespace keys = contract::keys;

/// What a line is after a loss of the store: what staff and people did, where the mark in Postgres
/// and the store each know a part of it.
class TestGivenBack : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void decisionsThatPostgresDidNotSeeStay();
    void anOpeningThatPostgresDidNotSeeStays();
    void aReopenedSaleStaysOpen();
    void whoHoldsALostNumberIsCalledThoughNobodyFollows();
    void aHoldMessageGoesWithItsRelease();
    void paidSessionsAreStillCompleted();
    void aPaidOrderStillEndsItsSession();

private:
    /// The store is empty: all that is known stands in the mark.
    void forget();

    std::unique_ptr<tests::TestStores> m_stores;
};

void TestGivenBack::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestGivenBack::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
}

void TestGivenBack::forget()
{
    m_stores->redisCall({"DEL", keys::queue("demo"), keys::passes("demo"), keys::used("demo"),
            keys::outcomes("demo")});
}

void TestGivenBack::decisionsThatPostgresDidNotSeeStay()
{
    PacedLine line(*m_stores, 60);
    line.join(10);
    line.run(1s);
    auto seen = lossOf(line.pace(), 50);
    seen.issuedBefore = 12; // two more were given, and lost with the newest step of the store
    const auto apply = [&](CommandKind kind, std::map<std::string, std::string> parameters) {
        line.command(line.made(kind, std::move(parameters)));
        return line.pace().line;
    };
    apply(CommandKind::Hold, {{"message_en", "A pause"}});
    apply(CommandKind::SetRate, {{"rate", "72"}});
    const auto decided = apply(CommandKind::Block, {{"what", "192.0.2.0/24"}});
    QCOMPARE(decided.blocksRevision, std::int64_t{1});
    line.recover(seen);
    const auto after = line.pace().line;
    QCOMPARE(after.issued, std::int64_t{50});
    QVERIFY(after.revision == decided.revision);
    QCOMPARE(after.rate.value, 72);
    QCOMPARE(after.causes, std::vector<Cause>{Cause::Operator});
    QCOMPARE(after.heldBy, decided.heldBy);
    QCOMPARE(after.message.en, std::string{"A pause"});
    QCOMPARE(after.blocksRevision, std::int64_t{1});
    QCOMPARE(m_stores->redisCall({"HEXISTS", keys::blocks("demo"), "192.0.2.0/24"}),
            std::string{"1"});
}

void TestGivenBack::anOpeningThatPostgresDidNotSeeStays()
{
    PacedLine line(*m_stores, 60, 1h);
    line.settings().order = SaleOrder::Draw;
    line.join(10);
    auto seen = lossOf(line.pace(), 50);
    line.command(line.made(CommandKind::OpenNow));
    line.pace();
    line.join(5); // they are not drawn
    seen.issuedBefore = 17;
    line.recover(seen);
    const auto after = line.pace();
    QCOMPARE(after.line.phase, Phase::Held);
    QCOMPARE(after.line.drawn, std::int64_t{10});
    QVERIFY(after.line.order == SaleOrder::Draw);
    QCOMPARE(after.drawnVoids, std::string{});
}

void TestGivenBack::aReopenedSaleStaysOpen()
{
    PacedLine line(*m_stores, 600);
    line.settings().closesAt = line.now() + 3s;
    QCOMPARE(line.run(4s).phase, Phase::Closed);
    line.command(line.made(CommandKind::Reopen));
    line.run(1s);
    const auto seen = lossOf(line.pace(), 100);
    forget();
    line.recover(seen);
    QCOMPARE(line.pace().line.phase, Phase::Held);
    line.command(line.made(CommandKind::Release));
    QCOMPARE(line.run(2s).phase, Phase::Open);
}

void TestGivenBack::whoHoldsALostNumberIsCalledThoughNobodyFollows()
{
    PacedLine line(*m_stores, 600);
    line.join(10);
    line.run(2s);
    line.recover(lossOf(line.pace(), 30));
    const auto after = line.run(6s); // the hold for the store has left by itself
    QCOMPARE(after.phase, Phase::Open);
    QCOMPARE(after.serving, std::int64_t{30});
    QCOMPARE(after.waiting(), std::int64_t{0});
    QVERIFY(line.claim({20})[0].kind == Claimed::Kind::Granted);
}

void TestGivenBack::aHoldMessageGoesWithItsRelease()
{
    PacedLine line(*m_stores, 60);
    line.command(line.made(CommandKind::Hold, {{"message_en", "A pause"}}));
    const auto seen = lossOf(line.pace(), 10);
    forget();
    line.recover(seen);
    QCOMPARE(line.pace().line.message.en, std::string{"A pause"});
    line.command(line.made(CommandKind::Release));
    QCOMPARE(line.run(1s).message.en, std::string{});
}

void TestGivenBack::paidSessionsAreStillCompleted()
{
    PacedLine line(*m_stores, 600);
    line.join(10);
    line.run(1s);
    auto seen = lossOf(line.pace(), 100);
    const auto end = std::to_string(contract::toUnixMs(line.now() + 10min));
    seen.passes = "1 0 " + end + " 4,2 0 " + end + " 0,3 0 1000 4"; // the last has no time left
    forget();
    line.recover(seen);
    const auto after = line.pace().line;
    QCOMPARE(after.live, std::int64_t{2});
    QCOMPARE(after.completed, std::int64_t{1});
    line.leave(1);
    line.leave(2);
    const auto left = line.pace().line;
    QCOMPARE(left.completed, std::int64_t{2});
    QCOMPARE(left.abandoned, std::int64_t{1});
}

void TestGivenBack::aPaidOrderStillEndsItsSession()
{
    PacedLine line(*m_stores, 600);
    line.settings().endsWithOrder = true;
    line.join(10);
    line.run(1s);
    auto seen = lossOf(line.pace(), 100);
    seen.passes = "1 0 " + std::to_string(contract::toUnixMs(line.now() + 10min)) + " 4";
    forget();
    line.recover(seen);
    QCOMPARE(line.pace().line.live, std::int64_t{1});
    line.notePaid(1); // said again, since its first answer was lost with the store
    const auto after = line.pace().line;
    QCOMPARE(after.live, std::int64_t{0});
    QCOMPARE(after.completed, std::int64_t{1});
}

QTEST_GUILESS_MAIN(TestGivenBack)
#include "test_given_back.moc"
