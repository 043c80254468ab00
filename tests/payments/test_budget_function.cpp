#include <QTest>

#include <algorithm>
#include <deque>
#include <random>

#include "backend/forecast/call_budget.h"
#include "backend/stores/redis_connection.h"
#include "tests/payments/budget_library.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace std::chrono_literals;
using stores::RedisConnection;
using namespace saikobi::tests::budget;
using stores::RedisOptions;

class TestBudgetFunction : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void withoutSettingsItIsLostAndNeverAYes_data();
    void withoutSettingsItIsLostAndNeverAYes();
    void firstSecondAfterALossIsSilent();
    void noSlidingSecondHoldsMoreThanAgreed_data();
    void noSlidingSecondHoldsMoreThanAgreed();
    void finishingCallsAreNeverStarved_data();
    void finishingCallsAreNeverStarved();
    void aFullEndpointRefusesAndTakesNothing();
    void givenBackPlaceLetsTheNextAuthorisationIn();
    void clockThatSteppedBackDoesNotRefuseForEver();
    void bookedAuthorisationTakesItsCallWhenItIsSent();
    void refusalsLowerTheRateAndTimeBringsItBack();
    void threeRefusalsWithinASecondHalveIt();
    void refusalClosesTheOrderLaneAndNothingElse();
    void parallelPlacesAreLeasedAndFreed();
    void leasesLapseByThemselves();
    void senselessSettingsAreRefused();
    void libraryOfTheProgramAnswersTheBackendUser();

private:
    Verdict ask(const std::string& function, const std::string& endpoint,
            const std::string& lease = {});
    int grantedWithin(std::int64_t us, const std::string& function);
    void setClock(std::int64_t us);
    void settle(double callsPerSecond, double endpoint, std::int64_t parallel = 0);
    std::string call(const stores::RedisCommand& command);

    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<RedisConnection> m_redis;
    std::int64_t m_now = 0;
};

