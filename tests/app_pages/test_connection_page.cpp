#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

#include "app/model/connection_model.h"
#include "app/pages/command_flow.h"
#include "app/pages/connection_page.h"
#include "app/pages/connection_rows.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/status/figure_table.h"

using namespace saikobi;
using namespace saikobi::tests;
using model::Hop;
using model::HopCause;
using model::HopState;
using model::StorePath;
using pages::HopRows;
using pages::ProfileRows;
using namespace std::chrono_literals;

class TestConnectionPage : public QObject {
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
        m_connection = std::make_unique<model::ConnectionModel>();
        m_page = std::make_unique<pages::ConnectionPage>(*m_flow, *m_connection);
        m_page->resize(900, 620);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_connection->change([](model::ConnectionPicture& picture) {
            picture.profiles = {{.id = "/p/shop.ini",
                                        .name = "shop",
                                        .kind = contract::ProfileKind::Production,
                                        .user = "op-1",
                                        .sale = "demo",
                                        .sales = {{"demo", "春"}, {"winter", "冬"}}},
                    {.id = "/p/broken.ini", .name = "broken", .problem = "kind must be …"}};
            picture.open = "/p/shop.ini";
            picture.openSale = "demo";
        });
        m_console->show(0s);
        m_page->present(m_console->view());
    }

    void everySaleOfAProfileIsARow()
    {
        QCOMPARE(table("profiles")->shownRows(), 3);
        QCOMPARE(cell("profiles", 0, ProfileRows::Name), QStringLiteral("shop"));
        QCOMPARE(cell("profiles", 0, ProfileRows::Where), QStringLiteral("open"));
        QCOMPARE(cell("profiles", 1, ProfileRows::Sale), QStringLiteral("winter  冬"));
        QCOMPARE(cell("profiles", 1, ProfileRows::Where), QString());
        QCOMPARE(cell("profiles", 2, ProfileRows::Where), QStringLiteral("unusable"));
    }

    void opensTheChosenSaleOfTheChosenProfile()
    {
        QSignalSpy wanted(m_page.get(), &pages::ConnectionPage::openWanted);
        auto* open = m_page->findChild<QPushButton*>(QStringLiteral("profileOpen"));
        QVERIFY(!open->isEnabled()); // nothing is chosen
        table("profiles")->choose(pages::rowIdOf("/p/shop.ini", "demo"));
        QVERIFY(!open->isEnabled()); // it is open already
        table("profiles")->choose(pages::rowIdOf("/p/shop.ini", "winter"));
        QVERIFY(open->isEnabled());
        open->click();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.at(0).at(0).toString(), QStringLiteral("/p/shop.ini"));
        QCOMPARE(wanted.at(0).at(1).toString(), QStringLiteral("winter"));
    }

    void aProfileThatCannotBeReadSaysWhy()
    {
        table("profiles")->choose(pages::rowIdOf("/p/broken.ini", ""));
        QCOMPARE(verdict(), QStringLiteral("kind must be …"));
    }

    void theKeyTestsWhatIsOpenOrChosen()
    {
        QSignalSpy wanted(m_page.get(), &pages::ConnectionPage::testWanted);
        QTest::keyClick(m_page.get(), Qt::Key_T, Qt::ControlModifier);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.at(0).at(0).toString(), QStringLiteral("/p/shop.ini"));
        table("profiles")->choose(pages::rowIdOf("/p/broken.ini", ""));
        QTest::keyClick(m_page.get(), Qt::Key_T, Qt::ControlModifier);
        QCOMPARE(wanted.at(1).at(0).toString(), QStringLiteral("/p/broken.ini"));
    }

    void nothingIsSaidOfStepsThatWereNotTried()
    {
        for (int row = 0; row < int(model::hopCount); ++row) {
            QCOMPARE(cell("hops", row, HopRows::Postgres), QStringLiteral("·"));
            QCOMPARE(cell("hops", row, HopRows::RedisMs), QString());
        }
        QVERIFY(verdict().contains(QStringLiteral("Not tested yet")));
    }

    void theFailingStepIsNamedWithWhatToDo()
    {
        m_connection->change([this](model::ConnectionPicture& picture) {
            auto& report = picture.report.emplace();
            report.startedAt = m_console->now;
            report.pathsOver = model::pathCount;
            report.at(StorePath::Postgres, Hop::Tcp)
                    = {HopState::Passed, HopCause::None, 4.2, "203.0.113.5:5432", 0, 0};
            report.at(StorePath::Postgres, Hop::Tls) = {
                    HopState::Failed, HopCause::NotTrusted, 12, "certificate verify failed", 0, 0};
            report.at(StorePath::Redis, Hop::Ticks)
                    = {HopState::Passed, HopCause::SomeSilent, 1, "serve-1 0.4 s, serve-2 ?", 1, 2};
        });
        QCOMPARE(cell("hops", int(Hop::Tcp), HopRows::PostgresMs), QStringLiteral("4.2"));
        QCOMPARE(cell("hops", int(Hop::Tls), HopRows::Postgres), QStringLiteral("failed"));
        QCOMPARE(cell("hops", int(Hop::SignIn), HopRows::Postgres), QStringLiteral("·"));
        QCOMPARE(cell("hops", int(Hop::Ticks), HopRows::Redis), QStringLiteral("1 of 2"));
        QVERIFY2(verdict().startsWith(QStringLiteral("Postgres fails at \"TLS\".")),
                qPrintable(verdict()));
        QVERIFY(verdict().contains(QStringLiteral("another authority")));
        QVERIFY(verdict().contains(QStringLiteral("certificate verify failed")));
    }

    void aGoodWaySaysSoOnlyWhenItIsOver()
    {
        m_connection->change([](model::ConnectionPicture& picture) { picture.report.emplace(); });
        QVERIFY(verdict().startsWith(QStringLiteral("Testing")));
        m_connection->change([](model::ConnectionPicture& picture) {
            picture.report->pathsOver = model::pathCount;
        });
        QVERIFY(verdict().startsWith(QStringLiteral("Every step of both ways is good")));
    }

    void instancesStandOnTheScreen() { QCOMPARE(table("instances")->shownRows(), 2); }

private:
    status::FigureTable* table(const char* name) const
    {
        return m_page->findChild<status::FigureTable*>(QLatin1String(name));
    }
    QString cell(const char* name, int row, int column) const
    {
        return table(name)->model().index(row, column).data().toString();
    }
    QString verdict() const
    {
        return m_page->findChild<QLabel*>(QStringLiteral("connectionVerdict"))->text();
    }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<controls::ConfirmStrip> m_strip;
    std::unique_ptr<pages::CommandFlow> m_flow;
    std::unique_ptr<model::ConnectionModel> m_connection;
    std::unique_ptr<pages::ConnectionPage> m_page;
};

QTEST_MAIN(TestConnectionPage)
#include "test_connection_page.moc"
