#include <QTest>

#include <boost/asio/ip/tcp.hpp>

#include "tests/rehearsal_provider/simulator_bench.h"

using namespace saikobi;
using tests::found;
using tests::SimulatorBench;

namespace {

constexpr const char* intents = "/v1/payment_intents";

} // namespace

/// Each fault of CHECKOUT.md §5: what the caller sees, and what had become of the payment.
class TestSimulatorFaults : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void transportFaultsDoWhatTheyAreCalled_data();
    void transportFaultsDoWhatTheyAreCalled();
    void answersOfFaultsAreKeptOnlyOnceItBegan_data();
    void answersOfFaultsAreKeptOnlyOnceItBegan();
    void faultsEndAfterTheirTimesAndMeetOnlyTheirOperations();
    void hangingAnswerComesInTheEnd();
    void downIsAnsweredLikeItWasAskedFor();
    void crashHappensAtItsPointAndTurn();
    void restartForgetsAllButTheStateFile();
    void sameSeedMeetsTheSameFate();
    void clockIsTurnedForEverythingItSays();
    void latencyStepsComeLater();

private:
    std::string create(const std::string& key, const std::string& means = "pm_card_visa");
    std::string summary() { return m_bench->send("GET", "/control/summary"); }

    std::unique_ptr<SimulatorBench> m_bench;
};

void TestSimulatorFaults::init()
{
    m_bench = std::make_unique<SimulatorBench>();
    QCOMPARE(m_bench->start(SimulatorBench::quick()), std::string{});
}

void TestSimulatorFaults::cleanup()
{
    m_bench.reset();
}

std::string TestSimulatorFaults::create(const std::string& key, const std::string& means)
{
    return m_bench->post(intents, SimulatorBench::order + means, key);
}

void TestSimulatorFaults::transportFaultsDoWhatTheyAreCalled_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<bool>("isDone");
    QTest::addColumn<bool>("isHalf");
    QTest::addRow("lost before") << "lost_before" << false << false;
    QTest::addRow("lost after") << "lost_after" << true << false;
    QTest::addRow("reset in the body") << "reset_body" << true << true;
}

void TestSimulatorFaults::transportFaultsDoWhatTheyAreCalled()
{
    QFETCH(QString, fault);
    QFETCH(bool, isDone);
    QFETCH(bool, isHalf);
    m_bench->control("{\"transport\":{\"" + fault.toStdString() + "\":1,\"times\":1}}");
    const auto broken = create("k-1");
    QCOMPARE(!broken.empty(), isHalf);
    QVERIFY(!broken.ends_with("}"));
    QVERIFY(m_bench->send("GET", "/control/ledger").find("\"fault\":\"" + fault.toStdString())
            != std::string::npos);
    QCOMPARE(summary().find("\"requires_capture\":1") != std::string::npos, isDone);
    const auto again = create("k-1");
    QVERIFY(again.starts_with("HTTP/1.1 200") && again.ends_with("}"));
    QCOMPARE(again.find("Idempotent-Replayed") != std::string::npos, isDone);
    QVERIFY(summary().find("\"requires_capture\":1") != std::string::npos);
}

void TestSimulatorFaults::answersOfFaultsAreKeptOnlyOnceItBegan_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("isDone");
    QTest::addColumn<bool>("isKept");
    QTest::addRow("a 500 after it was done") << "after_effect"
                                             << "500" << true << true;
    QTest::addRow("a 500 before anything") << "before_effect"
                                           << "500" << false << true;
    QTest::addRow("not there for a moment") << "unavailable"
                                            << "503" << false << false;
    QTest::addRow("the key is in use") << "in_use"
                                       << "409" << false << false;
    QTest::addRow("another call holds it") << "lock_timeout"
                                           << "429" << false << false;
}

void TestSimulatorFaults::answersOfFaultsAreKeptOnlyOnceItBegan()
{
    QFETCH(QString, fault);
    QFETCH(QString, status);
    QFETCH(bool, isDone);
    QFETCH(bool, isKept);
    m_bench->control("{\"faults\":{\"" + fault.toStdString() + "\":1,\"times\":1}}");
    const auto head = "HTTP/1.1 " + status.toStdString();
    const auto first = create("k-1");
    QVERIFY(first.starts_with(head));
    QCOMPARE(first.find("Stripe-Rate-Limited-Reason"), std::string::npos);
    QCOMPARE(summary().find("\"requires_capture\":1") != std::string::npos, isDone);
    const auto again = create("k-1");
    QCOMPARE(again.starts_with(head), isKept);
    QCOMPARE(again.find("Idempotent-Replayed: true") != std::string::npos, isKept);
}

void TestSimulatorFaults::faultsEndAfterTheirTimesAndMeetOnlyTheirOperations()
{
    m_bench->control("{\"faults\":{\"unavailable\":1,\"only\":[\"capture\"],\"times\":2}}");
    const auto id = found(create("k-1"), "\"id\":\"(pi_[0-9a-f]+)\"");
    const auto path = intents + ("/" + id) + "/capture";
    QVERIFY(m_bench->post(path, "", "c").starts_with("HTTP/1.1 503"));
    QVERIFY(m_bench->post(path, "", "c").starts_with("HTTP/1.1 503"));
    QVERIFY(m_bench->post(path, "", "c").starts_with("HTTP/1.1 200"));
}

