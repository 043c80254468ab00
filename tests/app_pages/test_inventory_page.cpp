#include <QAction>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include "app/pages/command_flow.h"
#include "app/pages/inventory_page.h"
#include "app/pages/stock_rows.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/status/figure_table.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::CommandKind;
using pages::StockRows;
using sources::ScriptedFault;
using namespace std::chrono_literals;

/// The page above the strip of confirmations, as an operator of the scripted sale sees it.
class TestInventoryPage : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_page = nullptr;
        m_flow.reset();
        m_window = std::make_unique<QWidget>();
        m_console = std::make_unique<Console>();
        auto* column = new QVBoxLayout(m_window.get());
        m_strip = new controls::ConfirmStrip([this] { return m_console->steady; }, m_window.get());
        column->addWidget(m_strip);
        m_flow = std::make_unique<pages::CommandFlow>(
                m_console->model, m_console->desk, *m_strip, nullptr);
        m_page = new pages::InventoryPage(*m_flow, m_window.get());
        column->addWidget(m_page, 1);
        connect(m_page, &pages::Page::wished, this,
                [this](const contract::DeskWish& wish) { m_wish = wish; });
        m_wish = {};
        m_window->resize(960, 720);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_console->desk.setReadOnly(false);
        present(0s);
    }
    void cleanup()
    {
        m_window.reset();
        m_flow.reset();
    }

    void everyProductIsThereAndAddsUp()
    {
        const auto& shown = m_console->view().sale.products->value;
        QCOMPARE(products()->shownRows(), static_cast<int>(shown.size()));
        for (const auto& product : shown) {
            QCOMPARE(product.available() + product.held + product.sold, product.total);
            QCOMPARE(cell(product.id.value, StockRows::Sound), QStringLiteral("✓"));
        }
    }

    void whatTheAuditNamesIsStruckOut()
    {
        m_console->script.fault = ScriptedFault::StockDiffers;
        present(30s);
        QCOMPARE(cell(3, StockRows::Sound), QStringLiteral("✗"));
        QCOMPARE(cell(3, StockRows::SellsOut), QStringLiteral("inconsistent"));
        const auto& model = products()->model();
        const auto struck = model.index(model.rowOf("3"), StockRows::Sold).data(Qt::FontRole);
        QVERIFY(struck.value<QFont>().strikeOut());
        QCOMPARE(cell(4, StockRows::Sound), QStringLiteral("✓"));
        const auto* audits = find<status::FigureTable>("stockAudits");
        QCOMPARE(audits->shownRows(), 2);
        QVERIFY(audits->csv().contains(QStringLiteral("B-11"))); // by its code, not its number
    }

    void aLostStoreIsNeverZero()
    {
        m_console->script.fault = ScriptedFault::PostgresLost;
        m_console->script.faultAt = 10s;
        present(60s);
        QCOMPARE(cell(1, StockRows::Available), QStringLiteral("—"));
        QCOMPARE(cell(1, StockRows::Code), QStringLiteral("A-01"));
        QCOMPARE(cell(1, StockRows::Sound), QStringLiteral("?"));
        QVERIFY(find<status::FigureTable>("stockAudits")->shownRows() == 0);
        const auto* absence = find<QLabel>("stockAuditsAbsence");
        QVERIFY2(absence->text().startsWith(QStringLiteral("Not known")),
                qPrintable(absence->text()));
    }

    void oldCountersStandInBrackets()
    {
        m_console->script.fault = ScriptedFault::Silent;
        m_console->script.faultAt = 10s;
        present(18s);
        QVERIFY(cell(1, StockRows::Total).startsWith(QLatin1Char('[')));
    }

    void theSlashFiltersAndEscapeEndsIt()
    {
        QTest::keyClick(view("products"), Qt::Key_Slash);
        auto* filter = find<QLineEdit>("productsFilter");
        QVERIFY(filter->hasFocus());
        QTest::keyClicks(filter, QStringLiteral("c-0"));
        QCOMPARE(products()->shownRows(), 2);
        QCOMPARE(m_page->csv().count(QStringLiteral("\r\n")), 3); // what is shown, and nothing else
        QTest::keyClick(filter, Qt::Key_Escape);
        QCOMPARE(products()->shownRows(), 12);
        QVERIFY(view("products")->hasFocus());
    }

    void theKeyTSortsBySellOut()
    {
        products()->sortBy(StockRows::Code, Qt::DescendingOrder);
        QCOMPARE(firstCode(), QStringLiteral("F-02"));
        QTest::keyClick(view("products"), Qt::Key_T);
        const auto* soonest = &m_console->view().sale.products->value.front();
        for (const auto& product : m_console->view().sale.products->value)
            if (product.sellsOutFrom && product.state == contract::ProductState::OnSale
                    && (!soonest->sellsOutFrom || soonest->state != contract::ProductState::OnSale
                            || *product.sellsOutFrom < *soonest->sellsOutFrom))
                soonest = &product;
        QCOMPARE(firstCode(), QString::fromStdString(soonest->code));
    }

    void enterOpensAProductAndEscapeClosesIt()
    {
        products()->choose("2");
        QTest::keyClick(view("products"), Qt::Key_Return);
        QCOMPARE(m_wish.detail, std::optional{contract::ProductId{2}});
        present(1s);
        const auto* moves = find<status::FigureTable>("moves");
        QVERIFY(moves->isVisible());
        QCOMPARE(moves->shownRows(), 50);
        QTest::keyClick(view("products"), Qt::Key_Escape);
        QVERIFY(!moves->isVisible());
        QVERIFY(!m_wish.detail);
    }

    void fiveSoonestArePlottedUntilSomebodyChooses()
    {
        QCOMPARE(m_wish.burnDown.size(), std::size_t(5));
        products()->choose("5");
        QTest::keyClick(view("products"), Qt::Key_Space);
        present(1s);
        QCOMPARE(m_wish.burnDown, std::vector{contract::ProductId{5}});
        QCOMPARE(cell(5, StockRows::Plot), QStringLiteral("◆"));
        for (int id = 6; id <= 12; ++id) {
            products()->choose(std::to_string(id));
            QTest::keyClick(view("products"), Qt::Key_Space);
        }
        present(2s);
        QCOMPARE(m_wish.burnDown.size(), std::size_t(5)); // no more lines than an eye can follow
    }

    void theChordStopsTheChosenProduct()
    {
        products()->choose("4");
        QTest::keyClick(view("products"), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_strip->isArmed());
        QVERIFY(m_strip->shownText().contains(QStringLiteral("B-12")));
        QVERIFY(m_console->gateway.sent.empty()); // no command on one key
        QTest::keyClick(m_strip, Qt::Key_Return);
        QCOMPARE(m_console->gateway.sent.size(), std::size_t(1));
        QCOMPARE(m_console->gateway.sent[0].kind, CommandKind::StopProduct);
        QCOMPARE(m_console->gateway.sent[0].parameters.at("product"), std::string{"4"});
    }

    void keptUnitsAreOfferedFromTheProduct()
    {
        present(1h + 10min);
        const auto& shown = m_console->view().sale.products->value;
        const auto kept = std::find_if(
                shown.begin(), shown.end(), [](const auto& each) { return each.kept > 0; });
        QVERIFY(kept != shown.end());
        products()->choose(std::to_string(kept->id.value));
        QTest::keyClick(view("products"), Qt::Key_Return);
        present(1h + 10min + 1s);
        find<QSpinBox>("offerUnits")->setValue(2);
        find<QPushButton>("offerArm")->click();
        QVERIFY(m_strip->isArmed());
        QVERIFY2(m_strip->shownText().contains(QStringLiteral("2 of 4")),
                qPrintable(m_strip->shownText()));
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_console->gateway.sent.size(), std::size_t(1));
        const auto& sent = m_console->gateway.sent[0];
        QCOMPARE(sent.kind, CommandKind::OfferKept);
        QCOMPARE(sent.parameters.at("n"), std::string{"2"});
        QVERIFY(std::stoll(sent.parameters.at("at")) % 60'000 == 0); // a whole minute
    }

    void commandsDoNotExistWithoutRights_data()
    {
        QTest::addColumn<bool>("isDemo");
        QTest::addColumn<bool>("isOperator");
        QTest::addColumn<bool>("isReadOnly");
        QTest::addRow("a demo") << true << true << false;
        QTest::addRow("a viewer") << false << false << false;
        QTest::addRow("a READ-ONLY console") << false << true << true;
    }

    void commandsDoNotExistWithoutRights()
    {
        QFETCH(bool, isDemo);
        QFETCH(bool, isOperator);
        QFETCH(bool, isReadOnly);
        if (isDemo)
            m_console->script.shownAs = contract::SnapshotSource::Scripted;
        m_console->script.mayCommand = isOperator;
        m_console->desk.setReadOnly(isReadOnly);
        products()->choose("4");
        QTest::keyClick(view("products"), Qt::Key_Return);
        present(1s);
        present(2s);
        for (const char* name : {"productStop", "offerArm", "detailStop"})
            QVERIFY2(!m_page->findChild<QPushButton*>(QLatin1String(name)), name);
        QTest::keyClick(view("products"), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!m_strip->isArmed());
    }

    void everythingOneCanTouchHasAName()
    {
        products()->choose("2");
        QTest::keyClick(view("products"), Qt::Key_Return);
        present(1s);
        for (const auto* each : m_page->findChildren<QWidget*>()) {
            const bool isTouched = qobject_cast<const QPushButton*>(each)
                    || qobject_cast<const QLineEdit*>(each) || qobject_cast<const QSpinBox*>(each)
                    || qobject_cast<const QTableView*>(each);
            if (!isTouched || each->objectName().startsWith(QLatin1String("qt_")))
                continue;
            QVERIFY2(!each->objectName().isEmpty(), each->metaObject()->className());
            QVERIFY2(!each->accessibleName().isEmpty(), qPrintable(each->objectName()));
        }
    }

    void thousandsOfProductsStayFast()
    {
        auto sale = sources::scriptedSnapshot(m_console->script, 0s);
        auto& many = sale.products->value;
        const auto pattern = many;
        for (std::int64_t i = 0; many.size() < 5000; ++i) {
            many.push_back(pattern[static_cast<std::size_t>(i) % pattern.size()]);
            many.back().id.value = 100 + i;
            many.back().code = "Z-" + std::to_string(i);
        }
        const pages::View large{sale, sale.madeAt, m_console->formatter};
        m_page->present(large);
        QCoreApplication::processEvents();
        QElapsedTimer watch;
        watch.start();
        m_page->present(large);
        m_page->repaint();
        QVERIFY2(watch.elapsed() < 150, qPrintable(QString::number(watch.elapsed())));
        QCOMPARE(products()->shownRows(), 5000);
    }

