#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include "app/pages/command_flow.h"
#include "app/pages/method_rows.h"
#include "app/pages/payment_charts.h"
#include "app/pages/payments_page.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/status/figure_table.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::CommandKind;
using contract::PaymentEnd;
using pages::MethodRows;
using sources::ScriptedFault;
using namespace std::chrono_literals;

class TestPaymentsPage : public QObject {
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
        m_page = new pages::PaymentsPage(*m_flow, m_window.get());
        column->addWidget(m_page, 1);
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

    void eachMethodShowsItsTimesBesideTheUsualOnes()
    {
        QCOMPARE(table("methods")->shownRows(), 4);
        QCOMPARE(cell("card", MethodRows::Usual), QStringLiteral("1–2"));
        QCOMPARE(cell("paypal", MethodRows::Usual), QStringLiteral("3–4"));
        QVERIFY(cell("card", MethodRows::P95).toDouble() > 1.5);
        QVERIFY(cell("card", MethodRows::Success).endsWith(QLatin1Char('%')));
        QVERIFY(cell("card", MethodRows::InFlight).contains(QLatin1Char('/')));
    }

    void whatIsTooRareIsNoPercentage()
    {
        const auto few = m_console->view().sale.methodFigures->value.byMethod.at("points");
        QVERIFY(!few.successPercent); // as the script has it
        QCOMPARE(cell("points", MethodRows::Success), QStringLiteral("too few"));
        QCOMPARE(cell("points", MethodRows::InFlight), QStringLiteral("·")); // no provider, no call
    }

    void aFailingProviderIsSeenInEveryPlace()
    {
        m_console->script.fault = ScriptedFault::PaymentsFail;
        present(40s);
        const int overRate = MethodRows::FirstEnd + static_cast<int>(PaymentEnd::RefusedForRate);
        QVERIFY(cell("card", overRate).toInt() > 10);
        QVERIFY2(cell("card", MethodRows::P95).startsWith(QStringLiteral("↑")),
                qPrintable(cell("card", MethodRows::P95)));
        QCOMPARE(table("findings")->model().index(0, 1).data().toString(),
                QStringLiteral("captured twice"));
        QCOMPARE(table("findings")->model().index(0, 2).data().toString(),
                QStringLiteral("a person must decide"));
        QCOMPARE(table("paymentAudits")->shownRows(), 1);
        QVERIFY(shown("paymentsInbox").startsWith(QStringLiteral("12,")));
        QVERIFY(shown("paymentsParked").startsWith(QStringLiteral("1,")));
    }

    void ticksAndRowsAgeApart()
    {
        m_console->script.fault = ScriptedFault::PostgresLost;
        m_console->script.faultAt = 10s;
        present(60s);
        QVERIFY(cell("card", MethodRows::Attempts).toDouble() > 0);
        QCOMPARE(shown("paymentsInbox"), QStringLiteral("—"));
        m_console->script.fault = ScriptedFault::RedisLost;
        present(61s);
        QCOMPARE(cell("card", MethodRows::Attempts), QStringLiteral("—"));
        QVERIFY(shown("paymentsInbox") != QStringLiteral("—"));
        QCOMPARE(cell("card", MethodRows::Usual), QStringLiteral("1–2"));
    }

    void outcomesAreFiveStackedLinesUnderTheLimit()
    {
        const auto ends = pages::PaymentCharts::ends(m_console->view());
        QVERIFY(ends.isStacked);
        QCOMPARE(ends.lines.size(), std::size_t(5));
        QCOMPARE(ends.limit->value, 20.0);
        const auto times = pages::PaymentCharts::times(m_console->view());
        QCOMPARE(times.lines.size(), std::size_t(4));
    }

    void aNumberChoosesAMethodAndTheChordDisablesIt()
    {
        QTest::keyClick(m_page, Qt::Key_2);
        QCOMPARE(table("methods")->chosen(), std::string{"paypal"});
        QTest::keyClick(m_page, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_strip->isArmed());
        QVERIFY(m_strip->shownText().contains(QStringLiteral("PayPal")));
        QVERIFY(m_console->gateway.sent.empty());
        QTest::keyClick(m_strip, Qt::Key_Return);
        QCOMPARE(m_console->gateway.sent.size(), std::size_t(1));
        QCOMPARE(m_console->gateway.sent[0].kind, CommandKind::DisableMethod);
        QCOMPARE(m_console->gateway.sent[0].parameters.at("method"), std::string{"paypal"});
    }

    void theLimitIsChangedWithWhatWasSeen()
    {
        QTest::keyClick(m_page, Qt::Key_1);
        auto* limit = m_page->findChild<QSpinBox*>(QStringLiteral("providerLimit"));
        QCOMPARE(limit->value(), 20);
        limit->setValue(15);
        auto* change = m_page->findChild<QPushButton*>(QStringLiteral("providerLimitArm"));
        change->click();
        QVERIFY2(m_strip->shownText().contains(QStringLiteral("20 → 15")),
                qPrintable(m_strip->shownText()));
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_console->gateway.sent.size(), std::size_t(1));
        const auto& sent = m_console->gateway.sent[0];
        QCOMPARE(sent.parameters.at("calls_per_second"), std::string{"15"});
        QCOMPARE(sent.parameters.at("was_calls_per_second"), std::string{"20"});
    }

    void aHigherLimitNeedsAReason()
    {
        QTest::keyClick(m_page, Qt::Key_1);
        m_page->findChild<QSpinBox*>(QStringLiteral("providerLimit"))->setValue(35);
        auto* change = m_page->findChild<QPushButton*>(QStringLiteral("providerLimitArm"));
        change->click();
        QVERIFY(!m_strip->isArmed());
        m_page->findChild<QLineEdit*>(QStringLiteral("limitReason"))
                ->setText(QStringLiteral("agreed by telephone"));
        change->click();
        QVERIFY2(m_strip->isArmed(), qPrintable(m_strip->shownText()));
    }

    void pointsHaveNoProviderToLimit()
    {
        QTest::keyClick(m_page, Qt::Key_4);
        QVERIFY(!m_page->findChild<QSpinBox*>(QStringLiteral("providerLimit"))->isEnabled());
        QVERIFY(m_page->findChild<QPushButton*>(QStringLiteral("methodDisable"))->isEnabled());
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
        present(1s);
        for (const char* name : {"methodDisable", "providerLimitArm"})
            QVERIFY2(!m_page->findChild<QPushButton*>(QLatin1String(name)), name);
        QTest::keyClick(m_page, Qt::Key_1);
        QTest::keyClick(m_page, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!m_strip->isArmed());
    }

private:
    status::FigureTable* table(const char* name) const
    {
        return m_page->findChild<status::FigureTable*>(QLatin1String(name));
    }
    QString cell(const char* method, int column) const
    {
        const auto& model = table("methods")->model();
        return model.index(model.rowOf(method), column).data().toString();
    }
    QString shown(const char* name) const
    {
        return m_page->findChild<QWidget*>(QLatin1String(name))->property("shownValue").toString();
    }
    void present(std::chrono::seconds after)
    {
        m_console->show(after);
        m_page->present(m_console->view());
        QCoreApplication::processEvents();
    }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<QWidget> m_window;
    controls::ConfirmStrip* m_strip = nullptr;
    std::unique_ptr<pages::CommandFlow> m_flow;
    pages::PaymentsPage* m_page = nullptr;
};

QTEST_MAIN(TestPaymentsPage)
#include "test_payments_page.moc"
