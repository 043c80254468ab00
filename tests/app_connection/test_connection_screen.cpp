#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>

#include <map>

#include "app/pages/connection_page.h"
#include "app/shell/appearance.h"
#include "app/shell/connection_side.h"
#include "app/shell/main_window.h"
#include "app/shell/session.h"
#include "tests/support/offscreen.h"
#include "widgets/charts/live_chart.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/status/figure_table.h"
#include "widgets/status/readout.h"

using namespace saikobi;
using namespace saikobi::shell;
using model::Hop;
using model::HopCause;
using model::HopState;
using model::StorePath;
using namespace std::chrono_literals;

namespace {

model::DatabaseView busyDatabase(contract::Instant at)
{
    model::DatabaseView out;
    out.at = at;
    out.connections = 87;
    out.mostConnections = 100;
    out.operatorsOpen = 12;
    out.keptForOperators = 27;
    out.oldestTransactionSeconds = 3725;
    out.oldestIdle = {12345, "viewer-1", "psql", 1'760'011'200'000, 3725};
    out.sessions = {{12345, "viewer-1", "psql", "idle in transaction", "", {}, 3725, "select 1"},
            {12346, "saikobi_backend", "saikobid-orders", "active", "Lock: transactionid",
                    {12345, 12347}, 12.5, "select saikobi.stock_batch"}};
    out.statements.emplace().push_back(
            {"select * from saikobi.stock_batch($1, $2, $3)", 1'234'567, 987'654.0, 0.8});
    return out;
}

std::vector<model::JourneyStop> journey()
{
    model::JourneyStop pages{model::JourneyRole::Pages, "https://shop.example.jp", true,
            {"203.0.113.5", "203.0.113.6"}, 61, "shop.example.jp", true, 48.0, ""};
    auto webhook = pages;
    webhook.role = model::JourneyRole::Webhook;
    webhook.isOurs = false;
    webhook.problem = "502 text/html";
    return {pages, webhook};
}

/// Everything that the screen can be full of.
void fill(model::ConnectionPicture& picture, contract::Instant now)
{
    picture.profiles = {{.id = "/p/spring-market.ini",
            .name = "spring-market",
            .kind = contract::ProfileKind::Production,
            .user = "operator-7",
            .sale = "spring-2026",
            .sales = {{"spring-2026", "春の即売会"}, {"summer-2026", "夏の即売会"}}}};
    picture.open = "/p/spring-market.ini";
    picture.openSale = "spring-2026";
    auto& report = picture.report.emplace();
    report.startedAt = now;
    report.pathsOver = model::pathCount;
    for (const auto path : {StorePath::Postgres, StorePath::Redis})
        for (std::size_t i = 0; i < model::hopCount; ++i)
            report.at(path, static_cast<Hop>(i))
                    = {HopState::Passed, HopCause::None, 1234.5, "203.0.113.5:5432", 0, 0};
    report.at(StorePath::Postgres, Hop::Rights).cause = HopCause::Operator;
    report.at(StorePath::Redis, Hop::Tls)
            = {HopState::NotNeeded, HopCause::PlainLocal, {}, "", 0, 0};
    picture.database = busyDatabase(now);
    picture.journey = journey();
    for (int s = 600; s > 0; --s)
        picture.path.push_back({now - std::chrono::seconds{s}, 60.0 + s % 40});
}

} // namespace

/// The screen Connection inside the frame: it has room for all that it may say, in both languages,
/// and what is pressed there reaches the session and the program.
class TestConnectionScreen : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_window.reset();
        m_session.reset();
        m_appearance = std::make_unique<Appearance>();
        m_session = std::make_unique<Session>(
                commands::Clock{[this] { return m_now; }, [this] { return m_steady; }});
        m_window = std::make_unique<MainWindow>(*m_session, *m_appearance);
        m_appearance->setLanguage(QStringLiteral("en"));
        m_appearance->setTheme(status::Theme::Light);
        m_window->resize(1280, 800);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_script = {.startAt = m_now,
                .shownAs = contract::SnapshotSource::Live,
                .profile = contract::ProfileKind::Production,
                .user = "op-1",
                .mayCommand = true};
    }

