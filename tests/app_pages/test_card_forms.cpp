#include <QDateTime>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTimeEdit>
#include <QTimeZone>
#include <QVBoxLayout>

#include "app/model/connection_model.h"
#include "app/pages/command_flow.h"
#include "app/pages/connection_page.h"
#include "app/pages/controls_page.h"
#include "app/pages/inventory_page.h"
#include "app/pages/payments_page.h"
#include "app/pages/product_detail_panel.h"
#include "backend/contract/shipped_cards.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/control/message_templates.h"
#include "widgets/status/figure_table.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::ControlForm;
using namespace std::chrono_literals;

using Words = std::map<std::string, std::string>;

/// A step of a card opens its form filled, with the keyboard in it, and nothing is armed or sent.
class TestCardForms : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_window = std::make_unique<QWidget>();
        m_console = std::make_unique<Console>();
        auto* column = new QVBoxLayout(m_window.get());
        m_strip = new controls::ConfirmStrip([this] { return m_console->steady; }, m_window.get());
        column->addWidget(m_strip);
        m_flow = std::make_unique<pages::CommandFlow>(
                m_console->model, m_console->desk, *m_strip, nullptr);
        m_connection = std::make_unique<model::ConnectionModel>();
        m_console->desk.setReadOnly(false);
        m_sale = std::make_shared<contract::SaleSnapshot>(*m_console->show(0s));
    }
    void cleanup()
    {
        m_window.reset();
        m_flow.reset();
    }

    void theTextAndTimeOfAHoldStandInItsForm()
    {
        for (const auto form :
                {ControlForm::Hold, ControlForm::Maintenance, ControlForm::Message}) {
            open<pages::ControlsPage>(form, {{"message", "payment_busy"}, {"resume_in", "1h"}});
            const auto& busy = controls::MessageTemplates::all().at(1);
            QCOMPARE(find<QPlainTextEdit>("messageJa")->toPlainText(), QString::fromUtf8(busy.ja));
            QCOMPARE(find<QPlainTextEdit>("messageEn")->toPlainText(), QString::fromUtf8(busy.en));
            QCOMPARE(find<QSpinBox>("resumeMinutes")->value(), 60);
        }
        QVERIFY(m_page->findChild<QPlainTextEdit*>("messageJa")->hasFocus());
    }

    /// What the timeline tells of it, so that the step ticks; not once it says something else.
    void aHoldNamesTheTextItWasMadeFrom()
    {
        open<pages::ControlsPage>(ControlForm::Hold, {{"message", "check"}, {"resume_in", "10m"}});
        auto* ja = find<QPlainTextEdit>("messageJa");
        ja->setPlainText(ja->toPlainText() + QStringLiteral("コンビニ払いは使えます。"));
        QCOMPARE(held().at("template"), std::string{"check"});
        ja->setPlainText(QStringLiteral("機材を直しています"));
        QVERIFY(!held().contains("template"));
    }

    void ratesAreThoseOfTheCard()
    {
        const auto before = m_sale->line->value.rate.value;
        open<pages::ControlsPage>(ControlForm::Rate, {{"value", "10"}});
        QCOMPARE(find<QSpinBox>("rateDraft")->value(), 10);
        QVERIFY(find<QSpinBox>("rateDraft")->hasFocus());
        fill(ControlForm::Rate, {{"value", "50%"}});
        QCOMPARE(find<QSpinBox>("rateDraft")->value(), before / 2);
        const auto advised = m_console->view().value(contract::Figure::RateAdvised);
        QVERIFY(advised);
        fill(ControlForm::Rate, {{"value", "rate_advised"}});
        QCOMPARE(find<QSpinBox>("rateDraft")->value(), static_cast<int>(*advised));
        fill(ControlForm::Release, {{"value", "25%"}});
        QCOMPARE(find<QSpinBox>("releaseRate")->value(), before / 4);
    }

    /// "Send the same rate again" is a step of C5.
    void theSameRateIsSentAgain()
    {
        open<pages::ControlsPage>(ControlForm::Rate, {});
        m_flow->armRate(m_sale->line->value.rate.value);
        QVERIFY(m_strip->isArmed());
    }

    void countsAndBitsStandInTheirFields()
    {
        open<pages::ControlsPage>(ControlForm::Admit, {{"n", "3"}});
        QCOMPARE(find<QSpinBox>("admitCount")->value(), 3);
        fill(ControlForm::Call, {{"n", "50"}});
        QCOMPARE(find<QSpinBox>("callCount")->value(), 50);
        fill(ControlForm::WorkBits, {{"bits", "16"}});
        QCOMPARE(find<QSpinBox>("workBits")->value(), 16);
        fill(ControlForm::Restore, {});
        QVERIFY(find<QSpinBox>("restoreNumber")->hasFocus());
    }

    /// By the clock of the sale, at least so much later.
    void anOpeningIsMovedFromNow()
    {
        open<pages::ControlsPage>(ControlForm::Opening, {{"action", "move"}, {"in", "20m"}});
        const auto then = find<QTimeEdit>("openingTime")->time();
        const auto now = QDateTime::fromMSecsSinceEpoch(contract::toUnixMs(m_console->now),
                QTimeZone(QByteArray::fromStdString(m_sale->timeZone)))
                                 .time();
        QCOMPARE((now.secsTo(then) + 86400) % 86400 / 60, 20);
    }

    void theEndOfTheSaleIsAtHand()
    {
        open<pages::ControlsPage>(ControlForm::Close, {{"action", "close"}});
        QVERIFY(find<QPushButton>("phaseClose")->hasFocus());
    }

    void aBlockIsFilledFromTheCardOrTheLoudestSource()
    {
        open<pages::ControlsPage>(
                ControlForm::Block, {{"action", "block"}, {"what", "192.0.2.0/24"}, {"for", "2h"}});
        QCOMPARE(find<QLineEdit>("blockWhat")->text(), QStringLiteral("192.0.2.0/24"));
        QCOMPARE(find<QSpinBox>("blockMinutes")->value(), 120);
        find<QLineEdit>("blockWhat")->clear();
        m_sale->sources = {{{{.what = "203.0.113.7"}, {.what = "203.0.113.8"}}, 10, 1}, {}};
        fill(ControlForm::Block, {{"action", "block"}});
        QCOMPARE(find<QLineEdit>("blockWhat")->text(), QStringLiteral("203.0.113.7"));
        m_sale->blocks = {{{.what = "198.51.100.1", .at = m_console->now - 5min},
                                  {.what = "198.51.100.2", .at = m_console->now - 1min}},
                m_console->now};
        fill(ControlForm::Block, {{"action", "lift"}});
        QCOMPARE(find<QLineEdit>("blockWhat")->text(), QStringLiteral("198.51.100.2"));
    }

    void theProductOfACardIsOpen()
    {
        const auto& product = m_sale->products->value.at(4);
        open<pages::InventoryPage>(
                ControlForm::Product, {{"action", "stop"}, {"product", product.code}});
        QCOMPARE(find<pages::ProductDetailPanel>("productDetail")->product()->value,
                product.id.value);
        QVERIFY(find<QPushButton>("detailStop")->hasFocus());
        QTest::keyClick(find<QPushButton>("detailStop"), Qt::Key_Space); // arms; Enter would do it
        QVERIFY(m_strip->isArmed());
        QVERIFY(!isAnythingSent());
    }

    /// The one that the audit found; among several a person chooses.
    void theOneProductInTroubleStandsReady()
    {
        for (auto& one : m_sale->products->value)
            one.state = contract::ProductState::OnSale;
        contract::DeskRecord record;
        record.audits = {{contract::AuditView::Oversold, "product", "3", "sold"}};
        m_sale->record = {record, m_console->now};
        open<pages::InventoryPage>(ControlForm::Product, {{"action", "stop"}});
        QCOMPARE(find<pages::ProductDetailPanel>("productDetail")->product()->value, 3);
        m_sale->record->value.audits.push_back(
                {contract::AuditView::Oversold, "product", "5", "sold"});
        fill(ControlForm::Product, {{"action", "stop"}});
        QVERIFY(!find<pages::ProductDetailPanel>("productDetail")->product());
        m_sale->products->value.at(6).state = contract::ProductState::Stopped;
        fill(ControlForm::Product, {{"action", "start"}});
        QCOMPARE(find<pages::ProductDetailPanel>("productDetail")->product()->value,
                m_sale->products->value.at(6).id.value);
    }

    void anOfferHasItsUnitsAndTime()
    {
        for (auto& one : m_sale->products->value)
            one.kept = 0;
        m_sale->products->value.at(2).kept = 40;
        m_sale->products->value.at(2).held = 40;
        open<pages::InventoryPage>(ControlForm::Offer, {{"n", "12"}, {"in", "10m"}});
        QCOMPARE(find<pages::ProductDetailPanel>("productDetail")->product()->value,
                m_sale->products->value.at(2).id.value);
        QCOMPARE(find<QSpinBox>("offerUnits")->value(), 12);
        QCOMPARE(find<QSpinBox>("offerMinutes")->value(), 10);
        QVERIFY(find<QSpinBox>("offerUnits")->hasFocus());
    }

    void theMethodOfACardIsChosen()
    {
        open<pages::PaymentsPage>(
                ControlForm::Method, {{"action", "disable"}, {"method", "paypal"}});
        QCOMPARE(find<status::FigureTable>("methods")->chosen(), std::string{"paypal"});
        QVERIFY(find<QPushButton>("methodDisable")->hasFocus());
    }

    void theOneMethodInTroubleStandsReady()
    {
        auto& all = m_sale->methodFigures->value.byMethod;
        for (auto& [id, figures] : all) {
            figures.successPercent = 99;
            figures.p95Seconds = 0.01;
        }
        all.at("paypal").successPercent = 40;
        open<pages::PaymentsPage>(ControlForm::Method, {{"action", "disable"}});
        QCOMPARE(find<status::FigureTable>("methods")->chosen(), std::string{"paypal"});
        for (auto& one : m_sale->methods->value)
            one.isEnabled = one.id != "card";
        fill(ControlForm::Method, {{"action", "enable"}});
        QCOMPARE(find<status::FigureTable>("methods")->chosen(), std::string{"card"});
    }

    void theLimitOfTheProviderStandsInItsField()
    {
        const auto& method = m_sale->methods->value.front();
        QVERIFY(!method.provider.empty());
        open<pages::PaymentsPage>(
                ControlForm::Limit, {{"provider", method.provider}, {"value", "17"}});
        QCOMPARE(find<QSpinBox>("providerLimit")->value(), 17);
        QVERIFY(find<QSpinBox>("providerLimit")->hasFocus());
    }

    void theDatabaseIsShownWhereASessionIsEnded()
    {
        open<pages::ConnectionPage>(ControlForm::EndIdle, {});
        QCOMPARE(find<QTabWidget>("connectionTabs")->currentIndex(), 1);
        QVERIFY(find<QPushButton>("databaseEndIdle"));
    }

    /// I10: there the form does not exist.
    void withoutRightsNothingIsFilled()
    {
        m_console->desk.setReadOnly(true);
        open<pages::PaymentsPage>(ControlForm::Method, {{"action", "disable"}});
        QVERIFY(!m_page->findChild<QPushButton*>("methodDisable"));
    }

    /// Each form of the shipped cards, with whatever else its step says.
    void noStepOfAShippedCardArmsOrSends()
    {
        for (const auto& card : contract::shippedCards().all)
            for (const auto* list : {&card.first, &card.then})
                for (const auto& step : *list) {
                    if (!step.form)
                        continue;
                    switch (*step.form) {
                    case ControlForm::Product:
                    case ControlForm::Offer:
                        open<pages::InventoryPage>(*step.form, step.values);
                        break;
                    case ControlForm::Method:
                    case ControlForm::Limit:
                        open<pages::PaymentsPage>(*step.form, step.values);
                        break;
                    case ControlForm::EndIdle:
                        open<pages::ConnectionPage>(*step.form, step.values);
                        break;
                    default:
                        open<pages::ControlsPage>(*step.form, step.values);
                    }
                    QVERIFY2(!m_strip->isArmed(), (card.id + " " + step.id).c_str());
                }
        QVERIFY(!isAnythingSent());
    }

