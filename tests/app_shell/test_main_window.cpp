#include <QAction>
#include <QImage>
#include <QLabel>
#include <QPixmap>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>

#include <map>

#include "app/shell/appearance.h"
#include "app/shell/main_window.h"
#include "app/shell/session.h"
#include "tests/support/offscreen.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/control/hold_panel.h"
#include "widgets/control/panel.h"
#include "widgets/control/rate_panel.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace std::chrono_literals;

namespace {

/// Clocks that the test moves; the scripted sale is posted by hand.
struct Scene {
    contract::Instant now = contract::fromUnixMs(1'760'011'200'000);
    contract::Deadline steady = contract::Deadline{} + 1h;
    Appearance appearance{};
    Session session{{[this] { return now; }, [this] { return steady; }}};
    MainWindow window{session, appearance};
    sources::Script script{.startAt = now,
            .shownAs = contract::SnapshotSource::Live,
            .profile = contract::ProfileKind::Production,
            .user = "op-1",
            .mayCommand = true};

    Scene()
    {
        appearance.setLanguage(QStringLiteral("en"));
        appearance.setTheme(status::Theme::Light);
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
    }
    void show(std::chrono::seconds after)
    {
        now = script.startAt + after;
        session.model().accept(std::make_shared<const contract::SaleSnapshot>(
                sources::scriptedSnapshot(script, after)));
        QCoreApplication::processEvents();
    }
    QString shown(const char* name)
    {
        return window.findChild<QWidget*>(QLatin1String(name))->property("shownValue").toString();
    }
};

std::map<QString, QRect> places(const QWidget& window)
{
    std::map<QString, QRect> found;
    for (const auto* each : window.findChildren<QWidget*>())
        if (!each->objectName().isEmpty() && each->isVisible()
                && !each->objectName().startsWith(QLatin1String("qt_")))
            found[each->objectName()] = QRect(each->mapTo(&window, QPoint()), each->size());
    return found;
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_scene = std::make_unique<Scene>();
        QVERIFY(QTest::qWaitForWindowActive(&m_scene->window));
    }
    void cleanup() { m_scene.reset(); }