    void everythingHasRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("tab");
        for (const auto* language : {"ja", "en"})
            for (int tab = 0; tab < 4; ++tab)
                QTest::addRow("%s, tab %d", language, tab) << QString::fromLatin1(language) << tab;
    }

    void everythingHasRoom()
    {
        QFETCH(QString, language);
        QFETCH(int, tab);
        m_appearance->setLanguage(language);
        showScreen();
        tabs()->setCurrentIndex(tab);
        QCoreApplication::processEvents();
        QCOMPARE(m_window->size(), QSize(1280, 800));
        for (const auto* each : page().findChildren<status::Readout*>())
            if (each->isVisible())
                QVERIFY2(each->neededWidth() <= each->width(), qPrintable(each->objectName()));
        for (const auto* each : page().findChildren<status::FigureTable*>())
            if (each->isVisible())
                QVERIFY2(each->neededWidth() <= each->width(),
                        qPrintable(each->objectName()
                                + QStringLiteral(" %1 of %2")
                                          .arg(each->neededWidth())
                                          .arg(each->width())));
        const auto* plot = page().findChild<charts::LiveChart*>();
        QVERIFY(plot->neededWidth() <= plot->width());
        QCOMPARE(plot->content().lines.at(0).samples.size(), std::size_t(601)); // and this second
        for (const auto* each : page().findChildren<QPushButton*>())
            if (each->isVisible())
                QVERIFY2(each->sizeHint().width() <= each->width(), qPrintable(each->objectName()));
        keepPicture(QStringLiteral("%1-%2").arg(tab).arg(language));
    }

    /// Both ways fail at the step with the longest words, each with a long message behind.
    void theVerdictHasRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("cause");
        for (const auto* language : {"ja", "en"})
            for (int cause = int(HopCause::TunnelFailed); cause <= int(HopCause::NoTicks); ++cause)
                QTest::addRow("%s, cause %d", language, cause)
                        << QString::fromLatin1(language) << cause;
    }

    void theVerdictHasRoom()
    {
        QFETCH(QString, language);
        QFETCH(int, cause);
        m_appearance->setLanguage(language);
        showScreen();
        change([&](model::ConnectionPicture& picture) {
            for (const auto path : {StorePath::Postgres, StorePath::Redis})
                picture.report->at(path, Hop::Ticks) = {HopState::Failed,
                        static_cast<HopCause>(cause), 1.0,
                        "connection to server at \"db.example.jp\" (203.0.113.5), port 5432 "
                        "failed: FATAL: x",
                        0, 0};
        });
        const auto* verdict = page().findChild<QLabel*>(QStringLiteral("connectionVerdict"));
        QVERIFY(!verdict->text().isEmpty());
        QVERIFY2(verdict->heightForWidth(verdict->width()) <= verdict->height(),
                qPrintable(verdict->text()));
    }

    void nothingMovesWhenPasswordsAreAskedFor()
    {
        showScreen();
        const auto before = places();
        change([](model::ConnectionPicture& picture) { picture.asking = "/p/spring-market.ini"; });
        QCoreApplication::processEvents();
        QCOMPARE(places(), before);
        auto* field = page().findChild<QLineEdit*>(QStringLiteral("passwordRedis"));
        QVERIFY(field->isVisible() && field->echoMode() == QLineEdit::Password);
        field->setText(QStringLiteral("sesame"));
        page().findChild<QPushButton*>(QStringLiteral("passwordGive"))->click();
        QVERIFY(field->text().isEmpty()); // nobody shall find it there
    }

    void theOldestIdleTransactionIsEndedByNameAndInTwoSteps()
    {
        showScreen();
        m_session->desk().setReadOnly(false);
        show(1s);
        tabs()->setCurrentIndex(1);
        show(2s);
        auto* end = page().findChild<QPushButton*>(QStringLiteral("databaseEndIdle"));
        QVERIFY(end && end->isEnabled());
        end->click();
        auto* strip = m_window->findChild<controls::ConfirmStrip*>(QStringLiteral("actionStrip"));
        QVERIFY(strip->isArmed());
        QVERIFY2(strip->shownText().contains(QStringLiteral("viewer-1"))
                        && strip->shownText().contains(QStringLiteral("12345")),
                qPrintable(strip->shownText()));
        QVERIFY(m_session->desk().journal().empty()); // nothing left yet
    }

    void whoeverMayNotCommandHasNoSuchButton()
    {
        m_script.mayCommand = false;
        showScreen();
        tabs()->setCurrentIndex(1);
        show(2s);
        QVERIFY(!page().findChild<QPushButton*>(QStringLiteral("databaseEndIdle")));
    }

    void languageThemeAndReadOnlyAreSwitchedHere()
    {
        showScreen();
        tabs()->setCurrentIndex(3);
        auto* language = page().findChild<QComboBox*>(QStringLiteral("consoleLanguage"));
        language->setCurrentIndex(language->findData(QStringLiteral("ja")));
        emit language->activated(language->currentIndex());
        QCOMPARE(m_appearance->language(), QStringLiteral("ja"));
        auto* theme = page().findChild<QComboBox*>(QStringLiteral("consoleTheme"));
        theme->setCurrentIndex(1);
        emit theme->activated(1);
        QVERIFY(m_appearance->theme() == status::Theme::Dark);
        QVERIFY(m_session->desk().isReadOnly());
        page().findChild<QCheckBox*>(QStringLiteral("consoleReadOnly"))->click();
        QVERIFY(!m_session->desk().isReadOnly());
    }

    void theDatabaseIsWatchedOnlyWhileSomebodyLooks()
    {
        showScreen();
        QSignalSpy watched(&page(), &pages::ConnectionPage::databaseWatched);
        tabs()->setCurrentIndex(1);
        QCOMPARE(watched.takeLast().at(0).toBool(), true);
        m_window->showScreen(0);
        QCOMPARE(watched.takeLast().at(0).toBool(), false);
    }

