#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

#include "app/pages/review_page.h"
#include "app/pages/what_if_panel.h"
#include "tests/app_review/recorded_sale.h"
#include "tests/support/offscreen.h"
#include "tests/support/quotes.h"
#include "widgets/charts/event_lanes.h"
#include "widgets/charts/live_chart.h"

using namespace saikobi;
using namespace saikobi::pages;
using namespace std::chrono_literals;

namespace {

class SeenScreens : public review::ReplayPort {
public:
    void showAsSeen(const review::RecordingMeta& recording, const std::string& console,
            contract::Instant at) override
    {
        shown = {recording.path, console, at};
        m_isOn = true;
    }
    void leaveReplay() override { m_isOn = false; }
    bool isReplaying() const override { return m_isOn; }

    struct {
        std::string path{};
        std::string console{};
        contract::Instant at{};
    } shown{};

private:
    bool m_isOn = false;
};

/// The page as large as it is in a window of 1280 × 800, with a sale that was recorded.
struct Scene {
    contract::Deadline now = contract::Deadline{} + 1h;
    QTemporaryDir folder{};
    SeenScreens screens{};
    ReviewPage page{&screens, [this] { return now; }, nullptr};

    Scene()
    {
        page.resize(880, 620);
        page.show();
        page.open(tests::recordedSale(10min, file("first.sqlite")));
    }
    std::string file(const char* name) const
    {
        return folder.filePath(QLatin1String(name)).toStdString();
    }
    void press(const char* key) const { page.findChild<QAction*>(QLatin1String(key))->trigger(); }
    template<class Widget>
    Widget* find(const char* name) const
    {
        return page.findChild<Widget*>(QLatin1String(name));
    }
    QString clock() const { return find<QLabel>("reviewClock")->text(); }
    void choose(const char* range) const
    {
        auto* field = find<QLineEdit>("reviewRange");
        field->setText(QLatin1String(range));
        emit field->returnPressed();
    }
    contract::Instant at(std::chrono::seconds since) const { return tests::recordedNoon() + since; }
};

} // namespace

