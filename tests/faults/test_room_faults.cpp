#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tests/faults/waiting_people.h"

using namespace saikobi;
using contract::CommandKind;
using tests::bearer;
using tests::WebAnswer;
using tests::WebClient;

/// Faults of other waiting rooms that must be absent here, against a whole installation of two
/// instances (WAITING_ROOM.md §7). Others of that list have tests of their own: ghosts and a line
/// that clears itself in test_line_by_itself, several sales in test_several_sales, numbers through
/// losses in test_line_loss.
class TestRoomFaults : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void numbersFollowArrival();
    void anAnswerThatWasLostStrandsNobody();
    void aJoinForNoSaleUsesUpNoNumber();
    void aRepeatedJoinTakesNoSecondPlace();
    void whatStandsInAnAddressIsNoPlace();
    void claimsAtTheSameTimeCountOnce();
    void theCapOnShoppersHolds();
    void theWaitComesFromTheServer();
    void nobodyChoosesTheLifeOfPasses();
    void placesThatRunOutLeaveTheCountRight();
    void aNewRunIsNoOneClickDuringASale();
    void noAnswerOutlivesANewRun();

private:
    WebAnswer join(const char* sale, std::size_t instance, const std::string& body = {});
    WebAnswer claim(const char* sale, std::size_t instance, const std::string& ticket);
    /// Asks no more often than a ticket may, until there is a pass.
    WebAnswer enter(const char* sale, const std::string& ticket);
    qint64 figure(const char* sale, const char* name, std::size_t instance = 0);
    qint64 passes(const char* sale);
    void ownRunIs(const char* sale, qint64 run);

    std::unique_ptr<tests::Installation> m_installation{};
    std::array<std::unique_ptr<WebClient>, 2> m_doors{};
};

namespace {

std::string textOf(const WebAnswer& from, const char* key)
{
    return from.json()[key].toString().toStdString();
}

qint64 numberOf(const WebAnswer& from)
{
    return from.json()["number"].toInteger();
}

std::string visitorCalled(int number)
{
    return "{\"visitor\":\"" + QString::number(number, 16).rightJustified(32, u'0').toStdString()
            + "\"}";
}

} // namespace

void TestRoomFaults::initTestCase()
{
    const auto sale = [](const char* id, int rate, const char* more) {
        tests::SaleWords words;
        words.id = id;
        words.rate = rate;
        words.more = std::string{"order = \"fifo\"\n"} + more;
        return words;
    };
    m_installation = tests::Installation::start(
            {sale("quick", 6000, ""), sale("slow", 1, ""),
                    sale("capped", 6000, "max_shoppers = 5\n"),
                    sale("ghosts", 120, "claim_window = \"5s\"\nlate_window = \"1s\"\n"),
                    sale("again", 600, "")},
            m_doors.size());
    QVERIFY2(m_installation, tests::Installation::whyNot().c_str());
    for (std::size_t i = 0; i < m_doors.size(); ++i) {
        m_doors[i] = std::make_unique<WebClient>(m_installation->port(i));
        for (const auto* id : {"quick", "slow", "capped", "ghosts", "again"})
            QTRY_COMPARE_WITH_TIMEOUT(
                    m_installation->status(id, i)["phase"].toString(), QString{"open"}, 60000);
    }
}

WebAnswer TestRoomFaults::join(const char* sale, std::size_t instance, const std::string& body)
{
    return m_doors[instance]->post("/sales/" + std::string{sale} + "/tickets", body);
}

WebAnswer TestRoomFaults::claim(const char* sale, std::size_t instance, const std::string& ticket)
{
    return m_doors[instance]->post("/sales/" + std::string{sale} + "/passes", {}, bearer(ticket));
}

WebAnswer TestRoomFaults::enter(const char* sale, const std::string& ticket)
{
    WebAnswer last;
    qint64 askedAt = 0;
    const auto isIn = [&] {
        const auto now = QDateTime::currentMSecsSinceEpoch();
        if (now - askedAt >= 250) {
            askedAt = now;
            last = claim(sale, 0, ticket);
        }
        return last.json().contains("pass");
    };
    if (!QTest::qWaitFor(isIn, 10000))
        qWarning("claim: %d %s", last.status, last.body.c_str());
    return last;
}

qint64 TestRoomFaults::figure(const char* sale, const char* name, std::size_t instance)
{
    return m_installation->status(sale, instance)[name].toInteger(-1);
}

