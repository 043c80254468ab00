#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableWidget>

#include "app/pages/command_flow.h"
#include "app/pages/controls_charts.h"
#include "app/pages/controls_page.h"
#include "app/pages/journal_rows.h"
#include "app/pages/source_words.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/control/confirm_strip.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

/// Numbers 1 to 500 given, 200 called; three sources.
contract::SaleSnapshot lineAndSources()
{
    contract::SaleSnapshot sale;
    contract::LineState line;
    line.issued = 500;
    line.serving = 200;
    sale.line = {line, contract::Instant{}};
    sale.sources = {contract::SourceList{
                            {{"203.0.113.24", 900, 40, 0, 120, 8}, {"203.0.113.7", 80, 3, 0, 2, 1},
                                    {"2001:db8:0:1::/64", 70, 2, 0, 4, 0},
                                    {"2001:db8:0:2::/64", 60, 2, 0, 5, 2}},
                            2000, 300},
            contract::Instant{}};
    return sale;
}

} // namespace

/// The plots of Controls, and whom a rule of the block list would hit.
class TestControlsFigures : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_page.reset();
        m_flow.reset();
        m_console = std::make_unique<Console>();
        m_strip = std::make_unique<controls::ConfirmStrip>([this] { return m_console->steady; });
        m_flow = std::make_unique<pages::CommandFlow>(
                m_console->model, m_console->desk, *m_strip, nullptr);
        m_page = std::make_unique<pages::ControlsPage>(*m_flow);
        m_page->resize(930, 660);
    }
    void cleanup()
    {
        m_page.reset();
        m_flow.reset();
    }

    void aRuleIsWeighedBeforeItIsInForce_data()
    {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<int>("waiting"); // -1: nobody counted
        QTest::addColumn<int>("shoppers"); // -1: not read yet
        QTest::addColumn<QString>("bound");
        const QString exact;
        const auto least = QStringLiteral("at least");
        const auto most = QStringLiteral("at most");
        const auto row = [](const char* name, const char* rule, int waiting, int shoppers,
                                 const QString& bound) {
            QTest::addRow("%s", name) << QByteArray(rule) << waiting << shoppers << bound;
        };
        row("an address", "203.0.113.24", 120, 8, exact);
        row("its network", "203.0.113.0/24", 122, 9, least);
        row("half of it", "203.0.113.0/28", 2, 1, least);
        row("a household", "2001:db8:0:1::/64", 4, 0, exact);
        row("the same household, written out", "2001:DB8:0:1:0:0:0:0/64", 4, 0, exact);
        row("one device of a household", "2001:db8:0:1::7", 4, 0, most);
        row("a provider", "2001:db8::/32", 9, 2, least);
        row("another household", "2001:db8:0:3::/64", -1, -1, exact);
        row("an address as IPv6 writes it", "::ffff:203.0.113.24", 120, 8, exact);
        row("no address of IPv6", "2001:db8::1::2", -1, -1, exact);
        row("a quiet address", "192.0.2.1", -1, -1, exact);
        row("a network of strangers", "192.0.2.0/24", -1, -1, exact);
        row("no rule at all", "203.0.113", -1, -1, exact);
        row("numbers in line", "number:150-260", 60, -1, exact);
        row("numbers nobody has", "number:501-900", 0, -1, exact);
        row("numbers that were read", "number:1-300", 100, 17, exact);
    }

    void aRuleIsWeighedBeforeItIsInForce()
    {
        QFETCH(QByteArray, rule);
        QFETCH(int, waiting);
        QFETCH(int, shoppers);
        QFETCH(QString, bound);
        auto sale = lineAndSources();
        sale.blockReach = {{"number:1-300", 17}, contract::Instant{}};
        const auto reach = pages::reachOf(sale, rule.toStdString());
        QCOMPARE(reach.has_value(), waiting >= 0);
        if (!reach)
            return;
        QCOMPARE(reach->waiting, std::int64_t(waiting));
        QCOMPARE(reach->shoppers.value_or(-1), std::int64_t(shoppers));
        QCOMPARE(reach->isAtLeast, bound == QLatin1String("at least"));
        QCOMPARE(reach->isAtMost, bound == QLatin1String("at most"));
    }

    void inADrawAllNumbersMayWait()
    {
        auto sale = lineAndSources();
        sale.line->value.order = contract::SaleOrder::Draw;
        QCOMPARE(pages::reachOf(sale, "number:1-300")->waiting, std::int64_t(300));
    }

    void withoutTheStoresNobodyIsCounted()
    {
        const contract::SaleSnapshot nothing;
        QVERIFY(!pages::reachOf(nothing, "203.0.113.24"));
        QVERIFY(!pages::reachOf(nothing, "number:1-300"));
    }

    /// One key on the chosen source; the preview stands there before anything is sent.
    void oneKeyArmsABlockOfTheChosenSource()
    {
        m_console->desk.setReadOnly(false);
        m_strip->show();
        m_page->show();
        m_console->show(0s);
        m_page->present(m_console->view());
        auto* tabs = m_page->findChild<QTabWidget*>(QStringLiteral("controlsTabs"));
        tabs->setCurrentIndex(3);
        auto* list = m_page->findChild<QTableWidget*>(QStringLiteral("sourceList"));
        QVERIFY(list->rowCount() > 5);
        QSignalSpy wished(m_page.get(), &pages::Page::wished);
        QTest::keyClick(list, Qt::Key_B);
        QVERIFY(!m_strip->isArmed()); // none is chosen
        list->selectRow(0);
        m_console->show(1s);
        m_page->present(m_console->view());
        QCOMPARE(wished.size(), 1);
        const auto* reach = m_page->findChild<QLabel*>(QStringLiteral("blockReach"));
        QVERIFY2(reach->text().contains(QStringLiteral("236")), qPrintable(reach->text()));
        QVERIFY(list->selectedItems().size() > 0); // a new picture lets go of nothing
        QTest::keyClick(list, Qt::Key_B);
        QVERIFY(m_strip->isArmed());
        QVERIFY(m_console->gateway.sent.empty());
        QTest::keyClick(m_strip.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_console->gateway.sent.at(0).kind, contract::CommandKind::Block);
        QCOMPARE(m_console->gateway.sent.at(0).parameters.at("what"), std::string("203.0.113.24"));
    }

    void sourcesThatNobodyKnowsAreNotNone()
    {
        m_console->desk.setReadOnly(false);
        auto sale = sources::scriptedSnapshot(m_console->script, 1s);
        sale.sources.reset();
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(sale));
        m_page->present(m_console->view());
        const auto* share = m_page->findChild<QLabel*>(QStringLiteral("sourceShare"));
        QVERIFY(share->text().contains(QStringLiteral("not known")));
    }

    /// Who blocks learns what it did, also after the plots have forgotten.
    void theJournalKeepsTheLoadBeforeAndAfterABlock()
    {
        m_console->desk.setReadOnly(false);
        const auto shown = [this](std::chrono::seconds elapsed, bool hasHistory) {
            auto sale = sources::scriptedSnapshot(m_console->script, elapsed);
            auto history = std::make_shared<contract::History>();
            for (int s = -60; hasHistory && s <= elapsed.count(); ++s) {
                contract::HistoryRow row;
                row.at = m_console->script.startAt + std::chrono::seconds{s};
                row.values.at(static_cast<std::size_t>(Figure::Arrivals)) = s <= 60 ? 900 : 300;
                history->push_back(row);
            }
            sale.history = history;
            contract::TimelineEntry entry;
            entry.id = "a-block";
            entry.kind = "command";
            entry.subject = "block";
            entry.actor = "op-2";
            entry.at = m_console->script.startAt + 5s;
            entry.data = {{"id", entry.id}, {"result", "in_force"}, {"new", "203.0.113.24"}};
            sale.timeline = {entry};
            const pages::View view{sale, sale.madeAt, m_console->formatter};
            const auto rows = pages::journalRows(view, {}, m_loads);
            return rows.empty() ? QString() : rows.front().result;
        };
        QVERIFY(!shown(60s, true).contains(QStringLiteral("arrivals"))); // too soon to say
        const auto told = shown(130s, true);
        QVERIFY2(told.contains(QStringLiteral("900 → 300")), qPrintable(told));
        QCOMPARE(shown(900s, false), told);
    }

    void theBandIsThatOfTheMethodsInUse()
    {
        contract::SaleSnapshot sale;
        QVERIFY(!pages::expectedCheckout(sale));
        const auto method
                = [](const char* id, std::chrono::milliseconds from, std::chrono::milliseconds to) {
                      contract::MethodView out;
                      out.id = id;
                      out.usualFrom = from;
                      out.usualTo = to;
                      return out;
                  };
        sale.methods = {{method("card", 1s, 2s), method("paypal", 3s, 4s),
                                method("wallet", 150ms, 300ms), method("bank", 10s, 60s)},
                contract::Instant{}};
        contract::MethodsMeasured measured;
        measured.byMethod["card"].attemptsPerSecond = 6;
        measured.byMethod["paypal"].attemptsPerSecond = 2;
        measured.byMethod["bank"].attemptsPerSecond = 0.1; // one in eighty moves no percentile
        sale.methodFigures = {measured, contract::Instant{}};
        const auto band = pages::expectedCheckout(sale);
        QVERIFY(band);
        QCOMPARE(band->low, 1.0);
        QCOMPARE(band->high, 4.0);
    }

    void theSoakIsShadedUntilItsEnd()
    {
        m_console->show(0s);
        QVERIFY(!pages::soakOf(m_console->view(), QStringLiteral("soak")));
        auto sale = sources::scriptedSnapshot(m_console->script, 1s);
        sale.line->value.soakEnds = sale.madeAt + 90s;
        const pages::View view{sale, sale.madeAt, m_console->formatter};
        const auto shade = pages::soakOf(view, QStringLiteral("soak"));
        QVERIFY(shade);
        QCOMPARE(shade->to, sale.madeAt + 90s);
        QVERIFY(shade->from < sale.madeAt);
        QVERIFY(pages::ControlsCharts::admission(view).shade);
        QVERIFY(pages::ControlsCharts::own(view).limit);
        QVERIFY(pages::ControlsCharts::checkout(view).band);
    }

private:
    pages::LoadNotes m_loads{};
    std::unique_ptr<Console> m_console{};
    std::unique_ptr<controls::ConfirmStrip> m_strip{};
    std::unique_ptr<pages::CommandFlow> m_flow{};
    std::unique_ptr<pages::ControlsPage> m_page{};
};

QTEST_MAIN(TestControlsFigures)
#include "test_controls_figures.moc"
