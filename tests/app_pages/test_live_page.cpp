#include "app/pages/live_page.h"
#include "app/pages/live_stock.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "tests/support/quotes.h"
#include "widgets/charts/live_chart.h"
#include "widgets/status/stock_board.h"

using namespace saikobi;
using namespace saikobi::tests;
using sources::ScriptedFault;
using namespace std::chrono_literals;

namespace {

QString shown(const QWidget& page, const char* name)
{
    const auto* widget = page.findChild<QWidget*>(QLatin1String(name));
    return widget ? widget->property("shownValue").toString() : QStringLiteral("no such widget");
}

QString stateOf(const QWidget& page, const char* name)
{
    return page.findChild<QWidget*>(QLatin1String(name))->property("shownState").toString();
}

std::map<QString, QRect> places(const QWidget& page)
{
    std::map<QString, QRect> found;
    for (const auto* each : page.findChildren<QWidget*>())
        if (!each->objectName().isEmpty())
            found[each->objectName()] = QRect(each->mapTo(&page, QPoint()), each->size());
    return found;
}

} // namespace

class TestLivePage : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_console = std::make_unique<Console>();
        m_page = std::make_unique<pages::LivePage>();
        m_page->resize(930, 660);
    }

    void showsTheEightFigures_data()
    {
        QTest::addColumn<QString>("tile");
        for (const auto tile : pages::liveTiles)
            QTest::addRow("%s", qPrintable(pages::LiveTiles::objectName(tile)))
                    << pages::LiveTiles::objectName(tile);
    }

    void showsTheEightFigures()
    {
        QFETCH(QString, tile);
        present(0s);
        const auto value = shown(*m_page, qPrintable(tile));
        QVERIFY2(!value.isEmpty() && value != QStringLiteral("·"), qPrintable(value));
        QCOMPARE(stateOf(*m_page, qPrintable(tile)), QStringLiteral("LIVE"));
    }

    void figuresMoveWithTheSale()
    {
        present(0s);
        const auto before = shown(*m_page, "tileWaiting");
        present(60s);
        QVERIFY(shown(*m_page, "tileWaiting") != before);
    }

    void theWaitingTileSaysWhoIsThere()
    {
        present(0s);
        const auto view = m_console->view();
        const auto tile = pages::LiveTiles::content(pages::LiveTile::Waiting, view);
        const auto present = *view.value(contract::Figure::Present);
        QVERIFY2(tile.beside.contains(view.formatter.about(present)), qPrintable(tile.beside));
    }

    void theWaitTileKeepsScoreOfItsForecasts()
    {
        present(0s);
        const auto view = m_console->view();
        const auto tile = pages::LiveTiles::content(pages::LiveTile::WaitNew, view);
        const auto told = static_cast<double>(view.sale.line->value.foretold);
        QVERIFY2(tile.beside.contains(
                         QStringLiteral("80 % of %1 held").arg(view.formatter.count(told))),
                qPrintable(tile.beside));
        QVERIFY(tile.beside.startsWith(QStringLiteral("last 13 ")));
        QVERIFY(tile.behind.startsWith(QLatin1Char('(')));
    }

    void tooFewForecastsAreNoScore()
    {
        auto sale = sources::scriptedSnapshot(m_console->script, 0s);
        sale.figures.at(static_cast<std::size_t>(contract::Figure::WaitCoverage)).reset();
        sale.figures.at(static_cast<std::size_t>(contract::Figure::Present)).reset();
        const status::Formatter format{QLocale(QLocale::English)};
        const pages::View view{sale, sale.madeAt, format};
        QVERIFY(!pages::LiveTiles::content(pages::LiveTile::WaitNew, view)
                         .beside.contains(QStringLiteral("held")));
        QVERIFY(!pages::LiveTiles::content(pages::LiveTile::Waiting, view)
                         .beside.contains(QStringLiteral("present")));
    }

    void aLostStoreIsNeverZero_data()
    {
        QTest::addColumn<ScriptedFault>("fault");
        QTest::addColumn<QString>("tile");
        QTest::addRow("Redis lost: the queue is not known")
                << ScriptedFault::RedisLost << QStringLiteral("tileWaiting");
        QTest::addRow("both lost: payments are not known")
                << ScriptedFault::BothLost << QStringLiteral("tilePaymentSuccess");
        QTest::addRow("both lost: errors are not known")
                << ScriptedFault::BothLost << QStringLiteral("tileErrors");
    }

    void aLostStoreIsNeverZero()
    {
        QFETCH(ScriptedFault, fault);
        QFETCH(QString, tile);
        m_console->script.fault = fault;
        m_console->script.faultAt = 10s;
        present(40s);
        QCOMPARE(shown(*m_page, qPrintable(tile)), QStringLiteral("—"));
        QCOMPARE(stateOf(*m_page, qPrintable(tile)), QStringLiteral("LOST"));
    }

    void silenceAgesTheFiguresStepByStep_data()
    {
        QTest::addColumn<int>("silentFor");
        QTest::addColumn<QString>("state");
        QTest::addRow("two seconds: fresh") << 2 << QStringLiteral("LIVE");
        QTest::addRow("four seconds: late") << 4 << QStringLiteral("LATE");
        QTest::addRow("seven seconds: stale") << 7 << QStringLiteral("STALE");
        QTest::addRow("twenty seconds: lost") << 20 << QStringLiteral("LOST");
    }

    void silenceAgesTheFiguresStepByStep()
    {
        QFETCH(int, silentFor);
        QFETCH(QString, state);
        m_console->script.fault = ScriptedFault::Silent;
        m_console->script.faultAt = 10s;
        present(10s + std::chrono::seconds{silentFor});
        QCOMPARE(stateOf(*m_page, "tileWaiting"), state);
        const auto value = shown(*m_page, "tileWaiting");
        QCOMPARE(value.startsWith(QLatin1Char('[')), state == QStringLiteral("STALE"));
    }

    void postgresLostLeavesTheQueueAlone()
    {
        m_console->script.fault = ScriptedFault::PostgresLost;
        m_console->script.faultAt = 10s;
        present(40s);
        QCOMPARE(stateOf(*m_page, "tileWaiting"), QStringLiteral("LIVE"));
        QCOMPARE(pages::LiveStock::state(m_console->view()), contract::DataState::Lost);
    }

    void nothingMovesBetweenLiveAndLost()
    {
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_console->script.fault = ScriptedFault::BothLost;
        m_console->script.faultAt = 10s;
        present(0s);
        QCoreApplication::processEvents();
        const auto live = places(*m_page);
        QVERIFY(live.size() > 15);
        present(60s);
        QCoreApplication::processEvents();
        QVERIFY(places(*m_page) == live);
    }

    void aChangeOfLanguageReachesEverything()
    {
        present(0s);
        const auto before = m_page->grab().toImage();
        Quotes quotes;
        QCoreApplication::installTranslator(&quotes);
        QCoreApplication::sendPostedEvents();
        present(0s);
        for (const auto tile : pages::liveTiles) {
            const auto* widget = m_page->findChild<QWidget*>(pages::LiveTiles::objectName(tile));
            QCOMPARE(widget->accessibleName(), pages::LiveTiles::heading(tile).name);
            QVERIFY(widget->accessibleName().startsWith(QStringLiteral("«")));
        }
        for (const auto chart : pages::liveCharts) {
            const auto* widget = m_page->findChild<QWidget*>(pages::LiveCharts::objectName(chart));
            QCOMPARE(widget->accessibleName(), pages::LiveCharts::heading(chart).name);
        }
        QVERIFY(m_page->grab().toImage() != before);
        QCoreApplication::removeTranslator(&quotes);
    }

    void theStockIsListedSoonestFirst()
    {
        present(0s);
        QCOMPARE(m_page->findChild<status::StockBoard*>()->shownRows(), 8);
        const auto content = pages::LiveStock::content(m_console->view());
        QCOMPARE(content.rows.size(), m_console->view().sale.products->value.size());
        QVERIFY(!content.others.isEmpty());
        const auto* soonest = pages::LiveStock::soonest(m_console->view());
        QVERIFY(soonest);
        QCOMPARE(content.rows.front().code, QString::fromStdString(soonest->code));
    }

    void plotsHaveAtMostFiveLinesAndNameThem()
    {
        present(0s);
        for (const auto chart : pages::liveCharts) {
            const auto content = pages::LiveCharts::content(chart, m_console->view());
            QVERIFY(content.lines.size() <= 5 && !content.lines.empty());
            for (const auto& line : content.lines)
                QVERIFY(!line.name.isEmpty());
        }
    }

    void commandsStandAsMarksInThePlots()
    {
        const auto content
                = (present(0s), pages::LiveCharts::content(pages::Chart::Flow, m_console->view()));
        const auto commands = std::count_if(content.marks.begin(), content.marks.end(),
                [](const auto& mark) { return !mark.crossing; });
        QCOMPARE(commands, 4); // four raises in the script
    }

private:
    void present(std::chrono::seconds after)
    {
        m_console->show(after);
        m_page->present(m_console->view());
    }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<pages::LivePage> m_page;
};

QTEST_MAIN(TestLivePage)
#include "test_live_page.moc"
