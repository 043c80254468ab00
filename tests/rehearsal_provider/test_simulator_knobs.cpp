#include <QTest>

#include <random>

#include "backend/rehearsal/provider/simulator_chance.h"
#include "backend/rehearsal/provider/simulator_limits.h"
#include "backend/rehearsal/provider/simulator_settings.h"

using namespace saikobi::rehearsal;

class TestSimulatorKnobs : public QObject {
    Q_OBJECT

private slots:
    void limitsHoldInEverySlidingSecond();
    void fixedWindowLetsTwiceAsMuchThroughAtItsEdge();
    void bucketLetsABurstThroughAndThenItsRate();
    void callsAtOnceAreLimited();
    void changesOfOnePaymentAreLimited();
    void chanceRepeatsBySeedAndNumber();
    void latencyHasTheMiddleAndTailItWasGiven();
    void allKnobsAreReadAndShown();
    void settingsChangeOnlyWhatIsNamed();
    void senselessSettingsAreRefused_data();
    void senselessSettingsAreRefused();
};

void TestSimulatorKnobs::limitsHoldInEverySlidingSecond()
{
    CallLimits limits;
    SimulatorSettings agreed;
    agreed.callsPerSecondEndpoint = 20;
    std::mt19937 chance{3};
    std::vector<std::int64_t> admitted;
    std::int64_t now = 0;
    for (int i = 0; i < 5000; ++i) {
        now += chance() % 30'000;
        if (limits.admit(now, i % 2 ? "create" : "capture", agreed).empty())
            admitted.push_back(now);
    }
    for (std::size_t i = 25; i < admitted.size(); ++i)
        QVERIFY(admitted[i] - admitted[i - 25] >= 1'000'000);
    QVERIFY(limits.refusals().at("global-rate") > 0);
    QVERIFY(limits.fullest().at("") > 25); // what arrived, not what was let in
    CallLimits none;
    agreed.callsPerSecond = agreed.callsPerSecondEndpoint = 0;
    for (int i = 0; i < 100; ++i)
        QVERIFY(none.admit(0, "create", agreed).empty());
}

namespace {

SimulatorSettings agreedOn(RateLimit global)
{
    SimulatorSettings out;
    out.callsPerSecond = global;
    out.callsPerSecondEndpoint = 0;
    return out;
}

int admitted(CallLimits& limits, std::int64_t nowUs, int tries, const SimulatorSettings& agreed)
{
    int out = 0;
    for (int i = 0; i < tries; ++i)
        out += limits.admit(nowUs, "create", agreed).empty() ? 1 : 0;
    return out;
}

} // namespace

