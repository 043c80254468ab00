#include "app/pages/history_series.h"
#include "app/pages/projection.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::DataState;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

void put(contract::SaleSnapshot& sale, Figure figure, double value)
{
    sale.figures.at(static_cast<std::size_t>(figure)) = {value, sale.madeAt};
}

} // namespace

class TestProjection : public QObject {
    Q_OBJECT

private slots:
    void init() { failOnAnyWarning(); }

    void theQueueSaysWhatComesNext_data()
    {
        QTest::addColumn<double>("arrivals");
        QTest::addColumn<double>("front");
        QTest::addColumn<QString>("part");
        QTest::addRow("it drains") << 20.0 << 120.0 << QStringLiteral("drains about");
        QTest::addRow("it grows") << 200.0 << 120.0 << QStringLiteral("grows by 80");
        QTest::addRow("it stays") << 120.0 << 120.4 << QStringLiteral("keeps its length");
    }

    void theQueueSaysWhatComesNext()
    {
        QFETCH(double, arrivals);
        QFETCH(double, front);
        QFETCH(QString, part);
        Console console;
        auto sale = *console.show(0s);
        put(sale, Figure::Waiting, 600);
        put(sale, Figure::Arrivals, arrivals);
        put(sale, Figure::Front, front);
        const pages::View view{sale, console.now, console.formatter};
        const auto said = pages::Projections::queue(view);
        QVERIFY2(said.sentence.contains(part), qPrintable(said.sentence));
        QCOMPARE(said.state, DataState::Live);
    }

    void aDerivedSentenceIsAsBadAsItsWorstInput()
    {
        Console console;
        auto sale = *console.show(0s);
        sale.figures.at(static_cast<std::size_t>(Figure::Front))->asOf -= 7s;
        const pages::View view{sale, console.now, console.formatter};
        QCOMPARE(pages::Projections::queue(view).state, DataState::Stale);
        sale.figures.at(static_cast<std::size_t>(Figure::Front)).reset();
        QVERIFY(pages::Projections::queue(view).state >= DataState::Lost);
    }

    void theTurningPointIsWhereTheFrontStaysAboveTheArrivals()
    {
        std::vector<timeline::Sample> arrivals;
        std::vector<timeline::Sample> front;
        const auto start = contract::fromUnixMs(0);
        for (int i = 0; i < 300; ++i) {
            const auto at = start + std::chrono::seconds{i};
            arrivals.push_back({at, 300.0 - i});
            front.push_back({at, i == 100 ? 400.0 : 150.0}); // one jump that does not last
        }
        const auto found = pages::lastCrossing(front, arrivals);
        QVERIFY(found.has_value());
        QVERIFY(found->at == start + 151s);
        front.resize(180);
        QVERIFY(!pages::lastCrossing(front, arrivals)); // too early to call it a turn
    }
};

QTEST_GUILESS_MAIN(TestProjection)
#include "test_projection.moc"
