#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QVBoxLayout>

#include "app/commands/runbook_desk.h"
#include "app/pages/runbook_page.h"
#include "app/pages/runbook_rows.h"
#include "backend/contract/shipped_cards.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/charts/live_chart.h"
#include "widgets/runbook/card_index.h"
#include "widgets/runbook/card_view.h"
#include "widgets/runbook/step_row.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::MarkState;
using contract::StepKind;
using namespace std::chrono_literals;

/// C3 and its kin, walked by keys on a scripted sale.
class TestRunbookPage : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_window = std::make_unique<QWidget>();
        m_console = std::make_unique<Console>();
        auto& here = *m_console;
        m_desk = std::make_unique<commands::RunbookDesk>(here.model, here.gateway,
                commands::Clock{
                        [this] { return m_console->now; }, [this] { return m_console->steady; }},
                "console-1");
        m_desk->setCards(contract::shippedCards());
        auto* column = new QVBoxLayout(m_window.get());
        m_page = new pages::RunbookPage(*m_desk, m_window.get());
        column->addWidget(m_page);
        m_window->resize(900, 760);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        show(60s);
    }
    void cleanup()
    {
        m_window.reset();
        m_desk.reset();
    }

    void theIndexHasEveryCard()
    {
        auto* index = m_page->findChild<runbook::CardIndex*>();
        QCOMPARE(index->topLevelItemCount(), 4);
        QCOMPARE(index->topLevelItem(1)->childCount(), static_cast<int>(contract::alarmCount));
        QCOMPARE(index->topLevelItem(3)->childCount(), 6);
        index->setCurrentItem(index->topLevelItem(3)->child(0));
        QCOMPARE(m_page->shownCard(), std::string{"R1"});
    }

    /// D7: no title is cut, in either language.
    void everyTitleOfTheIndexHasItsLines()
    {
        auto* index = m_page->findChild<runbook::CardIndex*>();
        auto cards = contract::shippedCards();
        for (auto& card : cards.all) // as Japanese screens show them
            card.text.title.en = card.text.title.ja;
        for (const auto& shown : {contract::shippedCards(), cards}) {
            m_desk->setCards(shown);
            QCoreApplication::processEvents();
            for (int i = 0; i < index->topLevelItemCount(); ++i)
                for (int j = 0; j < index->topLevelItem(i)->childCount(); ++j) {
                    auto* item = index->topLevelItem(i)->child(j);
                    index->scrollToItem(item);
                    const auto place = index->visualItemRect(item);
                    const auto needed = index->fontMetrics().boundingRect(
                            QRect(0, 0, place.width() - 6, 1000), Qt::TextWordWrap, item->text(0));
                    QVERIFY2(needed.height() <= place.height() && needed.width() <= place.width(),
                            qPrintable(item->text(0)));
                }
        }
    }

    /// Several alarms lead to one card: the one that was chosen stays so when the words change.
    void theChosenAlarmOutlivesAChangeOfWords()
    {
        auto* index = m_page->findChild<runbook::CardIndex*>();
        const auto cardOf = [](const QTreeWidgetItem* item) {
            return item->data(0, Qt::UserRole).toString();
        };
        for (int row = 0; row < index->topLevelItem(1)->childCount(); ++row) {
            index->setCurrentItem(index->topLevelItem(1)->child(row));
            const auto card = cardOf(index->currentItem());
            auto cards = contract::shippedCards();
            for (auto& each : cards.all)
                each.text.title.en += std::string(static_cast<std::size_t>(row % 2 + 1), '!');
            m_desk->setCards(cards);
            QCoreApplication::processEvents();
            QCOMPARE(index->currentItem()->parent(), index->topLevelItem(1));
            QCOMPARE(index->indexOfTopLevelItem(index->currentItem()->parent()), 1);
            QCOMPARE(index->topLevelItem(1)->indexOfChild(index->currentItem()), row);
            QCOMPARE(cardOf(index->currentItem()), card);
        }
    }

    /// The plot is never empty: what a step without a figure works for ends the card.
    void theFigureOfTheCardStandsWhereAStepHasNone()
    {
        m_page->openFor("C3", "A06", 4);
        const auto* chart = m_page->findChild<charts::LiveChart*>("chartOfStep");
        choose("t1");
        QVERIFY2(heading(*chart).contains("provider budget"), qPrintable(heading(*chart)));
        choose("t3");
        QVERIFY2(
                heading(*chart).contains("Finished: payment success"), qPrintable(heading(*chart)));
    }

    /// Whoever does not know the keys.
    void theTextsHaveButtons()
    {
        m_page->openFor("C3", "A06", 4);
        m_page->findChild<QPushButton*>("keyCopyFormButton")->click();
        QVERIFY(QApplication::clipboard()->text().contains("What: "));
        m_page->findChild<QPushButton*>("keyCopyReportButton")->click();
        QVERIFY(QApplication::clipboard()->text().contains("Needs: "));
    }

    /// D10 and the beginning of a walk: the step that is next is chosen.
    void anAlarmOpensAndBeginsItsCard()
    {
        m_page->openFor("C3", "A06", 4);
        QVERIFY(m_desk->walkOf("C3")->isOpen());
        QCOMPARE(m_desk->walkOf("C3")->mark(contract::walk_step::begin)->alarm, std::string{"A06"});
        QCOMPARE(view().shown().chosen, 0);
        QVERIFY(pages::RunbookRows::next(*m_desk).contains("C3 step 1/"));
        QVERIFY(view().shown().progress.startsWith("◐ 0/"));
    }

    void keysWalkTheSteps()
    {
        m_page->openFor("C3", "A06", 4);
        QCOMPARE(chosen().kind, StepKind::Decide);
        press(Qt::Key_X);
        QVERIFY(m_said.contains("Y or N"));
        press(Qt::Key_N); // no: the hold greys out
        QVERIFY(row("f2").shown().isGreyed);
        QVERIFY(row("f1").shown().note.startsWith("no "));
        QCOMPARE(chosen().id, std::string{"f3"});
        press(Qt::Key_K);
        press(Qt::Key_K);
        QCOMPARE(chosen().id, std::string{"f1"});
        press(Qt::Key_J);
        press(Qt::Key_J);
        QCOMPARE(chosen().id, std::string{"f3"});
        press(Qt::Key_X);
        QCOMPARE(state("f3"), MarkState::Done);
    }

    void aPersonCannotTickWhatTheFiguresTick()
    {
        m_page->openFor("C3", "A06", 4);
        choose("t1");
        press(Qt::Key_X);
        QCOMPARE(state("t1"), MarkState::Open);
        QVERIFY(m_said.contains("itself"));
        QVERIFY(row("t1").shown().figure.contains("now "));
    }

    /// D38: the override, with its name and reason, in the accent's stripe.
    void passingOverNeedsAReason()
    {
        m_page->openFor("C3", "A06", 4);
        choose("t1");
        press(Qt::Key_O);
        auto* reason = m_page->findChild<QLineEdit*>("stepReason");
        QVERIFY(reason->isEnabled());
        QTest::keyClick(reason, Qt::Key_Return);
        QCOMPARE(state("t1"), MarkState::Open);
        QTest::keyClicks(reason, "measured by hand");
        QTest::keyClick(reason, Qt::Key_Return);
        QCOMPARE(state("t1"), MarkState::Overridden);
        QVERIFY(row("t1").shown().note.contains("measured by hand"));
        QVERIFY(row("t1").shown().note.contains("op-1"));
        QVERIFY(!reason->isEnabled());
        choose("t1");
        press(Qt::Key_X);
        QCOMPARE(state("t1"), MarkState::Open);
    }

    void whatIsPutOffComesBackAtItsTime()
    {
        m_page->openFor("C3", "A06", 4);
        press(Qt::Key_D);
        QCOMPARE(row("f1").shown().state, MarkState::Deferred);
        QVERIFY(chosen().id != "f1");
        show(60s + pages::RunbookPage::deferral + 1s);
        QVERIFY(row("f1").shown().isDue);
        QCOMPARE(m_desk->walkOf("C3")->current(m_console->now)->id, std::string{"f1"});
    }

    void aTimerRingsWhenItsTimeIsOver()
    {
        QSignalSpy over(m_desk.get(), &commands::RunbookDesk::timerOver);
        m_page->openFor("C3", "A06", 4);
        choose("t4");
        QCOMPARE(chosen().kind, StepKind::Timer);
        press(Qt::Key_T);
        QCOMPARE(state("t4"), MarkState::Started);
        QVERIFY(!row("t4").shown().isSettled);
        show(60s + chosen().time + 1s);
        QVERIFY(row("t4").shown().isSettled);
        QCOMPARE(over.count(), 1);
    }

    /// Three minutes each, then the next of that role.
    void callsGoFromOneContactToTheNext()
    {
        m_contacts = {{"payment duty", "First", "090-1"}, {"payment duty", "Second", "090-2"}};
        show(61s);
        m_page->openFor("C3", "A06", 4);
        choose("t2");
        QCOMPARE(chosen().kind, StepKind::Call);
        QVERIFY(row("t2").shown().figure.contains("090-1"));
        press(Qt::Key_T);
        QCOMPARE(state("t2"), MarkState::Called);
        QVERIFY(row("t2").shown().figure.contains("090-1"));
        show(61s + contract::callPatience + 1s);
        QVERIFY(row("t2").shown().figure.contains("090-2"));
        press(Qt::Key_T);
        press(Qt::Key_N);
        QCOMPARE(state("t2"), MarkState::NoAnswer);
        QVERIFY(row("t2").shown().figure.contains("090-1"));
        press(Qt::Key_Y);
        QCOMPARE(state("t2"), MarkState::Reached);
    }

    void aCommandStepOpensItsControlAndSendsNothing()
    {
        QSignalSpy wanted(m_page, &pages::RunbookPage::controlWanted);
        m_page->openFor("C3", "A06", 4);
        choose("f2");
        const auto sent = commandsSent();
        press(Qt::Key_Return);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].value<contract::ControlForm>(), contract::ControlForm::Hold);
        QCOMPARE(commandsSent(), sent);
        QCOMPARE(state("f2"), MarkState::Open);
    }

    /// D41: both languages, live figures, one key.
    void textsForOthersAreFilledAndCopied()
    {
        m_contacts = {{"lead", "Sato", "090-0000-0001"}};
        show(62s);
        m_page->openFor("C3", "A06", 4);
        press(Qt::Key_C);
        const auto form = QApplication::clipboard()->text();
        for (const auto* part :
                {"事象：", "次の連絡時刻：", "What: ", "Next call: ", "Sato 090-0000-0001"})
            QVERIFY2(form.contains(QString::fromUtf8(part)), part);
        press(Qt::Key_C, Qt::ShiftModifier);
        const auto report = QApplication::clipboard()->text();
        const auto waiting = m_console->view().value(contract::Figure::Waiting);
        QVERIFY(waiting);
        QVERIFY2(report.contains("waiting " + m_console->formatter.count(*waiting)),
                qPrintable(report));
        QVERIFY(report.contains(QString::fromUtf8("状況：")));
        QVERIFY(report.contains("Needs: next: "));
    }

    /// D40: paper needs no store.
    void aWalkedCardIsPrintedWithItsMarks()
    {
        QTemporaryDir folder;
        m_page->setPrintTo([&folder](const QString& name) { return folder.filePath(name); });
        m_page->openFor("C3", "A06", 4);
        press(Qt::Key_N);
        press(Qt::Key_P, Qt::ControlModifier);
        QVERIFY(QFile(folder.filePath("C3.pdf")).size() > 1000);
    }

    /// The day before, for headquarters and venue.
    void allCardsArePrintedAtOnce()
    {
        QTemporaryDir folder;
        m_page->setPrintTo([&folder](const QString& name) { return folder.filePath(name); });
        QSignalSpy said(m_page, &pages::RunbookPage::said);
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QFile file(folder.filePath("runbook.pdf"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count("/Type /Page\n"),
                static_cast<int>(contract::shippedCards().all.size()));
        QVERIFY(said.last().first().toString().contains(file.fileName()));
    }

    void aViewerOnlyReads()
    {
        m_console->script.mayCommand = false;
        show(70s);
        m_page->openFor("C3", "A06", 4);
        QCOMPARE(m_page->shownCard(), std::string{"C3"});
        QVERIFY(!m_desk->walkOf("C3"));
        press(Qt::Key_X);
        press(Qt::Key_N);
        QVERIFY(!m_desk->walkOf("C3"));
    }

private:
    runbook::CardView& view() const { return *m_page->findChild<runbook::CardView*>(); }
    const contract::Card& card() const { return *m_desk->cards().card(m_page->shownCard()); }
    const contract::Step& chosen() const
    {
        const auto place = static_cast<std::size_t>(view().shown().chosen);
        const auto& first = card().first;
        return place < first.size() ? first[place] : card().then.at(place - first.size());
    }
    int placeOf(const std::string& step) const
    {
        int place = 0;
        for (const auto* list : {&card().first, &card().then})
            for (const auto& one : *list) {
                if (one.id == step)
                    return place;
                ++place;
            }
        return -1;
    }
    runbook::StepRow& row(const std::string& step) const { return *view().row(placeOf(step)); }
    void choose(const std::string& step) { emit view().chosen(placeOf(step)); }
    static QString heading(const charts::LiveChart& chart) { return chart.accessibleName(); }
    MarkState state(const std::string& step) const
    {
        return m_desk->walkOf(m_page->shownCard())->state(step);
    }
    std::size_t commandsSent() const
    {
        return static_cast<std::size_t>(
                std::count_if(m_console->gateway.sent.begin(), m_console->gateway.sent.end(),
                        [](const auto& one) { return one.kind != contract::CommandKind::Walk; }));
    }
    void press(int key, Qt::KeyboardModifiers with = Qt::NoModifier)
    {
        const auto heard = connect(m_page, &pages::RunbookPage::said, this,
                [this](const QString& sentence) { m_said = sentence; });
        QTest::keyClick(&view(), static_cast<Qt::Key>(key), with);
        disconnect(heard);
    }
    void show(std::chrono::seconds after)
    {
        auto sale = *m_console->show(after);
        sale.contacts = m_contacts;
        sale.sequence += 1000 + static_cast<std::uint64_t>(after.count());
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(sale));
        m_desk->look();
        m_page->present(m_console->view());
    }

    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<Console> m_console;
    std::unique_ptr<commands::RunbookDesk> m_desk;
    pages::RunbookPage* m_page = nullptr;
    std::vector<contract::SaleContact> m_contacts{};
    QString m_said{};
};

QTEST_MAIN(TestRunbookPage)
#include "test_runbook_page.moc"