private:
    pages::ConnectionPage& page() { return m_window->connection().page(); }
    QTabWidget* tabs() { return page().findChild<QTabWidget*>(QStringLiteral("connectionTabs")); }

    template<class Change>
    void change(Change&& how)
    {
        m_window->connection().desk().model().change(std::forward<Change>(how));
    }

    void show(std::chrono::seconds after)
    {
        m_now = m_script.startAt + after;
        m_steady += 1s;
        change([this](model::ConnectionPicture& picture) {
            if (picture.database)
                picture.database->at = m_now;
        });
        m_session->model().accept(std::make_shared<const contract::SaleSnapshot>(
                sources::scriptedSnapshot(m_script, after)));
        QCoreApplication::processEvents();
    }

    void showScreen()
    {
        change([this](model::ConnectionPicture& picture) { fill(picture, m_now); });
        show(0s);
        m_window->showScreen(m_window->screenCount() - 1);
        QCoreApplication::processEvents();
    }

    std::map<QString, QRect> places()
    {
        std::map<QString, QRect> out;
        for (const auto* name :
                {"profiles", "hops", "connectionVerdict", "connectionTabs", "connectionSkew"}) {
            const auto* each = page().findChild<QWidget*>(QLatin1String(name));
            out[QLatin1String(name)] = QRect(each->mapTo(&page(), QPoint()), each->size());
        }
        return out;
    }

    /// SAIKOBI_PICTURES names a folder for looking at them.
    void keepPicture(const QString& name)
    {
        const auto folder = qEnvironmentVariable("SAIKOBI_PICTURES");
        if (!folder.isEmpty())
            m_window->grab().save(QStringLiteral("%1/connection-%2.png").arg(folder, name));
    }

    contract::Instant m_now = contract::fromUnixMs(1'760'011'200'000);
    contract::Deadline m_steady = contract::Deadline{} + 1h;
    sources::Script m_script{};
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestConnectionScreen)
#include "test_connection_screen.moc"
