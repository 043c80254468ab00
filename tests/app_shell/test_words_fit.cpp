#include <QAction>
#include <QRegularExpression>
#include <QTabWidget>

#include "app/shell/key_sheet.h"
#include "app/shell/palette_sheet.h"
#include "tests/app_shell/fit.h"
#include "tests/app_shell/scene.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace saikobi::tests;

/// D7: on every screen, in both languages and at every promised size, no text is cut off and none
/// is left in the other language. A second run of it has two pixels for each unit.
class TestWordsFit : public QObject {
    Q_OBJECT

private slots:
    void init() { failOnAnyWarning(); }

    void everyTextHasRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<sources::ScriptedFault>("fault");
        for (const char* language : {"ja", "en"})
            for (const auto size : {QSize(1280, 800), QSize(1920, 1080)}) {
                const auto row = [&](const char* name, sources::ScriptedFault fault) {
                    QTest::addRow("%s, %d: %s", language, size.width(), name)
                            << QString::fromLatin1(language) << size << fault;
                };
                row("normal", sources::ScriptedFault::None);
                row("held", sources::ScriptedFault::Held);
                row("payments fail", sources::ScriptedFault::PaymentsFail);
                row("forty alarms", sources::ScriptedFault::AlarmCascade);
                row("both lost", sources::ScriptedFault::BothLost);
            }
    }

    void everyTextHasRoom()
    {
        QFETCH(QString, language);
        QFETCH(QSize, size);
        QFETCH(sources::ScriptedFault, fault);
        Scene scene(size);
        scene.appearance.setLanguage(language);
        scene.session.desk().setReadOnly(false);
        scene.script.fault = fault;
        QStringList problems;
        int looked = 0;
        everywhere(scene, [&](const QString& place) {
            for (const auto& text : TextsOf(scene.window).all) {
                ++looked;
                if (text.needed > text.room)
                    problems << QStringLiteral("%1, %2: %3 of %4 for \"%5\"")
                                        .arg(place, text.where)
                                        .arg(text.room)
                                        .arg(text.needed)
                                        .arg(text.text);
            }
        });
        problems.removeDuplicates();
        QVERIFY(looked > 300);
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
    }

    void nothingIsLeftInTheOtherLanguage_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QRegularExpression>("foreign");
        // Two words in a row; single ones are names: Redis, CSV, READ-ONLY.
        QTest::addRow("Japanese")
                << QStringLiteral("ja")
                << QRegularExpression(
                           QStringLiteral("\\b(?!(?:Postgres|Redis) ms\\b)[A-Za-z]{2,} [a-z]{2,}"));
        QTest::addRow("English") << QStringLiteral("en")
                                 << QRegularExpression(QStringLiteral("[ぁ-んァ-ヶ一-龠]"));
    }

    void nothingIsLeftInTheOtherLanguage()
    {
        QFETCH(QString, language);
        QFETCH(QRegularExpression, foreign);
        Scene scene;
        scene.appearance.setLanguage(language);
        scene.session.desk().setReadOnly(false);
        scene.script.fault = sources::ScriptedFault::AlarmCascade;
        QStringList problems;
        everywhere(scene, [&](const QString& place) {
            for (const auto& text : TextsOf(scene.window).all)
                if (foreign.match(text.text).hasMatch())
                    problems << QStringLiteral("%1, %2: %3").arg(place, text.where, text.text);
            for (const auto* each : scene.window.findChildren<QWidget*>())
                if (foreign.match(each->accessibleName()).hasMatch())
                    problems << QStringLiteral("%1, %2: %3")
                                        .arg(place, each->objectName(), each->accessibleName());
        });
        problems.removeDuplicates();
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
    }

private:
    /// Every screen with each of its tabs, then the sheets over them.
    template<class Look>
    static void everywhere(Scene& scene, Look look)
    {
        scene.show(90s);
        for (int screen = 0; screen < scene.window.screenCount(); ++screen) {
            scene.window.showScreen(screen);
            QCoreApplication::processEvents();
            auto* tabs = scene.window.findChild<QTabWidget*>();
            const int count = tabs && tabs->isVisible() ? tabs->count() : 1;
            for (int tab = 0; tab < count; ++tab) {
                if (tabs && tabs->isVisible())
                    tabs->setCurrentIndex(tab);
                QCoreApplication::processEvents();
                look(scene.window.screenName(screen));
            }
        }
        for (const char* sheet : {"actionKeySheet", "actionPalette"}) {
            scene.window.findChild<QAction*>(QLatin1String(sheet))->trigger();
            QCoreApplication::processEvents();
            look(QLatin1String(sheet));
        }
    }
};

QTEST_MAIN(TestWordsFit)
#include "test_words_fit.moc"
