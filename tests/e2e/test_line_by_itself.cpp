#include <QJsonObject>
#include <QTest>

#include <atomic>
#include <thread>

#include "tests/e2e/installation.h"

using namespace saikobi;
using tests::WebClient;

/// Nobody switches the waiting room on or off: below the rate people come in with their join and no
/// page shows a queue; above it the queue is there; once the crowd has gone it vanishes.
class TestLineByItself : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void belowTheRateNobodySeesAQueue();
    void aCrowdMakesAQueue();
    void itVanishesWhenTheCrowdHasGone();

private:
    QJsonObject status() { return m_installation->status("demo"); }
    qint64 waiting();
    bool hasPassed(qint64 ms, qint64 since);
    /// The page that somebody without scripts sees after pressing the button.
    QString pageAfterJoining();

    std::unique_ptr<tests::Installation> m_installation{};
    int m_visitors = 0;
};

namespace {

constexpr int rate = 600; ///< a minute: ten a second, a burst of thirty
const QString inTheShop = QStringLiteral("<form id=\"shop\""); ///< only the shop's page has it

} // namespace

void TestLineByItself::initTestCase()
{
    tests::SaleWords words;
    words.rate = rate;
    words.more = "order = \"fifo\"\n";
    m_installation = tests::Installation::start({words}, 2);
    QVERIFY2(m_installation, tests::Installation::whyNot().c_str());
    QTRY_COMPARE_WITH_TIMEOUT(status()["phase"].toString(), QString{"open"}, 10000);
}

qint64 TestLineByItself::waiting()
{
    const auto line = status();
    return line["issued"].toInteger() - line["serving"].toInteger();
}

/// By the line's own clock, so that a slow machine changes nothing.
bool TestLineByItself::hasPassed(qint64 ms, qint64 since)
{
    return status()["t"].toInteger() >= since + ms;
}

QString TestLineByItself::pageAfterJoining()
{
    WebClient door(m_installation->port(1));
    const auto joined = door.post("/sales/demo/tickets",
            "visitor=0123456789abcdef0123456789abcde" + std::to_string(++m_visitors),
            {{"Accept", "text/html"}, {"Content-Type", "application/x-www-form-urlencoded"},
                    {"Origin", "http://127.0.0.1"}});
    std::string cookies;
    for (const auto* name : {"saikobi_t_demo", "saikobi_p_demo"})
        if (const auto value = joined.cookie(name); !value.empty())
            cookies += (cookies.empty() ? "" : "; ") + std::string{name} + "=" + value;
    const auto page = door.get("/sales/demo",
            {{"Accept", "text/html"}, {"Accept-Language", "en"}, {"Cookie", cookies}});
    if (joined.status / 100 > 3 || page.status != 200)
        qWarning("%d %s, %d", joined.status, joined.body.c_str(), page.status);
    return QString::fromStdString(page.body);
}

void TestLineByItself::belowTheRateNobodySeesAQueue()
{
    WebClient door(m_installation->port(0));
    for (int person = 0; person < 20; ++person) {
        const auto since = status()["t"].toInteger();
        QTRY_VERIFY_WITH_TIMEOUT(hasPassed(250, since), 15000);
        const auto joined = door.post("/sales/demo/tickets");
        QCOMPARE(joined.status, 201);
        QVERIFY2(joined.json().contains("pass"), joined.body.c_str());
    }
    const auto page = pageAfterJoining();
    QVERIFY2(page.contains(inTheShop), qPrintable(page));
    QCOMPARE(waiting(), 0);
}

void TestLineByItself::aCrowdMakesAQueue()
{
    std::atomic<int> atOnce{0};
    std::vector<std::thread> crowd;
    for (std::size_t i = 0; i < 4; ++i)
        crowd.emplace_back([this, i, &atOnce] {
            WebClient door(m_installation->port(i % 2));
            for (int person = 0; person < 60; ++person)
                atOnce += door.post("/sales/demo/tickets").json().contains("pass") ? 1 : 0;
        });
    for (auto& part : crowd)
        part.join();
    QVERIFY2(atOnce < 200, qPrintable(QString::number(atOnce)));
    QTRY_VERIFY(waiting() > 100);
    const auto page = pageAfterJoining();
    QVERIFY2(!page.contains(inTheShop), qPrintable(page));
}

/// Nobody of the crowd comes when called: they are called all the same, and then there is no queue.
void TestLineByItself::itVanishesWhenTheCrowdHasGone()
{
    QTRY_COMPARE_WITH_TIMEOUT(waiting(), 0, 60000);
    WebClient door(m_installation->port(0));
    QTRY_VERIFY_WITH_TIMEOUT(door.post("/sales/demo/tickets").json().contains("pass"), 20000);
    const auto page = pageAfterJoining();
    QVERIFY2(page.contains(inTheShop), qPrintable(page));
}

QTEST_GUILESS_MAIN(TestLineByItself)
#include "test_line_by_itself.moc"
