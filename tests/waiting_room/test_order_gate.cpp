#include <QTest>

#include "backend/contract/keys.h"
#include "tests/support/run_until.h"
#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using namespace std::chrono_literals;
using tests::PacedLine;
using waiting_room::OrderGate;
using waiting_room::OrderWants;
using waiting_room::Want;
namespace keys = contract::keys;

namespace {

OrderWants pieces(const std::string& order, std::int64_t units, std::optional<std::int64_t> left,
        std::optional<std::int64_t> places = 1000)
{
    return {order, {{Want::Of::Product, 7, units, left}, {Want::Of::Slot, 3, 1, places}}};
}

} // namespace

/// The last pieces: units of orders that were let through and have none yet are counted, and no
/// more orders go to the provider than what is left could be for.
class TestOrderGate : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void theLastPieceIsPaidForByOne();
    void aTenthMoreMayTry_data();
    void aTenthMoreMayTry();
    void placesOfASlotCountAsUnitsDo();
    void aRefusedOrderIsNotCounted();
    void theSameOrderCountsOnce();
    void whoIsOnlyCountedIsNotJudged();
    void everyEntryLapses();
    void aClockThatSteppedBackKeepsNobody();
    void noMoreOrdersThanTheBound();
    void anotherOrdersNonsenseIsRefused();
    void whoComesMeanwhileSharesACall();
    void oneOrderIsAskedForAsBefore();
    void aLostLineLetsNobodyThrough();

private:
    std::string counted(const char* what)
    {
        return m_stores->redisCall({"HGET", keys::gate("demo"), what});
    }

    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<PacedLine> m_line;
};

void TestOrderGate::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestOrderGate::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_line.reset();
    m_stores->clear();
    m_line = std::make_unique<PacedLine>(*m_stores, 6000);
    m_line->run(2s);
    QCOMPARE(m_line->join(1), 1);
}

void TestOrderGate::theLastPieceIsPaidForByOne()
{
    QCOMPARE(m_line->checkOrder(1, pieces("a", 1, 1)), OrderGate::Open);
    QCOMPARE(m_line->checkOrder(1, pieces("b", 1, 1)), OrderGate::LastPieces);
    m_line->leaveGate({"a", "a", "never-there"}); // telling again changes nothing
    QCOMPARE(counted("p7"), std::string{});
    QCOMPARE(m_line->checkOrder(1, pieces("b", 1, 1)), OrderGate::Open);
}

void TestOrderGate::aTenthMoreMayTry_data()
{
    QTest::addColumn<int>("left");
    QTest::addColumn<int>("let");
    QTest::addRow("nothing left: those who hold it are being waited for") << 0 << 0;
    QTest::addRow("below ten it is what is left") << 9 << 9;
    QTest::addRow("ten") << 10 << 11;
    QTest::addRow("a hundred") << 100 << 110;
}

void TestOrderGate::aTenthMoreMayTry()
{
    QFETCH(int, left);
    QFETCH(int, let);
    int through = 0;
    for (int i = 0; i < 120; ++i)
        through += m_line->checkOrder(1, pieces(std::to_string(i), 1, left)) == OrderGate::Open;
    QCOMPARE(through, let);
}

void TestOrderGate::placesOfASlotCountAsUnitsDo()
{
    QCOMPARE(m_line->checkOrder(1, pieces("a", 1, 1000, 1)), OrderGate::Open);
    QCOMPARE(m_line->checkOrder(1, pieces("b", 1, 1000, 1)), OrderGate::LastPieces);
}

void TestOrderGate::aRefusedOrderIsNotCounted()
{
    QCOMPARE(m_line->checkOrder(1, pieces("a", 3, 4)), OrderGate::Open);
    QCOMPARE(m_line->checkOrder(1, pieces("b", 2, 4)), OrderGate::LastPieces);
    QCOMPARE(counted("p7"), std::string{"3"});
    QCOMPARE(m_line->checkOrder(1, pieces("c", 1, 4)), OrderGate::Open); // the smaller one fits
    QCOMPARE(m_line->checkOrder(2, pieces("d", 1, 1000)), OrderGate::NoPass);
    QCOMPARE(counted("p7"), std::string{"4"});
}

void TestOrderGate::theSameOrderCountsOnce()
{
    QCOMPARE(m_line->checkOrder(1, pieces("a", 2, 3)), OrderGate::Open);
    QCOMPARE(m_line->checkOrder(1, pieces("a", 2, 3)), OrderGate::Open);
    QCOMPARE(counted("p7"), std::string{"2"});
}

void TestOrderGate::whoIsOnlyCountedIsNotJudged()
{
    QCOMPARE(m_line->checkOrder(1, pieces("a", 1, 1)), OrderGate::Open);
    QCOMPARE(m_line->checkOrder(1, pieces("again", 1, {}, {})), OrderGate::Open);
    QCOMPARE(counted("p7"), std::string{"2"});
}

