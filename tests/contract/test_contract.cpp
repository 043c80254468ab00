#include <QTest>

#include "backend/contract/figures.h"
#include "backend/contract/kill_point.h"
#include "backend/contract/line_state.h"
#include "backend/contract/problem.h"
#include "backend/contract/snapshot.h"
#include "backend/contract/tick.h"
#include "backend/contract/timeline_entry.h"
#include "backend/contract/words.h"

using namespace saikobi::contract;
using namespace std::chrono_literals;

class TestContract : public QObject {
    Q_OBJECT

private slots:
    void wordsAreReadBackAsTheyAreSpelled();
    void aKillPointDiesAtItsPassingAndOnlyOnce();
    void saleIdsAreSlugs_data();
    void saleIdsAreSlugs();
    void lineStateSurvivesJson();
    void emptyLuaTableIsNoCause();
    void tickSurvivesJson();
    void brokenRowsAreRefused();
    void histogramClassHoldsItsUpperBound();
    void everyFigureHasAnIdOfItsOwn();
    void everyProblemHasItsStatus();
    void ageDecidesHowFarAValueIsBelieved_data();
    void ageDecidesHowFarAValueIsBelieved();
    void lostStoreMarksOnlyItsOwnFigures();
    void whatIsNewerThanTheLastWordOfRedisCameByPostgres();
};

namespace {

LineState busyLine()
{
    LineState line;
    line.at = fromUnixMs(1767225600123);
    line.epoch.value = 3;
    line.revision.value = 17;
    line.phase = Phase::Held;
    line.causes = {Cause::Operator, Cause::Redis};
    line.rate.value = 300;
    line.issued = 4'000'000'000;
    line.serving = 120;
    line.resumeAt = fromUnixMs(1767225900000);
    line.heldBy = "op-1";
    line.message = {"少しお待ちください", "Please wait", fromUnixMs(1767225600000)};
    return line;
}

} // namespace

void TestContract::wordsAreReadBackAsTheyAreSpelled()
{
    for (const auto kind : {CommandKind::SetRate, CommandKind::Hold, CommandKind::Release,
                 CommandKind::Admit, CommandKind::Maintenance, CommandKind::OpenNow,
                 CommandKind::MoveOpening, CommandKind::Close, CommandKind::Reopen,
                 CommandKind::Message, CommandKind::Probe}) {
        QVERIFY(!name(kind).empty());
        QCOMPARE(fromName<CommandKind>(name(kind)), std::optional{kind});
    }
    for (int i = 0; i <= static_cast<int>(OrderStatus::CaptureFailed); ++i) {
        const auto status = static_cast<OrderStatus>(i);
        QCOMPARE(fromName<OrderStatus>(name(status)), std::optional{status});
    }
    for (const auto flow : {PaymentFlow::Direct, PaymentFlow::Hosted, PaymentFlow::Points})
        QCOMPARE(fromName<PaymentFlow>(name(flow)), std::optional{flow});
    QVERIFY(!fromName<Phase>("opened"));
}

void TestContract::aKillPointDiesAtItsPassingAndOnlyOnce()
{
    int deaths = 0;
    const auto die = [&deaths] { ++deaths; };
    passKillPoint("created"); // nothing is armed yet
    for (const auto* wrong : {"", ":2", "order:0", "order:-1", "order:x", "order:2x"})
        QVERIFY2(!armKillPoint(wrong, die), wrong);
    QVERIFY(armKillPoint("created:2", die));
    passKillPoint("created");
    passKillPoint("authorised");
    QCOMPARE(deaths, 0);
    passKillPoint("created");
    QCOMPARE(deaths, 1);
    passKillPoint("created");
    QCOMPARE(deaths, 1);
}

void TestContract::saleIdsAreSlugs_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<bool>("isGood");
    QTest::addRow("small letters, digits and hyphens") << QByteArray("shop-a2") << true;
    QTest::addRow("nothing") << QByteArray() << false;
    QTest::addRow("capital letters") << QByteArray("Demo") << false;
    QTest::addRow("a brace would break the hash tag") << QByteArray("a}b") << false;
    QTest::addRow("forty characters") << QByteArray(40, 'a') << true;
    QTest::addRow("one more") << QByteArray(41, 'a') << false;
}

void TestContract::saleIdsAreSlugs()
{
    QFETCH(QByteArray, id);
    QFETCH(bool, isGood);
    QCOMPARE(isSaleId(id.toStdString()), isGood);
}

void TestContract::lineStateSurvivesJson()
{
    const auto before = busyLine();
    const auto after = lineStateFromJson(toJson(before));
    QVERIFY(after);
    QCOMPARE(toJson(after.value()), toJson(before));
    QCOMPARE(after.value().issued, before.issued);
    QCOMPARE(after.value().message.ja, before.message.ja);
    QVERIFY(after.value().causes == before.causes);
    QVERIFY(!after.value().opensAt);
}

void TestContract::emptyLuaTableIsNoCause()
{
    const auto line = lineStateFromJson(R"({"phase":"open","causes":{},"rate":60.0})");
    QVERIFY(line);
    QVERIFY(line.value().causes.empty());
    QCOMPARE(line.value().rate.value, 60);
}

