#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <pqxx/pqxx>

#include "app/sources/profile.h"
#include "tests/bench/figure.h"
#include "tests/e2e/console.h"
#include "tests/faults/crowd_flood.h"
#include "tests/faults/desk_child.h"
#include "tests/faults/till_scene.h"

using namespace saikobi;
using contract::CommandKind;
using contract::CommandState;
using contract::Phase;
using tests::Console;
using tests::CrowdFlood;
using tests::DeskChild;
using tests::TillScene;

namespace {

constexpr double promisedMs = 2000;
constexpr int patienceMs = 30000;
constexpr double freeAgainMs = 30000;

} // namespace

/// Commands when it matters: every connection of the buyers' side taken and the instances
/// saturated, a store that the desk cannot reach, stores that die between send and read-back, a
/// console that is killed while it has command.
class TestDeskHold : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void holdsWhileEverythingIsTaken();
    void afterTheCrowdAFewPeopleAreServed();
    void holdsByPostgresAlone();
    void isUnconfirmedWhileNoStoreTellsAndCountsOnce();
    void whatNobodyTookInTimeExpires();
    void commandIsFreeWhenItsConsoleIsKilled();
    void everythingIsStillRight();

private:
    bool sees(const Console& console, Phase phase) const;
    bool isReleasedAgain();
    void signalStores(int signal);
    std::string buyersUrl() const;
    qint64 decided(const QString& id);

    TillScene m_scene{};
    std::unique_ptr<Console> m_console{};
};

void TestDeskHold::initTestCase()
{
    QVERIFY2(m_scene.start(), qPrintable(m_scene.complaint()));
    m_console = Console::open(m_scene.rehearsal().address("operator"));
    QVERIFY(m_console);
    QTRY_VERIFY_WITH_TIMEOUT(sees(*m_console, Phase::Open), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->hasCommand(), patienceMs);
}

bool TestDeskHold::sees(const Console& console, Phase phase) const
{
    return console.sale() && console.sale()->line && console.sale()->line->value.phase == phase;
}

/// False when the line does not open again by this desk's command.
bool TestDeskHold::isReleasedAgain()
{
    // While no store answered, command became free; the desk takes it again.
    const auto mayRelease
            = [this] { return sees(*m_console, Phase::Held) && m_console->hasCommand(); };
    if (!QTest::qWaitFor(mayRelease, 2 * patienceMs))
        return false;
    const auto release = m_console->issue(
            CommandKind::Release, {{"rate", "20000"}}, QStringLiteral("all is well"));
    const auto isDone
            = [&] { return m_console->isInForce(release) && sees(*m_console, Phase::Open); };
    return !release.isEmpty() && QTest::qWaitFor(isDone, patienceMs);
}

void TestDeskHold::signalStores(int signal)
{
    for (const auto* store : {"redis", "postgres"})
        for (const auto pid : m_scene.rehearsal().storeProcesses(store))
            ::kill(static_cast<pid_t>(pid), signal);
}

/// The address that the instances use themselves.
std::string TestDeskHold::buyersUrl() const
{
    QFile config{m_scene.folder() + "/data/config/serve-1.toml"};
    if (!config.open(QIODevice::ReadOnly))
        return {};
    const QRegularExpression line{R"(url\s*=\s*["'](postgresql:[^"']+)["'])"};
    return line.match(QString::fromUtf8(config.readAll())).captured(1).toStdString();
}

/// Timeline entries that say what became of this command.
qint64 TestDeskHold::decided(const QString& id)
{
    return m_scene.rehearsal().count(
            QStringLiteral("select count(*) from saikobi.timeline where id::text = '%1'").arg(id));
}