qint64 TestRoomFaults::passes(const char* sale)
{
    return m_installation->stores().numberOf(
            "select count(*) from saikobi.pass where sale = '" + std::string{sale} + "'");
}

/// Fault 1. A number is given in the order of arrival, at whatever instance.
void TestRoomFaults::numbersFollowArrival()
{
    tests::WaitingPeople people(*m_installation, "slow");
    people.gather(400);
    const auto verdict = people.checkHistory();
    QVERIFY2(verdict.isGood(), verdict.example.c_str());
    QCOMPARE(verdict.joins, std::int64_t{400});
    QCOMPARE(people.highestNumber(), std::int64_t{400}); // and none is missing
}

/// Fault 2. Numbered, and then the connection is gone: asking again finds the same number.
void TestRoomFaults::anAnswerThatWasLostStrandsNobody()
{
    const auto before = numberOf(join("slow", 0));
    for (int person = 1; person <= 5; ++person)
        m_doors[0]->postAndLeave("/sales/slow/tickets", visitorCalled(0xA000 + person));
    QTRY_COMPARE_WITH_TIMEOUT(figure("slow", "issued"), before + 5, 15000);
    std::set<qint64> numbers;
    for (int person = 1; person <= 5; ++person) {
        const auto again = join("slow", 1, visitorCalled(0xA000 + person));
        QCOMPARE(again.status, 200);
        numbers.insert(numberOf(again));
    }
    QCOMPARE(numbers.size(), std::size_t{5});
    QCOMPARE(*numbers.begin(), before + 1);
    QCOMPARE(*numbers.rbegin(), before + 5);
    QCOMPARE(numberOf(join("slow", 0)), before + 6);
}

/// Fault 3.
void TestRoomFaults::aJoinForNoSaleUsesUpNoNumber()
{
    const auto next = numberOf(join("slow", 0)) + 1;
    QCOMPARE(join("nothing", 0).status, 404);
    QCOMPARE(join("Slow", 1).status, 404);
    QCOMPARE(join("slow", 0, "{\"visitor\":\"not hexadecimal\"}").status, 400);
    QCOMPARE(join("slow", 1, "{\"visitor\":").status, 400);
    QCOMPARE(numberOf(join("slow", 1)), next);
}

/// Fault 4. By the visitor's id, by the ticket in a cookie, by the ticket as a header.
void TestRoomFaults::aRepeatedJoinTakesNoSecondPlace()
{
    const auto first = join("slow", 0, visitorCalled(0xB001));
    const auto ticket = textOf(first, "ticket");
    const auto again = join("slow", 1, visitorCalled(0xB001));
    QCOMPARE(numberOf(again), numberOf(first));
    for (const auto& held :
            {bearer(ticket), WebClient::Headers{{"Cookie", "saikobi_t_slow=" + ticket}}}) {
        const auto answer = m_doors[1]->post("/sales/slow/tickets", {}, held);
        QCOMPARE(answer.status, 200);
        QCOMPARE(textOf(answer, "ticket"), ticket);
    }
    QCOMPARE(numberOf(join("slow", 0)), numberOf(first) + 1);
}

/// Fault 5. Number, request id and even the ticket are nothing when they stand in an address.
void TestRoomFaults::whatStandsInAnAddressIsNoPlace()
{
    const auto joined = join("quick", 0);
    const auto ticket = textOf(joined, "ticket");
    const auto pass = textOf(enter("quick", ticket), "pass");
    const auto payload = QByteArray::fromBase64(
            QByteArray::fromStdString(pass).split('.').value(1), QByteArray::Base64UrlEncoding);
    const auto claims = WebAnswer{200, {}, payload.toStdString()}.json();
    const auto id = claims["sub"].toString().toStdString();
    QCOMPARE(id.size(), std::size_t{36});
    QCOMPARE(m_doors[0]->get("/sales/quick/tickets/me?ticket=" + ticket).status, 401);
    for (const auto& known :
            {"request_id=" + id, "ticket=" + ticket, "number=" + std::to_string(numberOf(joined))})
        QCOMPARE(m_doors[1]->post("/sales/quick/passes?" + known).status, 401);
    for (const auto& known : {id, std::to_string(numberOf(joined))})
        QCOMPARE(claim("quick", 1, known).status, 401);
}