void TestBudgetFunction::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestBudgetFunction::init()
{
    // Loading it again is what a restart of the server is to this library: its memory begins empty.
    auto opened = RedisConnection::open(m_stores->adminRedis());
    QVERIFY(opened);
    m_redis = std::move(opened).value();
    call({"FLUSHALL"});
    call({"FUNCTION", "FLUSH"});
    QCOMPARE(call({"FUNCTION", "LOAD", libraryOnOurClock()}), std::string{"budget_on_our_clock"});
    setClock(1'700'000'000'000'000);
}

std::string TestBudgetFunction::call(const stores::RedisCommand& command)
{
    const auto reply = m_redis->call(command);
    return reply ? reply.value().text : "error: " + reply.error().detail;
}

void TestBudgetFunction::setClock(std::int64_t us)
{
    m_now = us;
    call({"FCALL", "set_clock", "0", std::to_string(us)});
}

Verdict TestBudgetFunction::ask(
        const std::string& function, const std::string& endpoint, const std::string& lease)
{
    const auto reply = m_redis->call({"FCALL", function, "2", key, flightKey, endpoint, lease});
    if (!reply || reply.value().items.size() < 2)
        return {reply ? "no pair" : reply.error().detail, 0};
    return {reply.value().items[0].text, reply.value().items[1].integer};
}

void TestBudgetFunction::settle(double callsPerSecond, double endpoint, std::int64_t parallel)
{
    forecast::CallAgreement agreed;
    agreed.callsPerSecond = callsPerSecond;
    agreed.callsPerSecondEndpoint = endpoint;
    const auto plan = forecast::planCalls(agreed);
    QVERIFY(plan);
    QCOMPARE(call({"FCALL", "saikobi_budget_settings", "1", key, std::to_string(plan->gapUs),
                     std::to_string(plan->endpointGapUs), std::to_string(plan->bookingGapUs),
                     std::to_string(plan->giveBackUs), std::to_string(plan->finishingToleranceUs),
                     std::to_string(parallel), "12000000"}),
            std::string{"OK"});
}

void TestBudgetFunction::withoutSettingsItIsLostAndNeverAYes_data()
{
    QTest::addColumn<QString>("function");
    QTest::addRow("authorisation") << "saikobi_budget";
    QTest::addRow("finishing call") << "saikobi_budget_finish";
    QTest::addRow("booking") << "saikobi_budget_book";
    QTest::addRow("query") << "saikobi_budget_read";
    QTest::addRow("place given back") << "saikobi_budget_give_back";
}

void TestBudgetFunction::withoutSettingsItIsLostAndNeverAYes()
{
    QFETCH(QString, function);
    QCOMPARE(ask(function.toStdString(), "create").word, std::string{"lost"});
    settle(25, 25);
    setClock(m_now + 5'000'000);
    call({"HDEL", key, "tau_hi"}); // half a hash is no hash
    QCOMPARE(ask(function.toStdString(), "create").word, std::string{"lost"});
}

void TestBudgetFunction::firstSecondAfterALossIsSilent()
{
    settle(25, 25);
    QCOMPARE(ask("saikobi_budget", "create").waitUs, 1'000'000);
    setClock(m_now + 1'000'000);
    QVERIFY(ask("saikobi_budget", "create").isYes());
    // A server that came back with the clocks of some while ago.
    call({"FUNCTION", "LOAD", "REPLACE", libraryOnOurClock()});
    setClock(m_now + 300'000);
    QCOMPARE(ask("saikobi_budget_finish", "capture").word, std::string{"wait"});
    setClock(m_now + 980'000);
    QVERIFY(ask("saikobi_budget_finish", "capture").isYes());
}

void TestBudgetFunction::noSlidingSecondHoldsMoreThanAgreed_data()
{
    QTest::addColumn<double>("agreed");
    QTest::addColumn<unsigned>("seed");
    for (const double agreed : {10.0, 20.0, 25.0, 100.0})
        for (const unsigned seed : {1U, 2U})
            QTest::addRow("%g calls/s, start value %u", agreed, seed) << agreed << seed;
}

/// Everybody asks for everything at random; what is granted arrives up to 30 ms later.
void TestBudgetFunction::noSlidingSecondHoldsMoreThanAgreed()
{
    QFETCH(double, agreed);
    QFETCH(unsigned, seed);
    settle(agreed, agreed);
    std::mt19937 chance{seed};
    const auto below = [&chance](int n) {
        return std::uniform_int_distribution<int>{0, n - 1}(chance);
    };
    std::vector<std::int64_t> arrivals;
    setClock(m_now + 1'000'000);
    std::int64_t busyUs = 0;
    for (int step = 0; step < 4000; ++step) {
        const bool isQuiet = below(400) == 0; // now and then nothing for a while, then a rush
        const int passing = below(isQuiet ? 3'000'000 : 15'000);
        busyUs += isQuiet ? 0 : passing;
        setClock(m_now + passing);
        const int kind = below(3);
        const auto verdict = kind == 0 ? ask("saikobi_budget", "create")
                : kind == 1            ? ask("saikobi_budget_finish", "capture")
                                       : ask("saikobi_budget_read", "retrieve");
        if (verdict.isYes())
            arrivals.push_back(m_now + below(30'000));
    }
    std::sort(arrivals.begin(), arrivals.end());
    std::size_t fullest = 0;
    for (std::size_t first = 0, last = 0; last < arrivals.size(); ++last) {
        while (arrivals[last] - arrivals[first] >= 1'000'000)
            ++first;
        fullest = std::max(fullest, last - first + 1);
    }
    QVERIFY2(static_cast<double>(fullest) <= agreed, qPrintable(QString::number(fullest)));
    // And it is a limit, not a wall: most of the rate is used.
    const double perSecond
            = 1e6 * static_cast<double>(arrivals.size()) / static_cast<double>(busyUs);
    QVERIFY2(perSecond > 0.5 * std::min(agreed, 60.0), qPrintable(QString::number(perSecond)));
}

void TestBudgetFunction::finishingCallsAreNeverStarved_data()
{
    QTest::addColumn<double>("agreed");
    QTest::addColumn<int>("longestMs");
    QTest::addRow("10 calls/s") << 10.0 << 900;
    QTest::addRow("20 calls/s") << 20.0 << 450;
    QTest::addRow("100 calls/s") << 100.0 << 120;
}

/// Endless demand for authorisations; each asks for its capture one to two seconds later.
void TestBudgetFunction::finishingCallsAreNeverStarved()
{
    QFETCH(double, agreed);
    QFETCH(int, longestMs);
    settle(agreed, agreed);
    setClock(m_now + 1'000'000);
    std::mt19937 chance{7};
    std::uniform_int_distribution<std::int64_t> provider{1'000'000, 2'000'000};
    std::vector<std::int64_t> due; // captures that want their place, by the instant they began to
    std::int64_t longest = 0;
    int authorised = 0;
    const auto begin = m_now;
    const std::int64_t step = static_cast<std::int64_t>(1e5 / agreed); // a tenth of the usual gap
    const std::int64_t seconds = agreed > 50 ? 10 : 30;
    while (m_now < begin + seconds * 1'000'000) {
        setClock(m_now + step);
        if (ask("saikobi_budget", "create").isYes()) {
            due.push_back(m_now + provider(chance));
            ++authorised;
        }
        std::sort(due.begin(), due.end());
        while (!due.empty() && due.front() <= m_now
                && ask("saikobi_budget_finish", "capture").isYes()) {
            longest = std::max(longest, m_now - due.front());
            due.erase(due.begin());
        }
    }
    QVERIFY2(longest < longestMs * 1000, qPrintable(QString::number(longest)));
    // ≥ 90 % of the orders that R′ allows, although the polling above is coarse.
    const double allowed
            = forecast::safeCallsPerSecond(agreed, 20ms, 30ms) / 2 * static_cast<double>(seconds);
    QVERIFY2(authorised > 0.9 * allowed, qPrintable(QString::number(authorised)));
}

void TestBudgetFunction::aFullEndpointRefusesAndTakesNothing()
{
    settle(100, 5);
    setClock(m_now + 2'000'000);
    QVERIFY(ask("saikobi_budget_read", "retrieve").isYes());
    const auto before = call({"HGET", key, "tat"});
    QCOMPARE(ask("saikobi_budget_read", "retrieve").word, std::string{"wait"});
    QCOMPARE(call({"HGET", key, "tat"}), before);
    setClock(m_now + 20'000);
    QVERIFY(ask("saikobi_budget_read", "list").isYes()); // another endpoint is free
}

void TestBudgetFunction::givenBackPlaceLetsTheNextAuthorisationIn()
{
    settle(25, 25);
    setClock(m_now + 2'000'000);
    // As fast as the clock of calls allows, until bookings are the limit.
    while (ask("saikobi_budget", "create").isYes())
        setClock(m_now + 45'000);
    const auto before = std::stoll(call({"HGET", key, "book"}));
    QVERIFY(ask("saikobi_budget_give_back", "").isYes());
    QVERIFY(std::stoll(call({"HGET", key, "book"})) < before);
}

void TestBudgetFunction::clockThatSteppedBackDoesNotRefuseForEver()
{
    settle(25, 25);
    setClock(m_now + 2'000'000);
    QVERIFY(ask("saikobi_budget", "create").isYes());
    setClock(m_now - 3'600'000'000); // an hour back
    const auto verdict = ask("saikobi_budget_finish", "capture");
    QCOMPARE(verdict.word, std::string{"wait"});
    QVERIFY(verdict.waitUs <= 1'000'000);
    setClock(m_now + 1'000'000);
    QVERIFY(ask("saikobi_budget_finish", "capture").isYes());
    // The clock of an endpoint is put right when it is next asked.
    QCOMPARE(ask("saikobi_budget", "create").word, std::string{"wait"});
    setClock(m_now + 1'000'000);
    QVERIFY(ask("saikobi_budget", "create").isYes());
}

int TestBudgetFunction::grantedWithin(std::int64_t us, const std::string& function)
{
    int granted = 0;
    for (const auto end = m_now + us; m_now < end; setClock(m_now + 500))
        granted += ask(function, "retrieve").isYes() ? 1 : 0;
    return granted;
}

void TestBudgetFunction::bookedAuthorisationTakesItsCallWhenItIsSent()
{
    settle(25, 25);
    setClock(m_now + 2'000'000);
    const auto before = call({"HGET", key, "tat"});
    int booked = 0;
    while (ask("saikobi_budget_book", "create").isYes())
        ++booked;
    QCOMPARE(booked, 5); // the slack; then one each 1/a
    QCOMPARE(call({"HGET", key, "tat"}), before); // no call was taken
    QVERIFY(ask("saikobi_budget_read", "create").isYes());
}

void TestBudgetFunction::refusalsLowerTheRateAndTimeBringsItBack()
{
    settle(100, 100);
    setClock(m_now + 2'000'000);
    QVERIFY(grantedWithin(1'000'000, "saikobi_budget_read") > 87); // of 94.3, asked each 0.5 ms
    QVERIFY(ask("saikobi_budget_refused", "").isYes());
    QCOMPARE(call({"HGET", key, "share"}), std::string{"900"});
    QVERIFY(grantedWithin(1'000'000, "saikobi_budget_read") <= 86);
    setClock(m_now + 50'000'000);
    ask("saikobi_budget_read", "retrieve");
    QCOMPARE(call({"HGET", key, "share"}), std::string{"950"}); // a hundredth each ten seconds
    setClock(m_now + 3'600'000'000);
    ask("saikobi_budget_read", "retrieve");
    QCOMPARE(call({"HGET", key, "share"}), std::string{"1000"});
}

void TestBudgetFunction::threeRefusalsWithinASecondHalveIt()
{
    settle(100, 100);
    setClock(m_now + 2'000'000);
    for (int i = 0; i < 10; ++i) // however many calls were on their way
        ask("saikobi_budget_refused", "");
    QCOMPARE(call({"HGET", key, "share"}), std::string{"450"});
    setClock(m_now + 1'000'000);
    for (int second = 0; second < 30; ++second) {
        ask("saikobi_budget_refused", "");
        setClock(m_now + 1'000'000);
    }
    QCOMPARE(call({"HGET", key, "share"}), std::string{"50"}); // and never nothing
}

void TestBudgetFunction::refusalClosesTheOrderLaneAndNothingElse()
{
    settle(25, 25);
    setClock(m_now + 2'000'000);
    ask("saikobi_budget_refused", "");
    QCOMPARE(ask("saikobi_budget_book", "create").waitUs, 1'000'000);
    QVERIFY(ask("saikobi_budget_finish", "capture").isYes());
    setClock(m_now + 1'000'000);
    QVERIFY(ask("saikobi_budget_book", "create").isYes());
}

void TestBudgetFunction::parallelPlacesAreLeasedAndFreed()
{
    settle(1000, 1000, 8);
    setClock(m_now + 2'000'000);
    const auto next = [this](const char* function, int id) {
        setClock(m_now + 10'000);
        return ask(function, "create", "call-" + std::to_string(id));
    };
    for (int i = 0; i < 6; ++i)
        QVERIFY(next("saikobi_budget_read", i).isYes());
    QCOMPARE(next("saikobi_budget_read", 6).word, std::string{"wait"}); // two are for finishing
    QCOMPARE(next("saikobi_budget_book", 6).word, std::string{"wait"});
    QVERIFY(next("saikobi_budget_finish", 7).isYes());
    QVERIFY(next("saikobi_budget_finish", 8).isYes());
    QCOMPARE(next("saikobi_budget_finish", 9).word, std::string{"wait"});
    call({"FCALL", "saikobi_budget_free", "1", flightKey, "call-0"});
    QVERIFY(next("saikobi_budget_finish", 9).isYes());
}

void TestBudgetFunction::leasesLapseByThemselves()
{
    settle(1000, 1000, 1);
    setClock(m_now + 2'000'000);
    QVERIFY(ask("saikobi_budget_finish", "capture", "of one that died").isYes());
    setClock(m_now + 11'000'000);
    QCOMPARE(ask("saikobi_budget_finish", "capture", "next").word, std::string{"wait"});
    setClock(m_now + 1'000'000);
    QVERIFY(ask("saikobi_budget_finish", "capture", "next").isYes());
    setClock(m_now - 3'600'000'000); // a clock that stepped back keeps it no longer than that
    for (int i = 0; i < 2; ++i) { // the clocks of calls are put right first
        ask("saikobi_budget_finish", "capture", "third");
        setClock(m_now + 1'000'000);
    }
    setClock(m_now + 12'000'000);
    QVERIFY(ask("saikobi_budget_finish", "capture", "third").isYes());
}

void TestBudgetFunction::senselessSettingsAreRefused()
{
    QVERIFY(call({"FCALL", "saikobi_budget_settings", "1", key, "0", "1", "1", "0", "0"})
                    .starts_with("error: INVALID gap"));
    QVERIFY(call({"FCALL", "saikobi_budget_settings", "1", key, "1", "1"}).starts_with("error:"));
    QCOMPARE(ask("saikobi_budget", "create").word, std::string{"lost"});
}

void TestBudgetFunction::libraryOfTheProgramAnswersTheBackendUser()
{
    call({"FUNCTION", "FLUSH"});
    auto opened = RedisConnection::open(m_stores->backendRedis());
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
    m_redis = std::move(opened).value();
    QCOMPARE(ask("saikobi_budget", "create").word, std::string{"lost"});
    settle(25, 25);
    const auto silent = ask("saikobi_budget", "create");
    QCOMPARE(silent.word, std::string{"wait"});
    QVERIFY(silent.waitUs <= 1'000'000);
    bool isGranted = false; // a second question after the yes would be refused
    QTRY_VERIFY(isGranted || (isGranted = ask("saikobi_budget", "create").isYes()));
}

QTEST_GUILESS_MAIN(TestBudgetFunction)
#include "test_budget_function.moc"