void TestDeskHold::holdsWhileEverythingIsTaken()
{
    const CrowdFlood flood(m_scene.port());
    QTRY_VERIFY_WITH_TIMEOUT(flood.isShed(), 120000);
    const auto url = buyersUrl();
    QVERIFY(!url.empty());
    std::vector<std::unique_ptr<pqxx::connection>> taken;
    QString refused;
    while (refused.isEmpty() && taken.size() < 200) {
        try {
            taken.push_back(std::make_unique<pqxx::connection>(url));
        } catch (const std::exception& failed) {
            refused = QString::fromUtf8(failed.what());
        }
    }
    QVERIFY2(refused.contains("too many connections"), qPrintable(refused));
    for (int i = 0; i < 3; ++i) {
        QTRY_VERIFY_WITH_TIMEOUT(flood.isShed(), 60000);
        QElapsedTimer since;
        since.start();
        const auto hold
                = m_console->issue(CommandKind::Hold, {}, QStringLiteral("everything is taken"));
        QVERIFY(!hold.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(m_console->isInForce(hold), patienceMs);
        bench::report({"hold in force, saturated, no connection left",
                static_cast<double>(since.elapsed()), "ms", {}, {}, promisedMs});
        QVERIFY(isReleasedAgain());
    }
}

/// So few that they fill no window of any queue's meter.
void TestDeskHold::afterTheCrowdAFewPeopleAreServed()
{
    QVERIFY(m_scene.enter(2));
}

/// This desk's Redis does not answer; the sale's own does.
void TestDeskHold::holdsByPostgresAlone()
{
    auto profile = sources::readProfile(m_scene.rehearsal().address("operator"));
    QVERIFY(profile);
    profile.value().redisPort = 1; // nobody listens there
    Console desk{profile.value()};
    QTRY_VERIFY_WITH_TIMEOUT(sees(desk, Phase::Open), patienceMs); // from queue_mark
    QVERIFY(!desk.sale()->redis.error.empty());
    QElapsedTimer since;
    since.start();
    const auto hold = desk.issue(CommandKind::Hold, {}, QStringLiteral("Redis is out of reach"));
    QVERIFY(!hold.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(desk.isInForce(hold), patienceMs);
    bench::report({"hold in force, by Postgres alone", static_cast<double>(since.elapsed()), "ms",
            {}, {}, promisedMs});
    QVERIFY(!desk.report(hold)->takenByRedis);
    QVERIFY(desk.report(hold)->takenByPostgres);
    QVERIFY(isReleasedAgain());
}

void TestDeskHold::isUnconfirmedWhileNoStoreTellsAndCountsOnce()
{
    signalStores(SIGSTOP);
    const auto hold = m_console->issue(CommandKind::Hold, {}, QStringLiteral("nobody answers"));
    const bool isTold = QTest::qWaitFor(
            [&] { return m_console->report(hold)->state == CommandState::Unconfirmed; },
            patienceMs);
    signalStores(SIGCONT);
    QVERIFY(isTold);
    QVERIFY(!m_console->report(hold)->inForceAfter);
    // A hold does not expire: it is in force once anybody can take it, by both paths once.
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isInForce(hold), 2 * patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(decided(hold), 1, patienceMs);
    QVERIFY(isReleasedAgain());
}

/// Sent to stores that sleep for longer than a command lives.
void TestDeskHold::whatNobodyTookInTimeExpires()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_console->hasCommand(), 2 * patienceMs);
    const auto rate = m_console->sale()->line->value.rate.value;
    signalStores(SIGSTOP);
    const auto lower = m_console->issue(
            CommandKind::SetRate, {{"rate", std::to_string(rate / 2)}}, QStringLiteral("slower"));
    QElapsedTimer since;
    since.start();
    const bool isLate = QTest::qWaitFor([&] { return since.hasExpired(12000); }, patienceMs);
    signalStores(SIGCONT);
    QVERIFY(isLate && !lower.isEmpty());
    QVERIFY(m_console->report(lower)->state != CommandState::InForce);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->report(lower)->state == CommandState::Expired, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(
            sees(*m_console, Phase::Open) && m_console->sale()->redis.error.empty(), patienceMs);
    QCOMPARE(m_console->sale()->line->value.rate.value, rate);
}

void TestDeskHold::commandIsFreeWhenItsConsoleIsKilled()
{
    m_console.reset();
    // Whoever looks on must not take it himself.
    auto profile = sources::readProfile(m_scene.rehearsal().address("viewer"));
    QVERIFY(profile);
    const Console viewer{profile.value()};
    DeskChild desk;
    QVERIFY(desk.start(m_scene.rehearsal().address("operator")));
    QTRY_VERIFY_WITH_TIMEOUT(!desk.seen().empty() && desk.seen().back().hasCommand, 90000);
    QTRY_VERIFY_WITH_TIMEOUT(!viewer.sale()->line->value.holder.empty(), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(sees(viewer, Phase::Open), patienceMs);
    const auto passes = viewer.sale()->line->value.passes;
    const auto people = m_scene.enter(20);
    desk.signal(SIGKILL);
    QElapsedTimer since;
    since.start();
    QTRY_VERIFY_WITH_TIMEOUT(viewer.sale()->line->value.holder.empty(), 2 * patienceMs);
    bench::report({"command free after its console was killed",
            static_cast<double>(since.elapsed()), "ms", {}, {}, freeAgainMs});
    const auto& line = viewer.sale()->line->value;
    QVERIFY2(people,
            qPrintable(QStringLiteral("phase %1, held by %2, rate %3")
                               .arg(static_cast<int>(line.phase))
                               .arg(QString::fromStdString(line.heldBy))
                               .arg(line.rate.value)));
    QTRY_VERIFY_WITH_TIMEOUT(viewer.sale()->line->value.passes > passes, patienceMs);
    QVERIFY(sees(viewer, Phase::Open));
}

void TestDeskHold::everythingIsStillRight()
{
    QCOMPARE(m_scene.verdict(60000), QString{});
}

int main(int argc, char** argv)
{
    if (const auto status = DeskChild::runIfAsked(argc, argv))
        return *status;
    QCoreApplication app{argc, argv};
    TestDeskHold test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_desk_hold.moc"