/// Fault 6.
void TestRoomFaults::claimsAtTheSameTimeCountOnce()
{
    // Until joins bring no pass any more.
    QTRY_VERIFY_WITH_TIMEOUT(!join("again", 0).json().contains("pass"), 20000);
    const auto joined = join("again", 0);
    const auto ticket = textOf(joined, "ticket");
    std::set<std::string> given;
    std::mutex mutex;
    std::vector<std::thread> crowd;
    std::atomic<bool> isOver{false};
    for (std::size_t i = 0; i < 8; ++i)
        crowd.emplace_back([&, i] {
            WebClient door(m_installation->port(i % 2));
            while (!isOver) {
                const auto answer = door.post("/sales/again/passes", {}, bearer(ticket));
                if (!answer.json().contains("pass"))
                    continue;
                const std::lock_guard lock(mutex);
                given.insert(textOf(answer, "pass"));
                return;
            }
        });
    const bool isIn = QTest::qWaitFor(
            [&] {
                const std::lock_guard lock(mutex);
                return !given.empty();
            },
            20000);
    const auto last = enter("again", ticket);
    isOver = true;
    for (auto& one : crowd)
        one.join();
    QVERIFY(isIn);
    given.insert(textOf(last, "pass"));
    QCOMPARE(given.size(), std::size_t{1});
    const auto rows = "select count(*) from saikobi.pass where sale = 'again' and number = "
            + std::to_string(numberOf(joined));
    QTRY_COMPARE_WITH_TIMEOUT(m_installation->stores().numberOf(rows), 1, 15000);
}

/// Fault 7. Called and not come, at the door, joining and entering: never more inside than allowed.
void TestRoomFaults::theCapOnShoppersHolds()
{
    std::mutex mutex;
    std::map<std::string, std::string> inside; // ticket → pass
    std::vector<std::string> waiting;
    std::vector<std::thread> crowd;
    for (std::size_t i = 0; i < 6; ++i)
        crowd.emplace_back([&, i] {
            WebClient door(m_installation->port(i % 2));
            for (int person = 0; person < 8; ++person) {
                const auto joined = door.post("/sales/capped/tickets");
                const auto ticket = textOf(joined, "ticket");
                auto answer = joined;
                for (int attempt = 0; attempt < 4 && !answer.json().contains("pass"); ++attempt)
                    answer = door.post("/sales/capped/passes", {}, bearer(ticket));
                const std::lock_guard lock(mutex);
                if (answer.json().contains("pass"))
                    inside[ticket] = textOf(answer, "pass");
                else
                    waiting.push_back(ticket);
            }
        });
    for (auto& one : crowd)
        one.join();
    QVERIFY2(inside.size() <= 5, qPrintable(QString::number(inside.size())));
    for (const auto& ticket : waiting) {
        if (inside.size() == 5)
            break;
        if (const auto answer = enter("capped", ticket); answer.json().contains("pass"))
            inside[ticket] = textOf(answer, "pass");
    }
    QTRY_COMPARE_WITH_TIMEOUT(passes("capped"), 5, 15000);
    for (const auto& ticket : waiting)
        if (!inside.contains(ticket))
            QVERIFY(!claim("capped", 1, ticket).json().contains("pass"));
    QCOMPARE(passes("capped"), 5);
    // One leaves, one comes in.
    const auto left = m_doors[1]->ask(
            "DELETE", "/sales/capped/passes/me", bearer(inside.begin()->second), {});
    QCOMPARE(left.status / 100, 2);
    const auto next = std::find_if(waiting.begin(), waiting.end(),
            [&inside](const auto& ticket) { return !inside.contains(ticket); });
    QTRY_VERIFY_WITH_TIMEOUT(enter("capped", *next).json().contains("pass"), 15000);
    QTRY_COMPARE_WITH_TIMEOUT(passes("capped"), 6, 15000);
}

/// Fault 11. A range that the server computed; the page has nothing to guess from.
void TestRoomFaults::theWaitComesFromTheServer()
{
    const auto ticket = textOf(join("slow", 0), "ticket");
    const auto place = m_doors[1]->get("/sales/slow/tickets/me", bearer(ticket)).json();
    QVERIFY2(place["ahead"].toInteger() > 0,
            QJsonDocument(place).toJson(QJsonDocument::Compact).constData());
    QVERIFY(place["wait_p10"].isDouble() && place["wait_p90"].isDouble());
    QVERIFY(place["wait_p10"].toInteger() < place["wait_p90"].toInteger());
    QVERIFY(!m_installation->status("slow")["curve"].toArray().isEmpty());
}

