#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <limits>

#include "app/model/console_alarms.h"
#include "tests/bench/figure.h"
#include "tests/e2e/console.h"
#include "tests/e2e/rehearsal_process.h"
#include "tests/faults/desk_child.h"

using namespace saikobi;
using contract::AlarmId;
using contract::DataState;
using contract::Figure;
using tests::Console;
using tests::DeskChild;

namespace {

constexpr double staleWithinMs = 5000;
constexpr double lostWithinMs = 15000;
constexpr double slack = 1.3; ///< of a machine that does much else; the figures are printed
constexpr int stopsForMs = 20000;
constexpr int sleepsForMs = 60000;

/// Figures that cannot be zero while this crowd waits, enters and buys.
constexpr Figure lively[]{Figure::Waiting, Figure::RateSet, Figure::Shoppers, Figure::Arrivals};

bool isActive(const std::vector<contract::AlarmRecord>& listed, AlarmId alarm)
{
    return std::any_of(listed.begin(), listed.end(),
            [alarm](const auto& each) { return each.alarm == alarm && each.isOn(); });
}

} // namespace

/// What an operator sees while something does not answer: stores and instances are stopped for
/// twenty seconds each, and the console itself for a minute. States change in time, nothing becomes
/// zero, an alarm tells it, and all comes back by itself without a storm of questions.
class TestDeskSight : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void whatStopsIsSaid_data();
    void whatStopsIsSaid();
    void aConsoleThatSleptShowsOneGap();

private:
    void lookOnce();
    bool areAllLive() const;
    qint64 connectionsTaken();

    tests::RehearsalProcess m_rehearsal;
    tests::CrowdProcess m_crowd;
    std::unique_ptr<Console> m_console;
    model::ConsoleAlarms m_alarms{"the console of this test"};
    Figure m_watched = Figure::Waiting;
    QElapsedTimer m_since;
    double m_staleMs = 0;
    double m_lostMs = 0;
    QStringList m_zeros;
};

void TestDeskSight::initTestCase()
{
    QVERIFY2(m_rehearsal.start(), qPrintable(m_rehearsal.complaint()));
    QVERIFY(m_crowd.start(m_rehearsal,
            {"--arrivals", "600/min", "--for", "330s", "--seed", "7", "--think", "3s", "--absent",
                    "0%"}));
    m_console = Console::open(m_rehearsal.address("operator"));
    QVERIFY(m_console);
    connect(&m_console->model(), &model::SaleModel::changed, this, &TestDeskSight::lookOnce);
    QTRY_VERIFY_WITH_TIMEOUT(areAllLive(), 60000);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->sale()->line->value.waiting() > 50, 60000);
}

/// Every snapshot is looked at, not only those that a test happens to see.
void TestDeskSight::lookOnce()
{
    const auto sale = m_console->sale();
    if (!sale)
        return;
    m_alarms.look(*sale, sale->madeAt);
    if (!m_since.isValid())
        return;
    for (const auto figure : lively) {
        const auto& value = sale->figures[static_cast<std::size_t>(figure)];
        if (!value || value->value == 0)
            m_zeros.append(QString::number(static_cast<int>(figure)));
    }
    const auto state = contract::stateOf(*sale, m_watched, sale->madeAt);
    const auto after = static_cast<double>(m_since.elapsed());
    if (state >= DataState::Stale)
        m_staleMs = std::min(m_staleMs, after);
    if (state == DataState::Lost)
        m_lostMs = std::min(m_lostMs, after);
}

bool TestDeskSight::areAllLive() const
{
    const auto sale = m_console->sale();
    if (!sale || !sale->line || !sale->redis.error.empty() || !sale->postgres.error.empty())
        return false;
    return std::all_of(std::begin(lively), std::end(lively), [&sale](Figure figure) {
        const auto& value = sale->figures[static_cast<std::size_t>(figure)];
        return value && value->value > 0
                && contract::stateOf(*sale, figure, sale->madeAt) == DataState::Live;
    });
}

/// Sessions of the operator that Postgres has open.
qint64 TestDeskSight::connectionsTaken()
{
    return m_rehearsal.count(
            QStringLiteral("select count(*) from pg_stat_activity where usename = 'op-1'"));
}

void TestDeskSight::whatStopsIsSaid_data()
{
    QTest::addColumn<QStringList>("what");
    QTest::addColumn<int>("watched");
    QTest::addColumn<int>("alarm");
    const auto row = [](const char* name, const QStringList& what, Figure watched, AlarmId alarm) {
        QTest::addRow("%s", name) << what << static_cast<int>(watched) << static_cast<int>(alarm);
    };
    row("Redis", {"redis"}, Figure::Waiting, AlarmId::A14);
    row("Postgres", {"postgres"}, Figure::AuditRows, AlarmId::A14);
    row("both stores", {"redis", "postgres"}, Figure::Waiting, AlarmId::A14);
    row("the instances", {"serve"}, Figure::Orders, AlarmId::A15);
}

