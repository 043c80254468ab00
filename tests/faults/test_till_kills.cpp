#include <QTest>

#include <csignal>
#include <random>

#include "tests/faults/till_scene.h"

using namespace saikobi;

/// Fault 1 under load (I1-I4, I7): instances are killed at random moments, and others, or they
/// themselves in their next life, finish what was under way. SAIKOBI_KILLS=200 is the full size.
class TestTillKills : public QObject {
    Q_OBJECT

private slots:
    void killedAtRandomMoments();
};

namespace {

constexpr int fewKills = 3;

int killsWanted()
{
    const auto wanted = qEnvironmentVariableIntValue("SAIKOBI_KILLS");
    return wanted > 0 ? wanted : fewKills;
}

} // namespace

void TestTillKills::killedAtRandomMoments()
{
    const auto kills = killsWanted();
    const auto seed = qEnvironmentVariableIsSet("SAIKOBI_SEED")
            ? static_cast<unsigned>(qEnvironmentVariableIntValue("SAIKOBI_SEED"))
            : std::random_device{}() % 100000;
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    tests::TillScene scene;
    QVERIFY2(scene.start(), qPrintable(scene.complaint()));
    // So many buyers that some are under way at every moment of all those deaths.
    const auto seconds = QString::number(8 + kills * 4);
    QVERIFY(scene.sendCrowd({"--arrivals", "15/s", "--for", seconds + "s", "--seed",
            QString::number(seed), "--think", "500ms"}));
    for (int done = 0; done < kills;) {
        const auto made = scene.ordersMade();
        const auto after = made + 1 + static_cast<int>(random() % 40);
        QTRY_VERIFY_WITH_TIMEOUT(scene.ordersMade() >= after, 60000);
        const auto alive = scene.instances();
        if (alive.isEmpty())
            continue;
        ::kill(static_cast<pid_t>(alive.at(static_cast<qsizetype>(random()) % alive.size())),
                SIGKILL);
        ++done;
    }
    QCOMPARE(scene.crowdComplaint(600000), QString{});
    QVERIFY(scene.orders("paid") > 10 * kills);
    QCOMPARE(scene.verdict(), QString{});
}

QTEST_GUILESS_MAIN(TestTillKills)
#include "test_till_kills.moc"