void TestSimulatorFaults::hangingAnswerComesInTheEnd()
{
    m_bench->control("{\"transport\":{\"hang\":1,\"hang_ms\":300,\"times\":1}}");
    const auto began = std::chrono::steady_clock::now();
    QVERIFY(create("k-1").starts_with("HTTP/1.1 200"));
    QVERIFY(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{300});
}

void TestSimulatorFaults::downIsAnsweredLikeItWasAskedFor()
{
    m_bench->control("{\"world\":{\"down\":true}}");
    QVERIFY(create("k-1").starts_with("HTTP/1.1 503"));
    m_bench->control("{\"world\":{\"down_as\":\"reset\"}}");
    QCOMPARE(create("k-1"), std::string{});
    m_bench->control("{\"world\":{\"down_as\":\"silence\"},\"transport\":{\"hang_ms\":200}}");
    const auto began = std::chrono::steady_clock::now();
    create("k-1");
    QVERIFY(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{200});
    m_bench->control("{\"world\":{\"down\":false,\"down_as\":\"503\",\"down_for_ms\":250}}");
    QVERIFY(create("k-1").starts_with("HTTP/1.1 503"));
    QTRY_VERIFY(create("k-1").starts_with("HTTP/1.1 200"));
    QVERIFY(summary().find("\"requires_capture\":1") != std::string::npos);
}

void TestSimulatorFaults::crashHappensAtItsPointAndTurn()
{
    m_bench->control("{\"world\":{\"crash_at\":\"after_effect:2\"}}");
    create("k-1");
    QCOMPARE(m_bench->deaths(), 0);
    create("k-2");
    QCOMPARE(m_bench->deaths(), 1);
    create("k-3");
    QCOMPARE(m_bench->deaths(), 1); // the real one does not get that far
}

void TestSimulatorFaults::restartForgetsAllButTheStateFile()
{
    const auto first = create("k-1");
    const auto id = found(first, "\"id\":\"(pi_[0-9a-f]+)\"");
    m_bench->control("{\"latency_ms\":{\"finish\":[60000,60000]}}");
    boost::asio::ip::tcp::iostream hanging{"127.0.0.1", std::to_string(m_bench->port())};
    hanging.expires_after(std::chrono::seconds{10});
    hanging << SimulatorBench::request("POST", intents + ("/" + id) + "/capture", "",
            SimulatorBench::signedIn() + "Idempotency-Key: c-1\r\n")
            << std::flush;
    QTRY_VERIFY(summary().find("\"capture\":1") != std::string::npos);
    QVERIFY(m_bench->send("POST", "/control/restart").find("\"lives\":2") != std::string::npos);
    m_bench->control("{\"latency_ms\":{\"finish\":[0,0]}}");
    QVERIFY(m_bench->get(intents + ("/" + id)).find("\"requires_capture\"") != std::string::npos);
    QVERIFY(create("k-1").find("Idempotent-Replayed") != std::string::npos);
    QVERIFY(m_bench->post(intents + ("/" + id) + "/capture", "", "c-1")
                    .starts_with("HTTP/1.1 200"));
}

void TestSimulatorFaults::sameSeedMeetsTheSameFate()
{
    const std::string knobs = "{\"seed\":41,\"faults\":{\"unavailable\":0.3,\"in_use\":0.2},"
                              "\"outcomes\":{\"declines\":{\"lost_card\":0.3}},"
                              "\"transport\":{\"lost_after\":0.2}}";
    const auto history = [&](const std::string& prefix) {
        m_bench->control(knobs);
        std::string out;
        for (int i = 0; i < 30; ++i) {
            const auto answer = create(prefix + std::to_string(i));
            out += answer.empty() ? "---" : answer.substr(9, 3);
        }
        return out;
    };
    const auto first = history("a");
    QCOMPARE(history("b"), first);
    for (const char* seen : {"---", "200", "402", "409", "503"})
        QVERIFY2(first.find(seen) != std::string::npos, first.c_str());
}

void TestSimulatorFaults::clockIsTurnedForEverythingItSays()
{
    const auto now = [] {
        return std::chrono::duration_cast<std::chrono::seconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count();
    };
    m_bench->control("{\"world\":{\"clock_skew_ms\":-3600000}}");
    const auto made = create("k-1");
    const auto created = std::stoll(found(made, "\"created\":([0-9]+)"));
    QVERIFY(std::abs(created - (now() - 3600)) < 20);
    const auto id = found(made, "\"id\":\"(pi_[0-9a-f]+)\"");
    const auto week = std::to_string((7 * 24 + 1) * 3'600'000LL);
    m_bench->control("{\"world\":{\"clock_skew_ms\":" + week + "}}");
    // An authorisation lapses after seven days, page or no page.
    QTRY_VERIFY(m_bench->get(intents + ("/" + id)).find("\"automatic\",") != std::string::npos
            && m_bench->get(intents + ("/" + id)).find("\"canceled\"") != std::string::npos);
}

void TestSimulatorFaults::latencyStepsComeLater()
{
    m_bench->control("{\"latency_steps\":[{\"after_s\":0.3,\"latency_ms\":{\"card\":[400,400]}}]}");
    const auto timeOf = [this](const char* key) {
        const auto began = std::chrono::steady_clock::now();
        create(key);
        return std::chrono::steady_clock::now() - began;
    };
    QVERIFY(timeOf("k-1") < std::chrono::milliseconds{300});
    int number = 2;
    QTRY_VERIFY(
            timeOf(("k-" + std::to_string(number++)).c_str()) >= std::chrono::milliseconds{400});
}

QTEST_GUILESS_MAIN(TestSimulatorFaults)
#include "test_simulator_faults.moc"