void TestDeskSight::whatStopsIsSaid()
{
    QFETCH(QStringList, what);
    QFETCH(int, watched);
    QFETCH(int, alarm);
    QTRY_VERIFY_WITH_TIMEOUT(areAllLive(), 60000);
    QList<qint64> stopped;
    for (const auto& each : what)
        stopped += each == "serve" ? m_rehearsal.children({"saikobid", "serve-"})
                                   : m_rehearsal.storeProcesses(each);
    QVERIFY(!stopped.isEmpty());
    const auto sessions = connectionsTaken();
    m_watched = static_cast<Figure>(watched);
    m_staleMs = m_lostMs = std::numeric_limits<double>::infinity();
    m_zeros.clear();
    bool wasTold = false;
    for (const auto pid : stopped)
        ::kill(static_cast<pid_t>(pid), SIGSTOP);
    m_since.start();
    const auto isOver = [&] {
        wasTold = wasTold || isActive(m_alarms.listed(), static_cast<AlarmId>(alarm));
        return m_since.hasExpired(stopsForMs);
    };
    const bool wasWatched = QTest::qWaitFor(isOver, 2 * stopsForMs);
    for (const auto pid : stopped)
        ::kill(static_cast<pid_t>(pid), SIGCONT);
    m_since.invalidate();
    QVERIFY(wasWatched);
    const std::string name = QTest::currentDataTag();
    bench::report({name + " stopped: stale", m_staleMs, "ms", {}, {}, staleWithinMs});
    bench::report({name + " stopped: lost", m_lostMs, "ms", {}, {}, lostWithinMs});
    QVERIFY(m_staleMs <= staleWithinMs * slack);
    QVERIFY(m_lostMs <= lostWithinMs * slack);
    QCOMPARE(m_zeros.join(u' '), QString{});
    QVERIFY(wasTold);
    QElapsedTimer since;
    since.start();
    QTRY_VERIFY_WITH_TIMEOUT(areAllLive(), 60000);
    bench::report(
            {name + " goes on: live", static_cast<double>(since.elapsed()), "ms", {}, {}, {}});
    QVERIFY(connectionsTaken() <= sessions + 2);
}

void TestDeskSight::aConsoleThatSleptShowsOneGap()
{
    DeskChild desk;
    QVERIFY(desk.start(m_rehearsal.address("operator")));
    QTRY_VERIFY_WITH_TIMEOUT(desk.seen().size() > 12 && desk.seen().back().arrivals, 60000);
    double most = 0; // of what the figures were, by the console that was awake all the time
    for (const auto& each : desk.seen())
        most = std::max({most, each.arrivals.value_or(0), each.orders.value_or(0)});
    desk.signal(SIGSTOP);
    const auto sleptFrom = DeskChild::now();
    const auto isOver = [&] {
        const auto& figures = m_console->sale()->figures;
        for (const auto figure : {Figure::Arrivals, Figure::Orders})
            if (const auto& value = figures[static_cast<std::size_t>(figure)])
                most = std::max(most, value->value);
        return DeskChild::now() - sleptFrom > sleepsForMs / 1000.0;
    };
    const bool hasSlept = QTest::qWaitFor(isOver, 2 * sleepsForMs);
    const auto before = desk.seen().size();
    desk.signal(SIGCONT);
    const auto wokeAt = DeskChild::now();
    QVERIFY(hasSlept);
    QTRY_VERIFY_WITH_TIMEOUT(desk.seen().size() > before + 15, 60000);
    const auto& seen = desk.seen();
    double liveMs = std::numeric_limits<double>::infinity();
    std::size_t first5s = 0;
    for (std::size_t i = before; i < seen.size(); ++i) {
        const auto& each = seen[i];
        QVERIFY(each.waiting && *each.waiting > 0);
        for (const auto& figure : {each.arrivals, each.orders})
            QVERIFY2(figure.value_or(0) <= 1.5 * most, qPrintable(QString::number(*figure)));
        first5s += each.at - wokeAt < 5 ? 1 : 0;
        if (each.state == static_cast<int>(DataState::Live))
            liveMs = std::min(liveMs, (each.at - wokeAt) * 1000);
    }
    bench::report({"awake: live", liveMs, "ms", {}, {}, 5000});
    QVERIFY(liveMs <= 5000 * slack);
    QVERIFY2(first5s <= 15, qPrintable(QString::number(first5s))); // not one for each second slept
}

int main(int argc, char** argv)
{
    if (const auto status = DeskChild::runIfAsked(argc, argv))
        return *status;
    QCoreApplication app{argc, argv};
    TestDeskSight test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_desk_sight.moc"
