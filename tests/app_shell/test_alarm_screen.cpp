#include <QAction>
#include <QImage>
#include <QLineEdit>
#include <QPixmap>
#include <QPushButton>

#include "app/pages/runbook_page.h"
#include "app/shell/rail.h"
#include "tests/app_shell/alarm_scene.h"
#include "tests/support/offscreen.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/status/alarm_band.h"
#include "widgets/status/alarm_card.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace saikobi::tests;
using contract::AlarmId;
using sources::ScriptedFault;
using namespace std::chrono_literals;

/// The items of CONSOLE.md §8 about alarms, on the whole window.
class TestAlarmScreen : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_scene = std::make_unique<AlarmScene>();
        QVERIFY(QTest::qWaitForWindowActive(&m_scene->window));
    }
    void cleanup() { m_scene.reset(); }

    /// D25: of forty alarms the true first is named, in at most three headlines.
    void aCascadeNamesItsTrueFirst()
    {
        m_scene->show(afterTheCascade);
        QCOMPARE(m_scene->session.model().current()->alarms->value.rings.size(), std::size_t{40});
        const auto& band = m_scene->window.alarmSide().band();
        QVERIFY2(band.shownFirst().contains(QStringLiteral("waiting for locks")),
                qPrintable(band.shownFirst()));
        QVERIFY(band.shownFlood().contains(QStringLiteral("40")));
        int headlines = 0;
        const auto& model = m_scene->panel().model();
        for (int i = 0; i < model.rowCount(); ++i) {
            const auto& row = model.row(i);
            const auto& record = row.alarm.record;
            headlines += !row.isFold && !record.isTest && !record.isShelved() ? 1 : 0;
        }
        QVERIFY2(headlines >= 1 && headlines <= 3, qPrintable(QString::number(headlines)));
        QVERIFY(m_scene->lines().contains(QStringLiteral("A12")));
    }

    /// D8: between none and all of them nothing has moved, in either language.
    void nothingMovesInACascade_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addRow("Japanese") << QStringLiteral("ja");
        QTest::addRow("English") << QStringLiteral("en");
    }

    void nothingMovesInACascade()
    {
        QFETCH(QString, language);
        m_scene->appearance.setLanguage(language);
        for (int screen = 0; screen < m_scene->window.screenCount(); ++screen) {
            m_scene->script.faultAt = std::chrono::seconds{10 + 200 * screen};
            m_scene->show(m_scene->script.faultAt - 5s);
            m_scene->window.showScreen(screen);
            QCoreApplication::processEvents();
            m_scene->show(m_scene->script.faultAt - 4s); // lines break once their width is known
            QCoreApplication::processEvents();
            auto quiet = places(m_scene->window);
            quiet.erase(QStringLiteral("alarmQuiet")); // "No alarm." stands in the place of lines
            for (const auto after : {6s, 20s, 45s, 70s, 125s}) {
                m_scene->show(m_scene->script.faultAt + after);
                const auto loud = places(m_scene->window);
                for (const auto& [name, place] : quiet)
                    QVERIFY2(loud.contains(name) && loud.at(name) == place, qPrintable(name));
            }
        }
    }

    void everyLineHasItsRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addRow("Japanese") << QStringLiteral("ja");
        QTest::addRow("English") << QStringLiteral("en");
    }

    /// D7, for what the list and the band say while forty of them ring.
    void everyLineHasItsRoom()
    {
        QFETCH(QString, language);
        m_scene->appearance.setLanguage(language);
        for (const auto after : {6s, 45s, 70s, 125s}) {
            m_scene->show(faultAt + after);
            m_scene->panel().enter();
            QTest::keyClick(&m_scene->list(), Qt::Key_Right);
            const int needed = m_scene->panel().neededWidth();
            QVERIFY2(needed <= m_scene->panel().width(),
                    qPrintable(
                            QStringLiteral("%1 of %2").arg(needed).arg(m_scene->panel().width())));
            QCOMPARE(m_scene->window.alarmSide().band().cutOff(), 0);
        }
    }

    /// D1: nothing in an alarm's hue while all is well.
    void aQuietSaleShowsNoMark()
    {
        m_scene->script.fault = ScriptedFault::None;
        m_scene->show(0s);
        const auto& rail = *m_scene->window.findChild<Rail*>();
        for (int i = 0; i < m_scene->window.screenCount(); ++i)
            QVERIFY(!rail.mark(i));
        const auto image = m_scene->window.grab().toImage();
        for (const auto priority : {1, 2, 3}) {
            const auto fill = status::alarmFill(
                    static_cast<contract::AlarmPriority>(priority), status::Theme::Light);
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    QVERIFY(QColor(image.pixel(x, y)) != fill);
        }
    }

    void marksStandBesideWhatIsConcerned()
    {
        m_scene->show(afterTheCascade);
        const auto& rail = *m_scene->window.findChild<Rail*>();
        // Cards and recordings are about all of them, and none is about these two screens.
        const QStringList unconcerned{QStringLiteral("runbook"), QStringLiteral("review")};
        for (int i = 0; i < m_scene->window.screenCount(); ++i)
            QVERIFY2(
                    rail.mark(i).has_value() != unconcerned.contains(m_scene->window.screenName(i)),
                    qPrintable(m_scene->window.screenName(i)));
        const auto markOf = [this](const char* tile) {
            return m_scene->window.findChild<QWidget*>(QLatin1String(tile))
                    ->property("alarmPriority")
                    .toInt();
        };
        QCOMPARE(markOf("tileErrors"), 1);
        QCOMPARE(markOf("tilePaymentSuccess"), 1);
        QCOMPARE(markOf("tileCalls"), 2);
        QCOMPARE(markOf("tileWaitNew"), 3);
    }

    /// One key acknowledges the chosen one; it stays as it is until the store has said so.
    void aKeyAcknowledges()
    {
        m_scene->show(faultAt + 20s);
        m_scene->panel().choose({AlarmId::A03, false});
        m_scene->panel().enter();
        QTest::keyClick(&m_scene->list(), Qt::Key_A);
        QVERIFY(m_scene->last());
        QCOMPARE(m_scene->last()->command.kind, contract::CommandKind::AlarmAcknowledge);
        QCOMPARE(m_scene->last()->command.parameters.at("alarm"), std::string{"A03"});
        const auto row = m_scene->panel().model().find({AlarmId::A03, false});
        QVERIFY(!m_scene->panel().model().row(row).alarm.record.acknowledged);
        QVERIFY(!m_scene->panel().model().row(row).alarm.asked.isEmpty());
    }

    /// What a fold or scrolling hides was not seen.
    void aPageIsWhatIsOnTheScreen()
    {
        m_scene->show(afterTheCascade);
        m_scene->panel().enter();
        QTest::keyClick(&m_scene->list(), Qt::Key_A, Qt::ShiftModifier);
        const auto lines = m_scene->lines();
        for (const auto& report : m_scene->session.desk().journal()) {
            const auto id = QString::fromStdString(report.command.parameters.at("alarm"));
            QVERIFY2(lines.contains(id), qPrintable(id));
        }
        QVERIFY(m_scene->session.desk().journal().size() <= 3);
    }

    void shelvingAsksForAReasonInPlace()
    {
        m_scene->show(faultAt + 20s);
        m_scene->panel().choose({AlarmId::A03, false});
        m_scene->panel().enter();
        QTest::keyClick(&m_scene->list(), Qt::Key_Z);
        auto* reason = m_scene->window.findChild<QLineEdit*>(QStringLiteral("shelveReason"));
        QVERIFY(reason->isVisible());
        QTest::keyClick(reason, Qt::Key_Return);
        QVERIFY(!m_scene->last()); // not without one
        QTest::keyClicks(reason, QStringLiteral("known"));
        QTest::keyClick(reason, Qt::Key_Return);
        QCOMPARE(m_scene->last()->command.kind, contract::CommandKind::AlarmShelve);
        QCOMPARE(m_scene->last()->command.reason, std::string{"known"});
        QVERIFY(!reason->isVisible());
    }

    void confirmingIsAnActOfItsOwn()
    {
        m_scene->show(faultAt + 20s);
        m_scene->panel().choose({AlarmId::A03, false});
        m_scene->panel().enter();
        QTest::keyClick(&m_scene->list(), Qt::Key_X);
        QCOMPARE(m_scene->last()->command.kind, contract::CommandKind::AlarmConfirm);
    }

    /// D10: one key from any alarm to its card.
    void oneKeyOpensTheCardOfAnyAlarm()
    {
        m_scene->show(afterTheCascade);
        auto* card = m_scene->window.findChild<status::AlarmCard*>();
        for (const auto& record : m_scene->session.model().current()->alarms->value.records) {
            m_scene->panel().choose({record.alarm, false});
            m_scene->panel().enter();
            QTest::keyClick(&m_scene->list(), Qt::Key_Return);
            QVERIFY(card->isVisible());
            const auto id = QString::fromStdString(std::string{contract::info(record.alarm).card});
            QVERIFY2(card->shownText().contains(id), qPrintable(card->shownText()));
            const auto* page = m_scene->window.findChild<pages::RunbookPage*>();
            QVERIFY(page->isVisible());
            const auto open = QString::fromStdString(page->shownCard());
            QVERIFY2(card->shownText().contains(open), qPrintable(open));
            QTest::keyClick(card, Qt::Key_Escape);
            QVERIFY(!card->isVisible());
        }
    }

    /// A backend of another major version: whoever would leave READ-ONLY reads both versions, and
    /// what is left to do.
    void anotherVersionIsNamed()
    {
        m_scene->script.fault = ScriptedFault::None;
        m_scene->show(0s);
        auto sale = sources::scriptedSnapshot(m_scene->script, 1s);
        contract::InstanceView instance;
        instance.name = "serve-1";
        instance.version = "9.0.0";
        instance.lastTick = m_scene->now;
        sale.instances = {instance};
        m_scene->session.model().accept(std::make_shared<const contract::SaleSnapshot>(sale));
        m_scene->window.findChild<QAction*>(QStringLiteral("actionReadOnly"))->trigger();
        const auto said = m_scene->window.findChild<controls::ConfirmStrip*>()->shownText();
        for (const auto& part : {QStringLiteral("version %1").arg(QStringLiteral(SAIKOBI_VERSION)),
                     QStringLiteral("backend version 9.0.0"), QStringLiteral("READ-ONLY"),
                     QStringLiteral("(Ctrl+Shift+H)")})
            QVERIFY2(said.contains(part), qPrintable(said));
        QVERIFY(m_scene->session.desk().isReadOnly());
    }

    void readOnlySaysWhy()
    {
        m_scene->session.desk().setReadOnly(true);
        m_scene->show(faultAt + 20s);
        m_scene->panel().choose({AlarmId::A03, false});
        m_scene->panel().enter();
        QTest::keyClick(&m_scene->list(), Qt::Key_A);
        QVERIFY(!m_scene->last());
        const auto* button
                = m_scene->window.findChild<QPushButton*>(QStringLiteral("alarmAcknowledgeButton"));
        QVERIFY(!button->isEnabled());
        QVERIFY(!button->toolTip().isEmpty());
    }

    /// D27.
    void aTestIsMarkedAsOne()
    {
        m_scene->show(faultAt + 6s);
        const auto& model = m_scene->panel().model();
        const int row = model.find({AlarmId::A16, false});
        QVERIFY(row >= 0);
        QVERIFY(model.index(row).data().toString().contains(QStringLiteral("TEST")));
    }

    /// Pictures of the cascade, for looking at: SAIKOBI_PICTURES names a folder.
    void picturesForLookingAt()
    {
        const auto folder = qEnvironmentVariable("SAIKOBI_PICTURES");
        if (folder.isEmpty())
            QSKIP("SAIKOBI_PICTURES names no folder");
        for (const auto& language : {QStringLiteral("ja"), QStringLiteral("en")})
            for (const auto theme : {status::Theme::Light, status::Theme::Dark}) {
                m_scene->appearance.setLanguage(language);
                m_scene->appearance.setTheme(theme);
                const auto name
                        = QStringLiteral("%1/alarms-%2-%3-%4.png")
                                  .arg(folder, language,
                                          theme == status::Theme::Dark ? QStringLiteral("dark")
                                                                       : QStringLiteral("light"));
                m_scene->script.faultAt += 150s;
                m_scene->show(m_scene->script.faultAt + 40s);
                m_scene->window.grab().save(name.arg(QStringLiteral("begun")));
                m_scene->show(m_scene->script.faultAt + 125s);
                m_scene->panel().choose({AlarmId::A12, false});
                m_scene->window.grab().save(name.arg(QStringLiteral("flood")));
                m_scene->panel().enter();
                QTest::keyClick(&m_scene->list(), Qt::Key_Right);
                QTest::keyClick(&m_scene->list(), Qt::Key_Return);
                m_scene->window.grab().save(name.arg(QStringLiteral("card")));
                QTest::keyClick(&m_scene->list(), Qt::Key_Z);
                m_scene->window.grab().save(name.arg(QStringLiteral("shelve")));
                QTest::keyClick(
                        m_scene->window.findChild<QLineEdit*>(QStringLiteral("shelveReason")),
                        Qt::Key_Escape);
            }
    }

    /// D54: letters are keys here, whatever input method is on.
    void lettersWorkWithAnInputMethod()
    {
        QVERIFY(!m_scene->list().testAttribute(Qt::WA_InputMethodEnabled));
    }

private:
    std::unique_ptr<AlarmScene> m_scene;
};

QTEST_MAIN(TestAlarmScreen)
#include "test_alarm_screen.moc"