void TestOrderGate::everyEntryLapses()
{
    QCOMPARE(m_line->checkOrder(1, pieces("dead", 1, 1)), OrderGate::Open);
    m_line->advance(59s);
    QCOMPARE(m_line->checkOrder(1, pieces("b", 1, 1)), OrderGate::LastPieces);
    m_line->advance(1s);
    QCOMPARE(m_line->checkOrder(1, pieces("b", 1, 1)), OrderGate::Open);
    // Where no order comes any more, nothing stays in the store either.
    QVERIFY(std::stoll(m_stores->redisCall({"PTTL", keys::gate("demo")})) > 0);
    QVERIFY(std::stoll(m_stores->redisCall({"PTTL", keys::gateEnds("demo")})) > 0);
}

void TestOrderGate::aClockThatSteppedBackKeepsNobody()
{
    QCOMPARE(m_line->checkOrder(1, pieces("a", 1, 1)), OrderGate::Open);
    m_line->advance(-1h);
    QCOMPARE(m_line->checkOrder(1, pieces("b", 1, 1)), OrderGate::Open);
}

void TestOrderGate::noMoreOrdersThanTheBound()
{
    // Their ends are far away by this line's clock; the 20,000th one is the last.
    const auto end = std::to_string(contract::toUnixMs(m_line->now()) + 30000);
    for (int i = 0; i < 20000;) {
        std::vector<std::string> entries{"ZADD", keys::gateEnds("demo")};
        for (const int to = i + 1000; i < to; ++i) {
            entries.push_back(end);
            entries.push_back("o" + std::to_string(i));
        }
        m_stores->redisCall(entries);
    }
    QCOMPARE(m_line->checkOrder(1, pieces("a", 1, 1000)), OrderGate::Full);
    m_line->leaveGate({"o0"});
    QCOMPARE(m_line->checkOrder(1, pieces("a", 1, 1000)), OrderGate::Open);
}

void TestOrderGate::anotherOrdersNonsenseIsRefused()
{
    const auto said = m_line->checkOrders({{"1", pieces("a", 0, 5)}, {"1", pieces("b", 1, 5)}});
    QVERIFY(!said[0]);
    QVERIFY(said[1] && said[1].value() == OrderGate::Open);
    QCOMPARE(counted("p7"), std::string{"1"});
}

void TestOrderGate::whoComesMeanwhileSharesACall()
{
    constexpr int orders = 300; // the first alone, then 256 and the rest
    waiting_room::GateEntrants entrants(m_line->store());
    const auto calls = [this] {
        const auto text = m_stores->redisCall({"INFO", "commandstats"});
        const auto at = text.find("cmdstat_fcall:calls=");
        return at == std::string::npos ? 0 : std::stoi(text.substr(at + 20));
    };
    const int before = calls();
    std::vector<std::pair<int, OrderGate>> told;
    for (int i = 0; i < orders; ++i)
        entrants.add({"1", pieces(std::to_string(i), 1, 60)}, contract::Epoch{1},
                [&told, i](const contract::Result<OrderGate>& said) {
                    QVERIFY(said);
                    told.emplace_back(i, said.value());
                });
    tests::runUntil(m_line->context(), [&told] { return told.size() == orders; });
    QCOMPARE(calls() - before, 3);
    for (int i = 0; i < orders; ++i) // in the order of their coming; 60 and a tenth more may try
        QVERIFY(told[static_cast<std::size_t>(i)]
                == std::pair(i, i < 66 ? OrderGate::Open : OrderGate::LastPieces));
    QCOMPARE(counted("p7"), std::string{"66"});
}

/// Instances of the version before do, while this library is in the server.
void TestOrderGate::oneOrderIsAskedForAsBefore()
{
    std::vector<std::string> call{"FCALL", "saikobi_order"};
    const auto keys = waiting_room::lineKeys("demo", {});
    call.push_back(std::to_string(keys.size()));
    call.insert(call.end(), keys.begin(), keys.end());
    auto counted = call;
    counted.insert(counted.end(), {"1", "1", "a", "p7=1/1"});
    QCOMPARE(m_stores->redisCall(counted), std::string{"ok"});
    counted.rbegin()[1] = "b";
    QCOMPARE(m_stores->redisCall(counted), std::string{"last-pieces"});
    call.insert(call.end(), {"1", "1"});
    QCOMPARE(m_stores->redisCall(call), std::string{"ok"});
}

void TestOrderGate::aLostLineLetsNobodyThrough()
{
    m_stores->redisCall({"FLUSHALL"});
    waiting_room::GateEntrants entrants(m_line->store());
    const auto said
            = tests::awaited<contract::Result<OrderGate>>(m_line->context(), [&](auto done) {
                  entrants.add({"1", pieces("a", 1, 1000)}, contract::Epoch{1}, std::move(done));
              });
    QVERIFY(said && !*said);
    QCOMPARE(said->error().code, contract::FaultCode::Lost);
}

QTEST_GUILESS_MAIN(TestOrderGate)
#include "test_order_gate.moc"
