#include <QImage>
#include <QPixmap>

#include "app/pages/live_page.h"
#include "app/pages/projection.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/status/tile.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::DataState;
using contract::Figure;
using pages::LiveTile;
using pages::LiveTiles;
using namespace std::chrono_literals;

/// D6 and D13 of CONSOLE.md §8.
class TestLiveTiles : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_console = std::make_unique<Console>();
        m_console->show(600s); // ratios have been judged for ten minutes
        m_page = std::make_unique<pages::LivePage>();
        m_page->resize(930, 660);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->present(m_console->view());
        QCoreApplication::processEvents();
    }

    void aTileIsMoreThanANumber_data() { everyTile(); }

    /// D6: unit, window, something it is measured against, ten minutes of trend, age.
    void aTileIsMoreThanANumber()
    {
        QFETCH(LiveTile, tile);
        const auto heading = LiveTiles::heading(tile);
        const auto content = LiveTiles::content(tile, m_console->view());
        QVERIFY(!heading.name.isEmpty() && !heading.window.isEmpty());
        QVERIFY(!heading.unit.isEmpty() || heading.window.contains(QStringLiteral("people")));
        QVERIFY(content.gauge && (content.gauge->target || content.gauge->limit));
        QVERIFY(content.gauge->normalFrom || content.gauge->normalTo);
        QVERIFY(!content.age.isEmpty());
        QVERIFY(!content.trend.empty());
        const auto& runs = content.trend;
        QVERIFY(runs.back().back().x() - runs.front().front().x() > 0.95); // of ten minutes
    }

    void allOfItIsOnTheScreen_data() { everyTile(); }

    /// Nothing of it is only said: without it the tile looks different at the size it has.
    void allOfItIsOnTheScreen()
    {
        QFETCH(LiveTile, tile);
        auto* widget = m_page->findChild<status::Tile*>(LiveTiles::objectName(tile));
        const auto heading = LiveTiles::heading(tile);
        const auto whole = LiveTiles::content(tile, m_console->view());
        const auto picture = [widget](const status::TileContent& content) {
            widget->present(content);
            return widget->grab().toImage();
        };
        const auto image = picture(whole);
        auto part = whole;
        part.trend.clear();
        QVERIFY2(picture(part) != image, "the trend");
        part = whole;
        part.age = QStringLiteral("9.9 s");
        QVERIFY2(picture(part) != image, "the age");
        part = whole;
        part.gauge->target.reset();
        part.gauge->limit.reset();
        QVERIFY2(picture(part) != image, "what it is measured against");
        part = whole;
        part.gauge->normalFrom.reset();
        part.gauge->normalTo.reset();
        QVERIFY2(picture(part) != image, "what is normal");
        widget->setHeading(heading.name, QString(), heading.window);
        QVERIFY2(heading.unit.isEmpty() || picture(whole) != image, "the unit");
        widget->setHeading(heading.name, heading.unit, QString());
        QVERIFY2(picture(whole) != image, "the window");
        QVERIFY(widget->neededWidth() <= widget->width());
    }

    void aFigureTakesTheWorstOfItsFeeds_data()
    {
        QTest::addColumn<int>("figure");
        for (const auto& figure : contract::allFigures())
            if (figure.feed == contract::FeedKind::Both)
                QTest::addRow("%s", std::string{figure.id}.c_str())
                        << static_cast<int>(figure.figure);
    }

    /// D13: with either of its stores gone a figure of both is gone, and old when either is old.
    void aFigureTakesTheWorstOfItsFeeds()
    {
        QFETCH(int, figure);
        const auto which = static_cast<Figure>(figure);
        auto sale = *m_console->model.current();
        QCOMPARE(contract::stateOf(sale, which, sale.madeAt), DataState::Live);
        sale.redis.error = "refused";
        QCOMPARE(contract::stateOf(sale, which, sale.madeAt), DataState::Lost);
        sale.redis.error.clear();
        sale.postgres.error = "refused";
        QCOMPARE(contract::stateOf(sale, which, sale.madeAt), DataState::Lost);
        sale.postgres.error.clear();
        QCOMPARE(contract::stateOf(sale, which, sale.madeAt + 8s), DataState::Stale);
    }

    void aForecastTakesTheWorstOfItsFigures_data()
    {
        QTest::addColumn<int>("input");
        for (const auto input : {Figure::Waiting, Figure::Arrivals, Figure::Front})
            QTest::addRow("%s", std::string{contract::info(input).id}.c_str())
                    << static_cast<int>(input);
    }

    /// D13, for the sentence about the queue.
    void aForecastTakesTheWorstOfItsFigures()
    {
        QFETCH(int, input);
        auto sale = *m_console->model.current();
        auto& figure = sale.figures.at(static_cast<std::size_t>(input));
        QCOMPARE(stateOfQueue(sale), DataState::Live);
        figure->asOf -= 4s;
        QCOMPARE(stateOfQueue(sale), DataState::Late);
        figure->asOf -= 4s;
        QCOMPARE(stateOfQueue(sale), DataState::Stale);
        figure->asOf -= 10s;
        QCOMPARE(stateOfQueue(sale), DataState::Lost);
    }

private:
    static void everyTile()
    {
        QTest::addColumn<LiveTile>("tile");
        for (const auto tile : pages::liveTiles)
            QTest::addRow("%s", qPrintable(LiveTiles::objectName(tile))) << tile;
    }
    DataState stateOfQueue(const contract::SaleSnapshot& sale) const
    {
        return pages::Projections::queue({sale, sale.madeAt, m_console->formatter}).state;
    }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<pages::LivePage> m_page;
};

QTEST_MAIN(TestLiveTiles)
#include "test_live_tiles.moc"
