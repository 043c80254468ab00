#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include "tests/faults/waiting_people.h"

using namespace saikobi;
using contract::CommandKind;

/// Redis is killed and comes back empty, is emptied, is killed and comes back with its data, and an
/// instance is killed, all while people wait at three instances and others join (I6, I7, I11): no
/// number twice, nobody before somebody who was answered earlier, nobody moved back, and the line
/// held and explained until it is safe. SAIKOBI_WAITING=20000 is the full size.
class TestLineLoss : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void redisDiesAndComesBackEmpty();
    void redisIsEmptied();
    void redisDiesAndComesBackWhole();
    void anInstanceDies();
    void everybodyIsCalledInTheEnd();

private:
    bool isLost(std::size_t instance);
    bool isHeldByStaff();
    QString phase();
    void isHeldAndExplained();
    void recoversAndWaitsForStaff();
    void release(const char* rate);
    void nobodyLostAnything();
    void joinsGoOn();

    std::unique_ptr<tests::Installation> m_installation{};
    std::unique_ptr<tests::WaitingPeople> m_people{};
    std::string m_early{}; ///< the ticket of somebody who waits through all of it
};

namespace {

constexpr std::size_t shortCrowd = 2400;

QStringList causesOf(const QJsonObject& status)
{
    QStringList causes;
    for (const auto& cause : status["causes"].toArray())
        causes.append(cause.toString());
    return causes;
}

std::size_t crowdSize()
{
    const auto wanted = qEnvironmentVariableIntValue("SAIKOBI_WAITING");
    return wanted > 0 ? static_cast<std::size_t>(wanted) : shortCrowd;
}

} // namespace

void TestLineLoss::initTestCase()
{
    tests::SaleWords words;
    words.rate = 1; // they wait
    words.more = "order = \"fifo\"\n";
    m_installation = tests::Installation::start({words});
    QVERIFY2(m_installation, tests::Installation::whyNot().c_str());
    QTRY_COMPARE_WITH_TIMEOUT(phase(), QString{"open"}, 10000);
    m_people = std::make_unique<tests::WaitingPeople>(*m_installation, "demo");
    QElapsedTimer since;
    since.start();
    m_people->gather(crowdSize());
    qInfo("%zu people joined in %lld ms", m_people->size(), since.elapsed());
    tests::WebClient door(m_installation->port(0));
    const auto joined = door.post("/sales/demo/tickets");
    QCOMPARE(joined.status, 201);
    m_early = joined.json()["ticket"].toString().toStdString();
    QCOMPARE(QString::fromStdString(m_people->askPlaces()), QString{});
    m_people->keepJoining();
}

QString TestLineLoss::phase()
{
    return m_installation->status("demo")["phase"].toString();
}

bool TestLineLoss::isLost(std::size_t instance)
{
    const auto status = m_installation->status("demo", instance);
    return status["phase"].toString() == "held" && causesOf(status).contains("redis");
}

bool TestLineLoss::isHeldByStaff()
{
    for (std::size_t i = 0; i < m_installation->instances(); ++i) {
        const auto status = m_installation->status("demo", i);
        if (status["phase"].toString() != "held" || causesOf(status) != QStringList{"operator"})
            return false;
    }
    return true;
}

/// Within two seconds every instance says so; the page says that numbers are safe; places are told.
void TestLineLoss::isHeldAndExplained()
{
    QElapsedTimer since;
    since.start();
    for (std::size_t i = 0; i < m_installation->instances(); ++i)
        QTRY_VERIFY_WITH_TIMEOUT(isLost(i), 15000);
    qInfo("held everywhere after %lld ms", since.elapsed());
    QVERIFY2(since.elapsed() <= 2500, qPrintable(QString::number(since.elapsed())));
    tests::WebClient door(m_installation->port(1));
    for (const auto& [language, words] :
            {std::pair{"en", "Your number is safe"}, std::pair{"ja", "番号は失われません"}}) {
        const auto page = door.get("/sales/demo",
                {{"Accept", "text/html"}, {"Accept-Language", language},
                        {"Cookie", "saikobi_t_demo=" + m_early}});
        QCOMPARE(page.status, 200);
        QVERIFY2(page.body.find(words) != std::string::npos, page.body.c_str());
    }
    const auto claim = door.post("/sales/demo/passes", {}, tests::bearer(m_early));
    QVERIFY2(claim.status == 202 || claim.status == 503, claim.body.c_str());
    QCOMPARE(QString::fromStdString(m_people->askPlaces()), QString{});
}