void TestSimulatorKnobs::fixedWindowLetsTwiceAsMuchThroughAtItsEdge()
{
    RateLimit fixed{10};
    fixed.kind = RateLimit::Kind::Fixed;
    const auto agreed = agreedOn(fixed);
    CallLimits limits;
    QCOMPARE(admitted(limits, 999'000, 30, agreed), 10);
    QCOMPARE(admitted(limits, 1'001'000, 30, agreed), 10);
    QCOMPARE(admitted(limits, 1'999'000, 30, agreed), 0);
}

void TestSimulatorKnobs::bucketLetsABurstThroughAndThenItsRate()
{
    RateLimit bucket{5};
    bucket.kind = RateLimit::Kind::Bucket;
    bucket.rate = 20;
    const auto agreed = agreedOn(bucket);
    CallLimits limits;
    QCOMPARE(admitted(limits, 1'000'000, 30, agreed), 5);
    QCOMPARE(admitted(limits, 1'100'000, 30, agreed), 2);
    QCOMPARE(admitted(limits, 9'000'000, 30, agreed), 5);
}

void TestSimulatorKnobs::callsAtOnceAreLimited()
{
    auto agreed = agreedOn(0);
    agreed.parallel = 3;
    CallLimits limits;
    QCOMPARE(admitted(limits, 0, 10, agreed), 3);
    QCOMPARE(limits.admit(0, "capture", agreed), std::string{"global-concurrency"});
    limits.leave("create");
    QVERIFY(limits.admit(0, "capture", agreed).empty());
    agreed.parallel = 0;
    agreed.parallelEndpoint = 1;
    QCOMPARE(limits.admit(0, "capture", agreed), std::string{"endpoint-concurrency"});
    QCOMPARE(limits.mostAtOnce().at(""), std::size_t{3});
}

void TestSimulatorKnobs::changesOfOnePaymentAreLimited()
{
    CallLimits limits;
    for (int i = 0; i < 3; ++i)
        QVERIFY(limits.update(0, "pi_1", 3).empty());
    QCOMPARE(limits.update(0, "pi_1", 3), std::string{"resource-specific"});
    QVERIFY(limits.update(0, "pi_2", 3).empty());
    QVERIFY(limits.update(3'600'000'000, "pi_1", 3).empty());
}

void TestSimulatorKnobs::chanceRepeatsBySeedAndNumber()
{
    for (std::uint64_t number = 0; number < 50; ++number) {
        Chance one{7, number};
        Chance same{7, number};
        QCOMPARE(one.bits(), same.bits());
        Chance other{8, number};
        QVERIFY(one.bits() != other.bits());
    }
    double sum = 0;
    for (std::uint64_t number = 0; number < 20'000; ++number)
        sum += Chance{1, number}.share();
    QVERIFY(sum > 9'850 && sum < 10'150); // first draws of neighbours are no less even
    std::map<std::string, int> counts;
    for (std::uint64_t number = 0; number < 20'000; ++number)
        ++counts[Chance{1, number}.choice({{"a", 0.25}, {"b", 0.5}}, "c")];
    QVERIFY(counts["a"] > 4'700 && counts["a"] < 5'300);
    QVERIFY(counts["c"] > 4'700 && counts["c"] < 5'300);
}

void TestSimulatorKnobs::latencyHasTheMiddleAndTailItWasGiven()
{
    const Latency latency{0, 0, 1500, 4000};
    int belowMiddle = 0;
    int aboveTail = 0;
    for (std::uint64_t number = 0; number < 20'000; ++number) {
        const auto ms = Chance{3, number}.milliseconds(latency);
        belowMiddle += ms < 1500 ? 1 : 0;
        aboveTail += ms > 4000 ? 1 : 0;
    }
    QVERIFY(belowMiddle > 9'700 && belowMiddle < 10'300);
    QVERIFY(aboveTail > 140 && aboveTail < 260);
}

void TestSimulatorKnobs::allKnobsAreReadAndShown()
{
    const std::string all
            = "{\"seed\":9,\"latency_ms\":{\"card\":{\"p50\":1500,\"p99\":4000},"
              "\"finish\":[200,400],\"paypal\":[3000,4000],\"read\":[20,50],"
              "\"wallet\":[190,210]},"
              "\"latency_steps\":[{\"after_s\":60,\"latency_ms\":{\"card\":[20000,20000]}}],"
              "\"limits\":{\"global\":{\"bucket\":10,\"rate\":25},"
              "\"endpoint\":{\"fixed\":25,\"ms\":1000},"
              "\"endpoints\":{\"capture\":{\"sliding\":5,\"ms\":2000}},"
              "\"parallel\":50,\"endpoint_parallel\":20,\"updates_per_payment\":7},"
              "\"faults\":{\"after_effect\":0.5,\"before_effect\":0.25,\"unavailable\":0.125,"
              "\"in_use\":0.5,\"lock_timeout\":1,\"only\":[\"capture\"],\"times\":3},"
              "\"transport\":{\"lost_before\":0.5,\"lost_after\":0.25,\"reset_body\":0.125,"
              "\"hang\":1,\"hang_ms\":500,\"only\":[\"create\"],\"times\":-1},"
              "\"outcomes\":{\"declines\":{\"expired_card\":0.5},\"asks\":0.5,\"plays\":true,"
              "\"after_ms\":[1,2],\"late_ms\":3000,\"threeds\":{\"refused\":0.5},"
              "\"page\":{\"twice\":0.25}},"
              "\"webhooks\":{\"target\":\"http://shop\",\"secrets\":0,\"delay_ms\":[0,1],"
              "\"duplicates\":1,\"drop\":0.5,\"wrong_signature\":0.5,\"old_signature\":0.25,"
              "\"reorder_ms\":1000,\"paused\":true,\"types\":[\"charge.\"]},"
              "\"world\":{\"down\":true,\"down_as\":\"silence\",\"down_for_ms\":500,"
              "\"clock_skew_ms\":-3600000,\"crash_at\":\"after_effect:3\"}}";
    const auto read = changed({}, all);
    QVERIFY2(read, read ? "" : read.error().detail.c_str());
    QCOMPARE(QString::fromStdString(toJson(read.value())), QString::fromStdString(all));
}

void TestSimulatorKnobs::settingsChangeOnlyWhatIsNamed()
{
    const auto next = changed({},
            "{\"limits\":{\"global\":40},\"latency_ms\":{\"card\":[1,2]},"
            "\"world\":{\"down\":true}}");
    QVERIFY(next);
    QCOMPARE(next.value().callsPerSecond.calls, 40.0);
    QCOMPARE(next.value().callsPerSecondEndpoint.calls, 25.0);
    QCOMPARE(next.value().latencyMs.at("card").to, 2.0);
    QCOMPARE(next.value().latencyMs.at("paypal").from, 3000.0);
    QVERIFY(next.value().world.isDown);
    const auto same = changed({}, toJson(next.value()));
    QVERIFY(same);
    QCOMPARE(toJson(same.value()), toJson(next.value()));
}

void TestSimulatorKnobs::senselessSettingsAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("no JSON") << QByteArray{"limits=3"};
    QTest::addRow("negative limit") << QByteArray{"{\"limits\":{\"global\":-1}}"};
    QTest::addRow("a share above one") << QByteArray{"{\"transport\":{\"hang\":1.5}}"};
    QTest::addRow("latency the wrong way round") << QByteArray{"{\"latency_ms\":{\"card\":[5,1]}}"};
    QTest::addRow("latency without end") << QByteArray{"{\"latency_ms\":{\"card\":[5]}}"};
    QTest::addRow("down as text") << QByteArray{"{\"world\":{\"down\":\"yes\"}}"};
    QTest::addRow("a mistyped fault") << QByteArray{"{\"transport\":{\"lost_afer\":1}}"};
    QTest::addRow("a mistyped operation") << QByteArray{"{\"faults\":{\"only\":[\"captures\"]}}"};
    QTest::addRow("a group nobody has") << QByteArray{"{\"weather\":{}}"};
    QTest::addRow("shares of more than all")
            << QByteArray{"{\"outcomes\":{\"page\":{\"paid\":0.7,\"twice\":0.7}}}"};
    QTest::addRow("an end that no page has")
            << QByteArray{"{\"outcomes\":{\"page\":{\"stolen\":0.1}}}"};
    QTest::addRow("a bucket without a rate")
            << QByteArray{"{\"limits\":{\"global\":{\"bucket\":5}}}"};
}

void TestSimulatorKnobs::senselessSettingsAreRefused()
{
    QFETCH(QByteArray, text);
    QVERIFY(!changed({}, text.toStdString()));
}

QTEST_GUILESS_MAIN(TestSimulatorKnobs)
#include "test_simulator_knobs.moc"