private:
    template<class T>
    T* find(const char* name) const
    {
        return m_page->findChild<T*>(QLatin1String(name));
    }
    template<class P>
    void open(ControlForm form, const Words& values)
    {
        delete m_page.data();
        P* page = nullptr;
        if constexpr (std::is_same_v<P, pages::ConnectionPage>)
            page = new P(*m_flow, *m_connection, m_window.get());
        else
            page = new P(*m_flow, m_window.get());
        m_page = page;
        m_fill = [this, page](ControlForm wanted, const Words& with) {
            page->openForm(wanted, with, m_console->view());
        };
        m_window->layout()->addWidget(m_page);
        m_window->resize(1000, 760);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        fill(form, values);
    }
    void fill(ControlForm form, const Words& values)
    {
        ++m_sale->sequence;
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(*m_sale));
        m_fill(form, values);
        QCoreApplication::processEvents();
        QVERIFY(!m_strip->isArmed());
        QVERIFY(!isAnythingSent());
    }
    /// Whoever has command says so again by itself.
    bool isAnythingSent() const
    {
        const auto& sent = m_console->gateway.sent;
        return std::any_of(sent.begin(), sent.end(),
                [](const auto& one) { return one.kind != contract::CommandKind::RenewCommand; });
    }
    /// What a hold sends now.
    commands::Parameters held()
    {
        m_flow->armHold();
        QTest::keyClick(m_strip, Qt::Key_Return);
        const auto& sent = m_console->gateway.sent;
        const auto hold = std::find_if(sent.rbegin(), sent.rend(),
                [](const auto& one) { return one.kind == contract::CommandKind::Hold; });
        return hold == sent.rend() ? commands::Parameters{} : hold->parameters;
    }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<pages::CommandFlow> m_flow;
    std::unique_ptr<model::ConnectionModel> m_connection;
    controls::ConfirmStrip* m_strip = nullptr;
    std::shared_ptr<contract::SaleSnapshot> m_sale;
    QPointer<pages::Page> m_page;
    std::function<void(ControlForm, const Words&)> m_fill{};
};

QTEST_MAIN(TestCardForms)
#include "test_card_forms.moc"