void TestLineLoss::joinsGoOn()
{
    const auto before = m_people->size();
    QTRY_VERIFY_WITH_TIMEOUT(m_people->size() > before + 30, 10000);
}

void TestLineLoss::recoversAndWaitsForStaff()
{
    QElapsedTimer since;
    since.start();
    QTRY_VERIFY_WITH_TIMEOUT(isHeldByStaff(), 10000);
    qInfo("ready, and held for staff, after %lld ms", since.elapsed());
    joinsGoOn();
    nobodyLostAnything();
    QVERIFY(isHeldByStaff()); // and stays so until staff release
}

void TestLineLoss::release(const char* rate)
{
    m_installation->command("demo", CommandKind::Release, {{"rate", rate}});
    QTRY_COMPARE_WITH_TIMEOUT(phase(), QString{"open"}, 15000);
}

void TestLineLoss::nobodyLostAnything()
{
    QCOMPARE(QString::fromStdString(m_people->askPlaces()), QString{});
    const auto verdict = m_people->checkHistory();
    qInfo("%lld joins, %lld asked again", static_cast<long long>(verdict.joins),
            static_cast<long long>(m_people->repeated()));
    QVERIFY2(verdict.isGood(), verdict.example.c_str());
}

void TestLineLoss::redisDiesAndComesBackEmpty()
{
    QVERIFY(m_installation->stores().redis().stopAndForget());
    isHeldAndExplained();
    QVERIFY(m_installation->stores().redis().startAgain());
    recoversAndWaitsForStaff();
    release("1");
}

void TestLineLoss::redisIsEmptied()
{
    const auto epoch = QStringLiteral("select epoch from saikobi.queue_mark");
    const auto before = m_installation->stores().numberOf(epoch.toStdString());
    m_installation->stores().redisCall({"FLUSHALL"});
    recoversAndWaitsForStaff();
    QCOMPARE(m_installation->stores().numberOf(epoch.toStdString()), before + 1);
    release("1");
}

void TestLineLoss::redisDiesAndComesBackWhole()
{
    auto& redis = m_installation->stores().redis();
    QVERIFY(redis.stop(rehearsal::Ending::Kill));
    isHeldAndExplained();
    QVERIFY(redis.startAgain());
    QElapsedTimer since;
    since.start();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), QString{"open"}, 10000); // by itself
    qInfo("open again after %lld ms", since.elapsed());
    QVERIFY(since.elapsed() >= 2500);
    joinsGoOn();
    nobodyLostAnything();
}

void TestLineLoss::anInstanceDies()
{
    m_installation->killInstance(1);
    joinsGoOn();
    QVERIFY(m_installation->startInstance(1));
    joinsGoOn();
    QCOMPARE(phase(), QString{"open"});
    nobodyLostAnything();
}

void TestLineLoss::everybodyIsCalledInTheEnd()
{
    m_people->stop();
    nobodyLostAnything();
    m_installation->command("demo", CommandKind::SetRate, {{"rate", "100000"}, {"override", "1"}});
    const auto last = m_people->highestNumber();
    const auto serving = [this] { return m_installation->status("demo")["serving"].toInteger(); };
    QTRY_VERIFY_WITH_TIMEOUT(serving() >= last, 60000);
    // Every instance says the same within a second.
    QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(m_people->allCalled()), QString{}, 10000);
    tests::WebClient door(m_installation->port(2));
    QTRY_VERIFY_WITH_TIMEOUT(
            door.post("/sales/demo/passes", {}, tests::bearer(m_early)).status / 100 == 2, 15000);
}

QTEST_GUILESS_MAIN(TestLineLoss)
#include "test_line_loss.moc"
