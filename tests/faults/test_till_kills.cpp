#include <QTest>

#include <algorithm>
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

private:
    void sellAndKill(int kills, unsigned seed);
};

namespace {

constexpr int fewKills = 3;
/// More in one sale, and most of them would die right after their start: whoever starts an instance
/// again waits longer each time. Each sale is judged by itself.
constexpr int killsOfOneSale = 20;

int killsWanted()
{
    const auto wanted = qEnvironmentVariableIntValue("SAIKOBI_KILLS");
    return wanted > 0 ? wanted : fewKills;
}

} // namespace

void TestTillKills::sellAndKill(int kills, unsigned seed)
{
    std::mt19937 random(seed);
    tests::TillScene scene;
    tests::TillScene::Words words;
    words.instances = 4;
    QVERIFY2(scene.start(words), qPrintable(scene.complaint()));
    // So many buyers that some are under way at every moment of all those deaths.
    const auto seconds = QString::number(8 + kills * 2);
    QVERIFY(scene.sendCrowd({"--arrivals", "20/s", "--for", seconds + "s", "--seed",
            QString::number(seed), "--think", "500ms"}));
    qint64 underWay = 0;
    for (int done = 0; done < kills;) {
        const auto made = scene.ordersMade();
        const auto after = made + 1 + static_cast<int>(random() % 40);
        QTRY_VERIFY_WITH_TIMEOUT(scene.ordersMade() >= after, 60000);
        const auto alive = scene.instances();
        if (alive.isEmpty())
            continue;
        underWay += scene.unfinished();
        ::kill(static_cast<pid_t>(alive.at(static_cast<qsizetype>(random()) % alive.size())),
                SIGKILL);
        ++done;
    }
    QCOMPARE(scene.crowdComplaint(600000), QString{});
    qInfo("seed %u: %d kills, %lld orders under way at each", seed, kills,
            static_cast<long long>(underWay / kills));
    QVERIFY(underWay > 0);
    QVERIFY(scene.orders("paid") > 10 * kills);
    QCOMPARE(scene.verdict(), QString{});
}

void TestTillKills::killedAtRandomMoments()
{
    auto seed = qEnvironmentVariableIsSet("SAIKOBI_SEED")
            ? static_cast<unsigned>(qEnvironmentVariableIntValue("SAIKOBI_SEED"))
            : std::random_device{}() % 100000;
    for (int left = killsWanted(); left > 0; left -= killsOfOneSale) {
        sellAndKill(std::min(left, killsOfOneSale), seed++);
        if (QTest::currentTestFailed())
            return;
    }
}

QTEST_GUILESS_MAIN(TestTillKills)
#include "test_till_kills.moc"
