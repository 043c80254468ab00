#include <QRegularExpression>
#include <QTest>

#include "app/sources/scripted_source.h"

using namespace saikobi;
using namespace saikobi::sources;
using contract::DataState;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

Script scriptWith(ScriptedFault fault)
{
    Script script;
    script.startAt = contract::fromUnixMs(1'760'000'000'000);
    script.fault = fault;
    script.faultAt = 10s;
    return script;
}

double valueOf(const contract::SaleSnapshot& sale, Figure figure)
{
    const auto& found = sale.figures.at(static_cast<std::size_t>(figure));
    return found ? found->value : -1;
}

} // namespace

class TestScriptedSale : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void isTheSameAtEveryRun()
    {
        const auto script = scriptWith(ScriptedFault::None);
        const auto a = scriptedSnapshot(script, 60s);
        const auto b = scriptedSnapshot(script, 60s);
        for (const auto& figure : contract::allFigures())
            QCOMPARE(valueOf(a, figure.figure), valueOf(b, figure.figure));
    }

    void movesAndStaysConsistent()
    {
        const auto script = scriptWith(ScriptedFault::None);
        std::uint64_t last = 0;
        for (auto elapsed = 0s; elapsed <= 600s; elapsed += 50s) {
            const auto sale = scriptedSnapshot(script, elapsed);
            QVERIFY(sale.sequence > last);
            last = sale.sequence;
            QVERIFY(!sale.mayCommand);
            QVERIFY(sale.source == contract::SnapshotSource::Scripted);
            QCOMPARE(valueOf(sale, Figure::Waiting),
                    static_cast<double>(sale.line->value.waiting()));
            QVERIFY(sale.history->size() >= 900);
            QVERIFY(valueOf(sale, Figure::Orders) > 0);
            QVERIFY(valueOf(sale, Figure::Present) <= valueOf(sale, Figure::Waiting));
            QCOMPARE(valueOf(sale, Figure::Present),
                    static_cast<double>(sale.line->value.present.value_or(-1)));
            const auto& line = sale.line->value;
            QCOMPARE(valueOf(sale, Figure::WaitCoverage),
                    100.0 * static_cast<double>(line.foretoldWithin)
                            / static_cast<double>(line.foretold));
            for (const auto& product : sale.products->value)
                QVERIFY(product.available() >= 0 && product.held >= 0 && product.sold >= 0);
        }
    }

    void aLostStoreGrowsOldAndKeepsItsLastValue()
    {
        const auto script = scriptWith(ScriptedFault::RedisLost);
        const auto before = scriptedSnapshot(script, 10s);
        const auto after = scriptedSnapshot(script, 40s);
        QVERIFY(!after.redis.error.empty() && after.postgres.error.empty());
        QCOMPARE(valueOf(after, Figure::Waiting), valueOf(before, Figure::Waiting));
        QVERIFY(contract::stateOf(after, Figure::Waiting, after.madeAt) == DataState::Lost);
        QVERIFY(contract::stateOf(after, Figure::Unsettled, after.madeAt) == DataState::Live);
        QCOMPARE(after.products->asOf, after.madeAt);
    }

    void silenceIsLateThenStaleThenLost()
    {
        const auto script = scriptWith(ScriptedFault::Silent);
        const auto stateAt = [&script](std::chrono::seconds elapsed) {
            const auto sale = scriptedSnapshot(script, elapsed);
            return contract::stateOf(sale, Figure::Orders, sale.madeAt);
        };
        QVERIFY(stateAt(11s) == DataState::Live);
        QVERIFY(stateAt(13s) == DataState::Late);
        QVERIFY(stateAt(16s) == DataState::Stale);
        QVERIFY(stateAt(26s) == DataState::Lost);
    }

    void aHoldStopsPassesAndSaysWho()
    {
        const auto sale = scriptedSnapshot(scriptWith(ScriptedFault::Held), 60s);
        QVERIFY(sale.line->value.phase == contract::Phase::Held);
        QCOMPARE(sale.line->value.heldBy, std::string{"op-1"});
        QCOMPARE(valueOf(sale, Figure::RateActual), 0.0);
        QCOMPARE(sale.timeline.front().subject, std::string{"hold"});
    }

    void theDemoPlaysByItself()
    {
        model::Mailbox<contract::SnapshotPtr> mailbox;
        ScriptedSource source(mailbox, scriptWith(ScriptedFault::None));
        source.start();
        std::uint64_t sequence = 0;
        const auto newest = [&] {
            if (const auto snapshot = mailbox.take())
                sequence = (*snapshot)->sequence;
            return sequence;
        };
        QCOMPARE(newest(), std::uint64_t(1)); // the first picture is there at once
        QTRY_VERIFY(newest() >= 2);
        source.stop();
    }
};

QTEST_GUILESS_MAIN(TestScriptedSale)
#include "test_scripted_sale.moc"