class TestReviewPage : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        QLocale::setDefault(QLocale(QLocale::English));
    }

    void withoutARecordingItSaysWhatToDo()
    {
        ReviewPage page(
                nullptr, [] { return contract::Deadline{}; }, nullptr);
        page.show();
        QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("reviewPlayButton"))->isEnabled());
        QVERIFY(page.findChild<QPushButton*>(QStringLiteral("reviewOpen"))->isEnabled());
        QVERIFY(!page.findChild<QLabel*>(QStringLiteral("reviewSummary"))->text().isEmpty());
        for (const auto* key : {"reviewPlay", "reviewPin", "reviewStepOn", "reviewAsSeen"})
            page.findChild<QAction*>(QLatin1String(key))->trigger();
        QVERIFY(page.csv().isEmpty());
    }

    void itOpensAtTheOpeningWithAllOfItInView()
    {
        const Scene scene;
        QCOMPARE(scene.clock(), QStringLiteral("12:10:00"));
        const auto lanes = scene.find<charts::EventLanes>("reviewLanes")->lanes();
        QCOMPARE(lanes.size(), std::size_t(5));
        QCOMPARE(lanes[0].events.size(), std::size_t(5)); // before, open, held, open, closed
        QCOMPARE(lanes[1].events.size(), std::size_t(2)); // commands
        QVERIFY(lanes[2].events.at(0).seenAt == scene.at(20min - 28s));
        QCOMPARE(lanes[4].events.size(), std::size_t(1)); // a silence of 30 s
        QVERIFY(lanes[4].events[0].isGap);
        QCOMPARE(scene.find<charts::LiveChart>("reviewRate")->table().rows.size(),
                std::size_t(2400));
    }

    void aPlotSaysItselfInOneSentence()
    {
        const Scene scene;
        QCOMPARE(scene.find<charts::LiveChart>("reviewErrors")->accessibleDescription(),
                QStringLiteral("Errors, 12:00:00 to 12:39:59: errors 0.2 to 9.0. 1 gap(s)."));
    }

    void playingGoesOnWithTheClockAtTheChosenSpeed()
    {
        Scene scene;
        scene.press("reviewPlay");
        scene.press("reviewFaster");
        scene.press("reviewFaster");
        scene.now += 5s;
        QCOMPARE(scene.page.position() - scene.at(10min), contract::Instant::duration(20s));
        QTRY_COMPARE(scene.clock(), QStringLiteral("12:10:20"));
        QCOMPARE(scene.find<QLabel>("reviewSpeed")->text(), QStringLiteral("×4"));
        scene.press("reviewPlay");
        scene.now += 5s;
        QVERIFY(scene.page.position() == scene.at(10min + 20s));
        scene.press("reviewStepOn");
        scene.press("reviewStepBack");
        scene.press("reviewStepBack");
        QCOMPARE(scene.clock(), QStringLiteral("12:10:19"));
    }

    void theSelectionIsPlayedAgainAndAgain()
    {
        Scene scene;
        scene.choose("12:20/12:21");
        scene.press("reviewLoop");
        scene.press("reviewPlay");
        scene.now += 70s;
        QVERIFY(scene.page.position() == scene.at(20min + 10s));
    }

    void otherScreensShowTheSecondOfThePlayheadAsThatConsoleSawIt()
    {
        Scene scene;
        scene.page.seek(scene.at(25min + 20s));
        scene.press("reviewAsSeen");
        QVERIFY(scene.screens.shown.at == scene.at(25min + 20s));
        QCOMPARE(scene.screens.shown.console, std::string("desk-1"));
        scene.press("reviewStepOn");
        QVERIFY(scene.screens.shown.at == scene.at(25min + 21s));
        scene.press("reviewAsSeen");
        QVERIFY(!scene.screens.isReplaying());
        scene.press("reviewStepOn");
        QVERIFY(scene.screens.shown.at == scene.at(25min + 21s));
    }

    void rangesAreTypedAndTheFileHasExactlyThem()
    {
        Scene scene;
        scene.choose("12:20/12:21");
        auto lines = scene.page.csv().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 1 + 61 + 1); // head, both ends of a minute, end of the last line
        QVERIFY(lines[0].contains(QStringLiteral("Inventory: A-01 (units)")));
        QVERIFY(lines[1].startsWith(QStringLiteral("2026-11-21T03:20:00.000Z,")));
        scene.choose("yesterday");
        QVERIFY(!scene.find<QLineEdit>("reviewRange")->toolTip().isEmpty());
        QCOMPARE(scene.page.csv().split(QLatin1Char('\n')).size(), 63);
        scene.choose("now-5m");
        QCOMPARE(scene.page.csv().split(QLatin1Char('\n')).size(), 303);
        scene.press("plotPrevious");
        QCOMPARE(scene.page.csv().split(QLatin1Char('\n')).size(), 63);
    }

    void theStoryHasPinsAndPhasesFirstAndTheRestOneKeyAway()
    {
        Scene scene;
        auto* story = scene.find<QListView>("reviewStory");
        QCOMPARE(story->model()->rowCount(), 4);
        scene.page.seek(scene.at(22min));
        scene.press("reviewPin");
        QCOMPARE(story->model()->rowCount(), 5);
        scene.press("reviewStoryAll");
        QCOMPARE(story->model()->rowCount(), 10);
        scene.press("reviewStoryAll");
        scene.page.seek(scene.at(0s));
        emit story->clicked(story->model()->index(2, 0)); // the pin, after open and held
        QCOMPARE(scene.clock(), QStringLiteral("12:22:00"));
        scene.page.open(scene.page.recording());
        QCOMPARE(story->model()->rowCount(), 5);
    }

    void aSecondRecordingIsLaidUponTheOpening()
    {
        Scene scene;
        scene.page.compareWith(tests::recordedSale(15min, scene.file("second.sqlite")));
        const auto content = scene.find<charts::LiveChart>("reviewWaiting")->content();
        QCOMPARE(content.lines.size(), std::size_t(4));
        // Both begin to be served in the same second of the picture.
        for (const auto after : {0s, 1s, 300s, 599s})
            QCOMPARE(content.lines[2].track->at(scene.at(10min) + after, 0ms),
                    content.lines[0].track->at(scene.at(10min) + after, 0ms));
        QVERIFY(content.lines[2].track->whole().from == scene.at(-5min));
        scene.press("reviewCompare");
        QCOMPARE(scene.find<charts::LiveChart>("reviewWaiting")->content().lines.size(),
                std::size_t(2));
    }

    void aSecondRecordingIsLaidUponAChosenMark()
    {
        Scene scene;
        scene.press("reviewStoryAll");
        auto* story = scene.find<QListView>("reviewStory");
        story->setCurrentIndex(story->model()->index(4, 0)); // the hold at 12:20
        QVERIFY(story->currentIndex().data().toString().startsWith(QStringLiteral("12:20:00")));
        scene.page.compareWith(tests::recordedSale(13min, scene.file("second.sqlite")));
        scene.page.align(review::AlignBy::Mark);
        const auto content = scene.find<charts::LiveChart>("reviewPayments")->content();
        QVERIFY(content.lines[2].track->whole().from == scene.at(-3min));
        QCOMPARE(content.lines[2].track->at(scene.at(20min), 0ms), 62.0);
    }

    void aPinHasANoteAndCanBeTakenAway()
    {
        Scene scene;
        auto* story = scene.find<QListView>("reviewStory");
        auto* note = scene.find<QLineEdit>("reviewNote");
        scene.page.seek(scene.at(22min));
        note->setText(QStringLiteral("ここから遅い"));
        emit note->returnPressed();
        QCOMPARE(story->model()->rowCount(), 5);
        QVERIFY(note->text().isEmpty());
        const auto pin = story->model()->index(2, 0);
        QVERIFY(pin.data().toString().startsWith(QStringLiteral("12:22:00")));
        QVERIFY(pin.data().toString().contains(QStringLiteral("ここから遅い")));
        story->setCurrentIndex(story->model()->index(0, 0));
        scene.press("reviewUnpin"); // an entry of the recording stays
        QCOMPARE(story->model()->rowCount(), 5);
        story->setCurrentIndex(story->model()->index(2, 0));
        scene.press("reviewUnpin");
        QCOMPARE(story->model()->rowCount(), 4);
    }

    void pinsAreHandedOnWithTheRecording()
    {
        const Scene scene;
        scene.press("reviewPin");
        std::size_t handed = 0;
        connect(&scene.page, &ReviewPage::copyWanted, this,
                [&handed](const review::PinBook& pins) { handed = pins.entries().size(); });
        const auto lines = scene.find<QMenu>("reviewSaveMenu")->actions();
        lines.at(lines.size() - 2)->trigger();
        QCOMPARE(handed, std::size_t(1));
    }

    void everyControlHasANameAndATurnOfTheTabKey_data()
    {
        QTest::addColumn<int>("side");
        QTest::addRow("story") << 0;
        QTest::addRow("figures") << 1;
        QTest::addRow("what if") << 2;
    }

    void everyControlHasANameAndATurnOfTheTabKey()
    {
        QFETCH(int, side);
        Scene scene;
        scene.page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&scene.page));
        scene.find<QTabWidget>("reviewSide")->setCurrentIndex(side);
        QList<QWidget*> controls;
        for (auto* each : scene.page.findChildren<QWidget*>())
            if (each->isVisible() && each->isEnabled() && !each->focusProxy()
                    && (each->focusPolicy() & Qt::TabFocus) != 0)
                controls << each;
        QVERIFY(controls.size() > 15);
        for (auto* each : controls) {
            const auto* told = QAccessible::queryAccessibleInterface(each);
            QVERIFY2(told && !told->text(QAccessible::Name).isEmpty(),
                    qPrintable(each->objectName() + QLatin1Char(' ')
                            + QLatin1String(each->metaObject()->className())));
        }
        QSet<QWidget*> reached;
        controls.front()->setFocus(Qt::TabFocusReason);
        for (int turns = 0; turns < 3 * controls.size(); ++turns) {
            auto* here = QApplication::focusWidget();
            QVERIFY(here);
            reached << here;
            QTest::keyClick(here, Qt::Key_Tab);
        }
        for (auto* each : controls)
            QVERIFY2(reached.contains(each), qPrintable(each->objectName()));
    }

    void thePictureIsThatOfThePlotThatLastHadTheKeyboard()
    {
        Scene scene;
        scene.page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&scene.page));
        auto* errors = scene.find<charts::LiveChart>("reviewErrors");
        errors->setFocus();
        QVERIFY(scene.find<QLabel>("reviewSummary")->text().startsWith(QStringLiteral("Errors")));
        scene.find<QPushButton>("reviewSave")->setFocus();
        QSignalSpy wanted(&scene.page, &ReviewPage::pictureWanted);
        scene.find<QMenu>("reviewSaveMenu")->actions().last()->trigger();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<QPixmap>().toImage(), errors->picture().toImage());
    }

    void anotherHoldAndALargerCrowdAreAskedForByKeyboard()
    {
        Scene scene;
        auto* panel = scene.find<WhatIfPanel>("whatIfPanel");
        auto* answer = panel->findChild<QLabel*>(QStringLiteral("whatIfAnswer"));
        auto* hold = panel->findChild<QLineEdit*>(QStringLiteral("whatIfHold"));
        hold->setText(QStringLiteral("tomorrow"));
        emit hold->returnPressed();
        QVERIFY(answer->text().contains(QStringLiteral("12:20/12:30")));
        hold->setText(QStringLiteral("12:20/+10m"));
        panel->findChild<QSpinBox*>(QStringLiteral("whatIfCrowd"))->setValue(150);
        emit hold->returnPressed();
        // This sale was recorded without its line.
        QTRY_VERIFY(answer->text().contains(QStringLiteral("no line")));
        scene.find<QTabWidget>("reviewSide")->setCurrentIndex(2);
        answer->setText(answer->text().repeated(60));
        QTRY_VERIFY(panel->findChild<QScrollArea*>()->verticalScrollBar()->maximum() > 0);
    }

    void theFiguresFitTheirPanel()
    {
        Scene scene;
        scene.find<QTabWidget>("reviewSide")->setCurrentIndex(1);
        const auto* figures = scene.find<QTextBrowser>("reviewFigures");
        QTRY_VERIFY(figures->toPlainText().contains(QStringLiteral("Acknowledged")));
        QCOMPARE(figures->horizontalScrollBar()->maximum(), 0); // nothing is cut off
    }

    void theConsolesFollowTheLanguage()
    {
        Scene scene;
        const auto* consoles = scene.find<QComboBox>("reviewConsole");
        QCOMPARE(consoles->itemText(0), QStringLiteral("every console"));
        tests::Quotes quotes;
        QVERIFY(QCoreApplication::installTranslator(&quotes));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(consoles->itemText(0), QStringLiteral("«every console»"));
    }

    void everyProblemHasAWholeSentence()
    {
        Scene scene;
        using Kind = review::RecordingProblem::Kind;
        QStringList said;
        for (const auto kind : {Kind::Missing, Kind::NotARecording, Kind::OtherFormat,
                     Kind::Damaged, Kind::Empty, Kind::TooLong, Kind::NotFetched}) {
            scene.page.tell({kind, "a.sqlite", "tick row 12"});
            said << scene.find<QLabel>("reviewSummary")->text();
        }
        QCOMPARE(said.removeDuplicates(), 0);
        QVERIFY(said[3].contains(QStringLiteral("tick row 12")));
    }

    void thePictureIsKeptWhenAskedFor()
    {
        Scene scene;
        const auto folder = qEnvironmentVariable("SAIKOBI_PICTURES");
        QCoreApplication::processEvents();
        QVERIFY(scene.find<charts::EventLanes>("reviewLanes")->height() > 60);
        if (!folder.isEmpty())
            scene.page.grab().save(folder + QStringLiteral("/review-page.png"));
        QSignalSpy wanted(&scene.page, &ReviewPage::pictureWanted);
        scene.find<QMenu>("reviewSaveMenu")->actions().last()->trigger();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<QPixmap>().size(),
                scene.find<charts::LiveChart>("reviewRate")->size());
    }
};

QTEST_MAIN(TestReviewPage)
#include "test_review_page.moc"
