#include <QAction>
#include <QApplication>
#include <QRegularExpression>
#include <QScrollArea>
#include <QTabWidget>

#include "app/shell/key_sheet.h"
#include "app/shell/palette_sheet.h"
#include "tests/app_shell/fit.h"
#include "tests/app_shell/scene.h"
#include "widgets/status/type_scale.h"

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
        QTest::addColumn<int>("textSize");
        QTest::addColumn<sources::ScriptedFault>("fault");
        for (const char* language : {"ja", "en"}) {
            for (const int textSize : {125, 150, 200})
                for (const auto size : {QSize(1280, 800), QSize(1920, 1080)})
                    QTest::addRow("%s, %d: text of %d %%", language, size.width(), textSize)
                            << QString::fromLatin1(language) << size << textSize
                            << sources::ScriptedFault::PaymentsFail;
            for (const auto size : {QSize(1280, 800), QSize(1920, 1080)}) {
                const auto row = [&](const char* name, sources::ScriptedFault fault) {
                    QTest::addRow("%s, %d: %s", language, size.width(), name)
                            << QString::fromLatin1(language) << size << 100 << fault;
                };
                row("normal", sources::ScriptedFault::None);
                row("held", sources::ScriptedFault::Held);
                row("payments fail", sources::ScriptedFault::PaymentsFail);
                row("forty alarms", sources::ScriptedFault::AlarmCascade);
                row("both lost", sources::ScriptedFault::BothLost);
            }
        }
    }

    void everyTextHasRoom()
    {
        QFETCH(QString, language);
        QFETCH(QSize, size);
        QFETCH(int, textSize);
        QFETCH(sources::ScriptedFault, fault);
        Scene scene(size);
        scene.appearance.setLanguage(language);
        scene.session.desk().setReadOnly(false);
        scene.script.fault = fault;
        scene.window.setTextSize(textSize);
        scene.appearance.setTheme(status::Theme::Dark); // which must leave the size alone
        QStringList problems;
        int looked = 0;
        everywhere(scene, [&](const QString& place) {
            problems << beyondReach(scene.window, place, textSize)
                     << tooSmall(scene.window, place, textSize);
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
        QCOMPARE(scene.window.size(), size);
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
    }

    /// While it is shown, as language and theme do; and going back leaves nothing behind.
    void theSizeOfTextChangesAtOnce()
    {
        Scene scene;
        scene.session.desk().setReadOnly(false);
        const auto placesOf = [&scene](int screen) {
            scene.window.showScreen(screen);
            scene.show(90s);
            QStringList out;
            for (const auto* each : scene.window.findChildren<QWidget*>())
                if (each->isVisible() && !each->objectName().isEmpty()
                        && !each->objectName().startsWith(QLatin1String("qt_")))
                    out << QStringLiteral("%1: %2 wide, %3 points")
                                    .arg(each->objectName())
                                    .arg(each->width())
                                    .arg(each->font().pointSizeF());
            return out;
        };
        for (int screen = 0; screen < scene.window.screenCount(); ++screen) {
            scene.window.setTextSize(100);
            const auto before = placesOf(screen);
            const auto* text = scene.widget("stripClock");
            const double usual = text->font().pointSizeF();
            for (const int percent : {125, 200, 150}) {
                scene.window.setTextSize(percent);
                QCOMPARE(scene.appearance.textSize(), percent);
                QCOMPARE(text->font().pointSizeF(), usual * percent / 100);
            }
            scene.window.setTextSize(100);
            const auto changed = [&] {
                auto now = placesOf(screen);
                auto missing = before;
                for (const auto& each : now)
                    missing.removeOne(each);
                for (const auto& each : before)
                    now.removeOne(each);
                return QStringList{now.value(0), missing.value(0)}.join(QLatin1Char('\n'));
            };
            QTRY_COMPARE(changed(), QStringLiteral("\n"));
        }
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
    /// Texts that did not follow the size of the others.
    static QStringList tooSmall(const MainWindow& window, const QString& place, int textSize)
    {
        const auto least
                = status::scaled(QApplication::font(), status::TypeSize::Small).pointSizeF();
        QStringList out;
        for (const auto* each : window.findChildren<QWidget*>())
            if (each->isVisible() && each->font().pointSizeF() < least - 0.01
                    && !each->objectName().startsWith(QLatin1String("qt_scrollarea")))
                out << QStringLiteral("%1, %2: %3 points at %4 %")
                                .arg(place, each->objectName())
                                .arg(each->font().pointSizeF())
                                .arg(textSize);
        return out;
    }

    /// Controls that no scrolling brings into sight; and the usual text needs no scrolling.
    static QStringList beyondReach(const MainWindow& window, const QString& place, int textSize)
    {
        QStringList out;
        const auto* area = window.findChild<QScrollArea*>(QStringLiteral("canvasBody"));
        const auto* body = area->widget();
        if (textSize == 100 && body->size() != area->viewport()->size())
            out << QStringLiteral("%1: %2x%3 in %4x%5")
                            .arg(place)
                            .arg(body->width())
                            .arg(body->height())
                            .arg(area->viewport()->width())
                            .arg(area->viewport()->height());
        for (const auto* each : body->findChildren<QAbstractButton*>()) {
            const QRect at(each->mapTo(body, QPoint()), each->size());
            if (each->isVisible() && !body->rect().contains(at))
                out << QStringLiteral("%1: %2 is out of reach").arg(place, each->objectName());
        }
        return out;
    }

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