    void aConsequenceHasRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("rate");
        for (const auto* language : {"ja", "en"}) {
            QTest::addRow("%s: less", language) << QString::fromLatin1(language) << 40;
            QTest::addRow("%s: much more", language) << QString::fromLatin1(language) << 900;
        }
    }

    void aConsequenceHasRoom()
    {
        QFETCH(QString, language);
        QFETCH(int, rate);
        m_scene->appearance.setLanguage(language);
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(0s);
        m_scene->window.showScreen(1);
        m_scene->window.findChild<controls::RatePanel*>()->setDraft(rate);
        m_scene->show(1s);
        const auto* told = m_scene->window.findChild<QLabel*>(QStringLiteral("rateConsequence"));
        QVERIFY(!told->text().isEmpty());
        QVERIFY2(told->heightForWidth(told->width()) <= told->height(),
                qPrintable(QStringLiteral("%1 of %2")
                                   .arg(told->height())
                                   .arg(told->heightForWidth(told->width()))));
    }

    void everyScreenFits1280x800_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addRow("Japanese") << QStringLiteral("ja");
        QTest::addRow("English") << QStringLiteral("en");
    }

    void everyScreenFits1280x800()
    {
        QFETCH(QString, language);
        auto& window = m_scene->window;
        m_scene->appearance.setLanguage(language);
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(0s);
        for (int screen = 0; screen < window.screenCount(); ++screen) {
            window.showScreen(screen);
            QCoreApplication::processEvents();
            QVERIFY(window.minimumSizeHint().width() <= 1280);
            for (int tab = 0; tab < tabs(); ++tab) {
                showTab(tab);
                QVERIFY2(window.minimumSizeHint().height() <= 800,
                        qPrintable(QString::number(window.minimumSizeHint().height())));
            }
            QCOMPARE(window.size(), QSize(1280, 800));
        }
    }

    void nothingIsCut_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<sources::ScriptedFault>("fault");
        QTest::addColumn<int>("faultFor");
        for (const auto& language : {QStringLiteral("ja"), QStringLiteral("en")}) {
            const auto row = [&](const char* name, sources::ScriptedFault fault, int faultFor) {
                QTest::addRow("%s: %s", qPrintable(language), name)
                        << language << fault << faultFor;
            };
            row("normal", sources::ScriptedFault::None, 0);
            row("held", sources::ScriptedFault::Held, 90);
            row("stale", sources::ScriptedFault::Silent, 8);
            row("lost", sources::ScriptedFault::BothLost, 600);
            row("payments fail", sources::ScriptedFault::PaymentsFail, 90);
        }
    }

    void nothingIsCut()
    {
        QFETCH(QString, language);
        QFETCH(sources::ScriptedFault, fault);
        QFETCH(int, faultFor);
        m_scene->appearance.setLanguage(language);
        m_scene->session.desk().setReadOnly(false);
        m_scene->script.fault = fault;
        m_scene->show(std::chrono::seconds{faultFor});
        for (int screen = 0; screen < m_scene->window.screenCount(); ++screen) {
            m_scene->window.showScreen(screen);
            QCoreApplication::processEvents();
            for (int tab = 0; tab < tabs(); ++tab) {
                showTab(tab);
                QVERIFY2(cutOff().isEmpty(), qPrintable(cutOff()));
            }
        }
    }

    void nothingMovesWithState()
    {
        m_scene->show(0s);
        const auto live = places(m_scene->window);
        QVERIFY(live.size() > 25);
        for (const auto fault : {sources::ScriptedFault::BothLost, sources::ScriptedFault::Held,
                     sources::ScriptedFault::Silent, sources::ScriptedFault::PaymentsFail}) {
            m_scene->script.fault = fault;
            m_scene->script.faultAt = 10s;
            m_scene->show(std::chrono::seconds{40 + static_cast<int>(fault)});
            QVERIFY(places(m_scene->window) == live);
        }
    }

    void aNormalProductionIsGrey_data()
    {
        QTest::addColumn<status::Theme>("theme");
        QTest::addRow("light") << status::Theme::Light;
        QTest::addRow("dark") << status::Theme::Dark;
    }

    /// D1: at most 2 % of the pixels are saturated.
    void aNormalProductionIsGrey()
    {
        QFETCH(status::Theme, theme);
        m_scene->appearance.setTheme(theme);
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(0s);
        QCoreApplication::processEvents();
        const auto image = m_scene->window.grab().toImage();
        int saturated = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor colour(image.pixel(x, y));
                saturated += colour.hsvSaturationF() > 0.35 && colour.valueF() > 0.25 ? 1 : 0;
            }
        const double share = 100.0 * saturated / (image.width() * image.height());
        QVERIFY2(share <= 2, qPrintable(QString::number(share)));
    }

    void theModeIsInTitleAndBadge_data()
    {
        QTest::addColumn<bool>("isDemo");
        QTest::addColumn<bool>("isOperator");
        QTest::addColumn<bool>("isReadOnly");
        QTest::addColumn<QString>("word");
        QTest::addRow("a demo") << true << false << true << QStringLiteral("DEMO");
        QTest::addRow("a viewer") << false << false << false << QStringLiteral("READ-ONLY");
        QTest::addRow("an operator at first")
                << false << true << true << QStringLiteral("READ-ONLY");
        QTest::addRow("an operator") << false << true << false << QStringLiteral("LIVE");
    }

    void theModeIsInTitleAndBadge()
    {
        QFETCH(bool, isDemo);
        QFETCH(bool, isOperator);
        QFETCH(bool, isReadOnly);
        QFETCH(QString, word);
        if (isDemo)
            m_scene->script.shownAs = contract::SnapshotSource::Scripted;
        m_scene->script.mayCommand = isOperator;
        m_scene->session.desk().setReadOnly(isReadOnly);
        m_scene->show(0s);
        QVERIFY2(m_scene->window.windowTitle().contains(word),
                qPrintable(m_scene->window.windowTitle()));
        QCOMPARE(m_scene->window.findChild<QWidget*>(QStringLiteral("stripMode"))
                         ->accessibleDescription(),
                word);
    }

    void theHoldChordWorksFromTheLiveScreen()
    {
        m_scene->show(0s);
        auto* strip = m_scene->window.findChild<controls::ConfirmStrip*>();
        QTest::keyClick(&m_scene->window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(strip->isArmed());
        QVERIFY(m_scene->session.desk().journal().empty());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(m_scene->session.desk().journal().size(), std::size_t(1));
    }

    void aHalfWrittenMessageDoesNotBlockTheHold_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("japanese");
        QTest::addColumn<QString>("english");
        for (const auto& language : {QStringLiteral("ja"), QStringLiteral("en")}) {
            const auto name = language.toLatin1();
            QTest::addRow("%s: one language only", name.constData())
                    << language << QStringLiteral("お待ちください") << QString();
            QTest::addRow("%s: too long", name.constData())
                    << language << QStringLiteral("お待ちください") << QString(201, u'x');
        }
    }

    void aHalfWrittenMessageDoesNotBlockTheHold()
    {
        QFETCH(QString, language);
        QFETCH(QString, japanese);
        QFETCH(QString, english);
        auto& window = m_scene->window;
        m_scene->appearance.setLanguage(language);
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(0s);
        window.showScreen(1);
        window.findChild<QPlainTextEdit*>(QStringLiteral("messageJa"))->setPlainText(japanese);
        window.findChild<QPlainTextEdit*>(QStringLiteral("messageEn"))->setPlainText(english);
        QVERIFY(window.findChild<QPushButton*>(QStringLiteral("holdArm"))->isEnabled());
        window.showScreen(0);
        QTest::keyClick(&window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(window.findChild<controls::ConfirmStrip*>()->isArmed());
        const auto* question = window.findChild<QLabel*>(QStringLiteral("confirmQuestion"));
        QVERIFY(question->text().contains(language == QLatin1String("ja")
                        ? QStringLiteral("下書き")
                        : QStringLiteral("Draft")));
        QCoreApplication::processEvents();
        QVERIFY2(question->sizeHint().width() <= question->width(), // not clipped
                qPrintable(QStringLiteral("%1 of %2")
                                   .arg(question->width())
                                   .arg(question->sizeHint().width())));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        const auto usual = controls::HoldPanel::usual();
        const auto& sent = m_scene->session.desk().journal().at(0).command.parameters;
        QCOMPARE(sent.at("message_ja"), usual.ja.toStdString());
        QCOMPARE(sent.at("message_en"), usual.en.toStdString());
    }

    void anotherScreenDisarms()
    {
        m_scene->show(0s);
        auto* strip = m_scene->window.findChild<controls::ConfirmStrip*>();
        m_scene->window.findChild<QAction*>(QStringLiteral("actionHold"))->trigger();
        QVERIFY(strip->isArmed());
        QTest::keyClick(&m_scene->window, Qt::Key_2, Qt::ControlModifier);
        QVERIFY(!strip->isArmed());
        QVERIFY(m_scene->window.findChild<QWidget*>(QStringLiteral("controlsPage"))->isVisible());
    }

    void aViewerFindsNoCommandAnywhere()
    {
        m_scene->script.mayCommand = false;
        m_scene->script.user = "viewer-1";
        m_scene->show(0s);
        for (int screen = 0; screen < m_scene->window.screenCount(); ++screen)
            m_scene->window.showScreen(screen);
        QVERIFY(m_scene->window.findChildren<controls::Panel*>().isEmpty());
        QVERIFY(!m_scene->window.findChild<QAction*>(QStringLiteral("actionHold"))->isEnabled());
        QTest::keyClick(&m_scene->window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!m_scene->window.findChild<controls::ConfirmStrip*>()->isArmed());
    }

    void languageChangesWhileRunning()
    {
        m_scene->show(0s);
        const auto* tile = m_scene->window.findChild<QWidget*>(QStringLiteral("tileWaiting"));
        QCOMPARE(tile->accessibleName(), QStringLiteral("Waiting"));
        m_scene->window.findChild<QAction*>(QStringLiteral("actionJapanese"))->trigger();
        QCoreApplication::processEvents();
        QCOMPARE(tile->accessibleName(), QStringLiteral("待機"));
        QCOMPARE(m_scene->window.findChild<QPushButton*>(QStringLiteral("rail_controls"))
                         ->accessibleName(),
                QStringLiteral("操作"));
        m_scene->window.findChild<QAction*>(QStringLiteral("actionEnglish"))->trigger();
        QCoreApplication::processEvents();
        QCOMPARE(tile->accessibleName(), QStringLiteral("Waiting"));
    }

    void aDeadSourceIsSeenAgeing()
    {
        m_scene->show(0s);
        QCOMPARE(m_scene->shown("tileWaiting").startsWith(QLatin1Char('[')), false);
        m_scene->now += 8s; // nothing comes any more, not even a snapshot
        QTRY_VERIFY(m_scene->shown("tileWaiting").startsWith(QLatin1Char('[')));
        m_scene->now += 10s;
        QTRY_COMPARE(m_scene->shown("tileWaiting"), QStringLiteral("—"));
    }

private:
    /// Groups of controls on the screen that is shown; one where there are none.
    int tabs() const
    {
        const auto* found = m_scene->window.findChild<QTabWidget*>();
        return found && found->isVisible() ? found->count() : 1;
    }
    void showTab(int tab)
    {
        auto* found = m_scene->window.findChild<QTabWidget*>();
        if (found && found->isVisible())
            found->setCurrentIndex(tab);
        QCoreApplication::processEvents();
    }
    /// What has less room than its text needs.
    QString cutOff() const
    {
        for (const auto* each : m_scene->window.findChildren<QWidget*>()) {
            const auto needed = each->property("neededWidth");
            const auto* button = qobject_cast<const QPushButton*>(each);
            if (!each->isVisible() || (!needed.isValid() && !button))
                continue;
            const int wanted = button ? button->fontMetrics().horizontalAdvance(button->text()) + 4
                                      : needed.toInt();
            if (button && button->height() < button->fontMetrics().height())
                return QStringLiteral("%1 is too low").arg(each->objectName());
            if (wanted > each->width())
                return QStringLiteral("%1: %2 of %3")
                        .arg(each->objectName())
                        .arg(each->width())
                        .arg(wanted);
        }
        for (const auto* label : m_scene->window.findChildren<QLabel*>()) {
            const auto* place = label->parentWidget();
            const bool isOfForms = qobject_cast<const controls::Panel*>(place->parentWidget());
            if (label->isVisible() && isOfForms && label->wordWrap()
                    && label->heightForWidth(label->width()) > label->height())
                return QStringLiteral("%1: %2").arg(label->objectName(), label->text());
        }
        return {};
    }

    std::unique_ptr<Scene> m_scene;
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