/// Fault 13.
void TestRoomFaults::nobodyChoosesTheLifeOfPasses()
{
    const auto own = textOf(join("quick", 0), "ticket");
    const auto others = textOf(join("quick", 1), "ticket");
    // Refused or not heard, but never obeyed, and nothing of it reaches the next one.
    m_doors[0]->post("/sales/quick/passes", "{\"validity_period\":1}", bearer(own));
    for (const auto& ticket : {own, others}) {
        const auto ends = enter("quick", ticket).json()["expires_at"].toInteger();
        const auto lifeMs = ends - QDateTime::currentMSecsSinceEpoch();
        QVERIFY2(lifeMs > 3590000 && lifeMs <= 3601000, qPrintable(QString::number(lifeMs)));
    }
}

/// Fault 15. Who was called and never came is no longer waiting, and nobody waits behind them.
void TestRoomFaults::placesThatRunOutLeaveTheCountRight()
{
    std::vector<std::string> ghosts;
    for (int person = 0; person < 40; ++person)
        if (const auto joined = join("ghosts", 0); !joined.json().contains("pass"))
            ghosts.push_back(textOf(joined, "ticket"));
    QVERIFY(ghosts.size() > 20);
    const auto waiting
            = [this] { return figure("ghosts", "issued") - figure("ghosts", "serving"); };
    QTRY_COMPARE_WITH_TIMEOUT(figure("ghosts", "issued"), 40, 15000);
    QTRY_COMPARE_WITH_TIMEOUT(waiting(), 0, 60000);
    // The last one too has been called for longer than places wait here.
    const auto called = figure("ghosts", "t");
    QTRY_VERIFY_WITH_TIMEOUT(figure("ghosts", "t", 1) >= called + 4000, 20000);
    for (const auto* ticket : {&ghosts.front(), &ghosts.back()}) {
        const auto late = claim("ghosts", 1, *ticket);
        QVERIFY2(late.status == 410, late.body.c_str());
        QVERIFY2(late.body.find("late") != std::string::npos, late.body.c_str());
    }
    QVERIFY(enter("ghosts", textOf(join("ghosts", 1), "ticket")).json().contains("pass"));
    QTRY_COMPARE_WITH_TIMEOUT(waiting(), 0, 15000);
}

void TestRoomFaults::ownRunIs(const char* sale, qint64 run)
{
    for (std::size_t i = 0; i < m_doors.size(); ++i)
        QTRY_COMPARE_WITH_TIMEOUT(figure(sale, "run", i), run, 10000);
}

/// Fault 14. With somebody inside it is refused, and says why.
void TestRoomFaults::aNewRunIsNoOneClickDuringASale()
{
    const auto ticket = textOf(join("quick", 0), "ticket");
    enter("quick", ticket);
    const auto issued = figure("quick", "issued");
    m_installation->command("quick", CommandKind::NewRun);
    const std::string refusal = "select count(*) from saikobi.timeline where sale = 'quick' and "
                                "kind = 'command' and subject = 'new_run' and "
                                "data->>'result' = 'refused' and data->>'why' = 'passes-alive'";
    QTRY_COMPARE_WITH_TIMEOUT(m_installation->stores().numberOf(refusal), 1, 15000);
    ownRunIs("quick", 1);
    QCOMPARE(m_installation->status("quick")["phase"].toString(), QString{"open"});
    QVERIFY(numberOf(join("quick", 1)) > issued);
    QCOMPARE(claim("quick", 1, ticket).status, 200);
}

/// Fault 10. Nobody inside and nobody's order under way: numbers begin again, every instance says
/// so within a second, and what is of the old run is known as such.
void TestRoomFaults::noAnswerOutlivesANewRun()
{
    const auto old = textOf(join("slow", 0), "ticket");
    QCOMPARE(passes("slow"),
            m_installation->stores().numberOf(
                    "select count(*) from saikobi.pass where sale = 'slow' and "
                    "ended_at is not null"));
    const auto before = m_doors[0]->get("/public/sales/slow/status");
    QVERIFY(before.header("cache-control").find("max-age=1") != std::string::npos);
    m_installation->command("slow", CommandKind::NewRun);
    ownRunIs("slow", 2);
    for (std::size_t i = 0; i < m_doors.size(); ++i) {
        const auto now = m_doors[i]->get(
                "/public/sales/slow/status", {{"If-None-Match", before.header("etag")}});
        QCOMPARE(now.status, 200);
        const auto place = m_doors[i]->get("/sales/slow/tickets/me", bearer(old));
        QCOMPARE(place.status, 410);
        QVERIFY(QString::fromStdString(place.body).contains("old-run"));
    }
}

QTEST_GUILESS_MAIN(TestRoomFaults)
#include "test_room_faults.moc"