void TestContract::tickSurvivesJson()
{
    Tick before;
    before.sale = "demo";
    before.at = fromUnixMs(1767225600000);
    before.instance = "a";
    before.incarnation = "x";
    before.counters[counter::tickets] = 12;
    before.histograms[histogram::own][3] = 7;
    before.gauges[gauge::cpu] = 12.5;
    before.line = busyLine();
    const auto after = tickFromJson(toJson(before));
    QVERIFY(after);
    QCOMPARE(toJson(after.value()), toJson(before));
    QCOMPARE(after.value().histograms.at(histogram::own)[3], 7);
}

void TestContract::brokenRowsAreRefused()
{
    QVERIFY(!tickFromJson("{"));
    QVERIFY(!tickFromJson("{}"));
    QVERIFY(!lineStateFromJson(R"({"phase":"ajar"})"));
    QVERIFY(!timelineEntryFromJson(R"({"kind":"note"})"));
}

void TestContract::histogramClassHoldsItsUpperBound()
{
    QCOMPARE(histogramClass(0.0), std::size_t{0});
    QCOMPARE(histogramClass(1.0), std::size_t{0});
    QCOMPARE(histogramClass(1.01), std::size_t{1});
    QCOMPARE(histogramClass(10000.0), histogramBoundsMs.size() - 1);
    QCOMPARE(histogramClass(1e9), histogramBoundsMs.size());
}

void TestContract::everyFigureHasAnIdOfItsOwn()
{
    QSet<QByteArray> ids;
    for (const auto& figure : allFigures()) {
        QCOMPARE(info(figure.figure).id, figure.id);
        ids.insert(QByteArray(figure.id.data(), static_cast<qsizetype>(figure.id.size())));
    }
    QCOMPARE(ids.size(), static_cast<qsizetype>(figureCount));
}

void TestContract::everyProblemHasItsStatus()
{
    QCOMPARE(httpStatus(ProblemType::BadTicket), 401);
    QCOMPARE(httpStatus(ProblemType::SoldOut), 409);
    QCOMPARE(httpStatus(ProblemType::PaymentsBusy), 429);
    QCOMPARE(httpStatus(ProblemType::Unavailable), 503);
    for (int i = 0; i <= static_cast<int>(ProblemType::Unavailable); ++i)
        QVERIFY(!name(static_cast<ProblemType>(i)).empty());
}

void TestContract::ageDecidesHowFarAValueIsBelieved_data()
{
    QTest::addColumn<int>("ageMs");
    QTest::addColumn<bool>("failed");
    QTest::addColumn<int>("state");
    QTest::addRow("fresh") << 1900 << false << static_cast<int>(DataState::Live);
    QTest::addRow("older than two periods") << 2100 << false << static_cast<int>(DataState::Late);
    QTest::addRow("older than 5 s") << 5100 << false << static_cast<int>(DataState::Stale);
    QTest::addRow("older than 15 s") << 15100 << false << static_cast<int>(DataState::Lost);
    QTest::addRow("fresh, but its store failed")
            << 500 << true << static_cast<int>(DataState::Lost);
    QTest::addRow("never seen") << -1 << false << static_cast<int>(DataState::NoData);
}

void TestContract::ageDecidesHowFarAValueIsBelieved()
{
    QFETCH(int, ageMs);
    QFETCH(bool, failed);
    QFETCH(int, state);
    const auto age = ageMs < 0 ? std::nullopt : std::optional{std::chrono::milliseconds{ageMs}};
    QCOMPARE(static_cast<int>(dataState(age, 1s, failed)), state);
}

void TestContract::lostStoreMarksOnlyItsOwnFigures()
{
    const auto now = fromUnixMs(1767225600000);
    SaleSnapshot sale;
    for (auto& figure : sale.figures)
        figure = Observed<double>{1, now};
    sale.postgres.error = "connection refused";
    QCOMPARE(static_cast<int>(stateOf(sale, Figure::Waiting, now)),
            static_cast<int>(DataState::Live));
    QCOMPARE(static_cast<int>(stateOf(sale, Figure::Unsettled, now)),
            static_cast<int>(DataState::Lost));
}

void TestContract::whatIsNewerThanTheLastWordOfRedisCameByPostgres()
{
    const auto now = fromUnixMs(1767225600000);
    SaleSnapshot sale;
    sale.redis.error = "no answer";
    sale.redis.lastSuccess = now - 8s;
    sale.figures[static_cast<std::size_t>(Figure::Waiting)] = Observed<double>{9, now - 9s};
    sale.figures[static_cast<std::size_t>(Figure::Orders)] = Observed<double>{9, now - 1s};
    QCOMPARE(static_cast<int>(stateOf(sale, Figure::Waiting, now)),
            static_cast<int>(DataState::Lost));
    QCOMPARE(static_cast<int>(stateOf(sale, Figure::Orders, now)),
            static_cast<int>(DataState::Live));
}

QTEST_GUILESS_MAIN(TestContract)
#include "test_contract.moc"