private:
    template<class Widget>
    Widget* find(const char* name) const
    {
        return m_page->findChild<Widget*>(QLatin1String(name));
    }
    status::FigureTable* products() const { return find<status::FigureTable>("products"); }
    QTableView* view(const char* table) const
    {
        return m_page->findChild<QTableView*>(QLatin1String(table) + QLatin1String("View"));
    }
    QString cell(std::int64_t product, int column) const
    {
        const auto& model = products()->model();
        return model.index(model.rowOf(std::to_string(product)), column).data().toString();
    }
    QString firstCode() const
    {
        return products()->model().index(0, StockRows::Code).data().toString();
    }
    void present(std::chrono::seconds after)
    {
        m_console->now = m_console->script.startAt + after;
        m_console->steady = contract::Deadline{} + 1h + after;
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(
                sources::scriptedSnapshot(m_console->script, after, m_wish)));
        m_page->present(m_console->view());
        QCoreApplication::processEvents();
    }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<QWidget> m_window;
    controls::ConfirmStrip* m_strip = nullptr;
    std::unique_ptr<pages::CommandFlow> m_flow;
    pages::InventoryPage* m_page = nullptr;
    contract::DeskWish m_wish{};
};

QTEST_MAIN(TestInventoryPage)
#include "test_inventory_page.moc"
