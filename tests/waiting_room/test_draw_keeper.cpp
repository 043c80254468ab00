#include <QTest>

#include <set>

#include "backend/contract/keys.h"
#include "backend/waiting_room/draw.h"
#include "backend/waiting_room/draw_places.h"
#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/sealed_seed.h"
#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using contract::Phase;
using contract::Problem;
using tests::LineRig;
using waiting_room::ClaimAnswer;
using waiting_room::JoinAnswer;
using waiting_room::Ticket;
using namespace std::chrono_literals;

namespace {

contract::Instant now()
{
    return std::chrono::system_clock::now();
}

/// A drawn sale that opens so much later.
std::function<void(contract::Sale&)> drawn(
        std::chrono::milliseconds opensIn, const std::string& beacon = "none")
{
    return [=](contract::Sale& sale) {
        sale.order = contract::SaleOrder::Draw;
        sale.opensAt = now() + opensIn;
        sale.beacon = beacon;
    };
}

std::string bytesOf(const std::string& hex)
{
    return QByteArray::fromHex(QByteArray::fromStdString(hex)).toStdString();
}

} // namespace

/// The draw from its commitment to its places, on real stores and the real clock.
class TestDrawKeeper : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void aSeedOpensOnlyWhereItBelongs();
    void everyInstanceCommitsToTheSameSeed();
    void nobodyReadsTheSeedBeforeTheOpening();
    void theOpeningRevealsWithinASecond();
    void aLateInstanceFindsTheSamePlaces();
    void withoutPostgresADrawnTicketWaits();
    void theBeaconIsEnteredAfterTheOpening();
    void closedOrNotAClaimNeedsItsPlace();
    void aRevealedDrawOutlivesALostStore();
    void inOrderOfArrivalNothingIsDrawn();

private:
    std::vector<std::string> joinMany(LineRig& rig, int count);
    std::optional<std::int64_t> placeOf(LineRig& rig, const std::string& ticket, std::size_t index);
    bool opens(LineRig& rig);

    std::unique_ptr<tests::TestStores> m_stores;
    int m_visitors = 0;
};

void TestDrawKeeper::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

std::vector<std::string> TestDrawKeeper::joinMany(LineRig& rig, int count)
{
    std::vector<std::string> tickets;
    for (int i = 0; i < count; ++i)
        tickets.push_back(
                std::get<JoinAnswer>(rig.join("v" + std::to_string(++m_visitors))).ticket);
    return tickets;
}

std::optional<std::int64_t> TestDrawKeeper::placeOf(
        LineRig& rig, const std::string& ticket, std::size_t index)
{
    const auto read = rig.line(index).readTicket(ticket);
    return rig.line(index).placeNumber(std::get<Ticket>(read));
}

bool TestDrawKeeper::opens(LineRig& rig)
{
    return rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; });
}

void TestDrawKeeper::aSeedOpensOnlyWhereItBelongs()
{
    const waiting_room::TicketKey key{1, std::string(32, 'k'), {}};
    const waiting_room::TicketKey other{1, std::string(32, 'l'), {}};
    const auto seed = waiting_room::newDrawSeed();
    const auto sealed = waiting_room::sealSeed(key, "demo", contract::Run{1}, seed);
    QCOMPARE(waiting_room::openSeed(key, "demo", contract::Run{1}, sealed).value(), seed);
    QVERIFY(!waiting_room::openSeed(other, "demo", contract::Run{1}, sealed));
    QVERIFY(!waiting_room::openSeed(key, "demp", contract::Run{1}, sealed));
    QVERIFY(!waiting_room::openSeed(key, "demo", contract::Run{2}, sealed));
    QVERIFY(!waiting_room::openSeed(key, "demo", contract::Run{1}, sealed.substr(1)));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        QVERIFY(!waiting_room::openSeed(key, "demo", contract::Run{1}, changed));
    }
    QVERIFY(sealed.find(seed.substr(0, 4)) == std::string::npos);
    QVERIFY(sealed != waiting_room::sealSeed(key, "demo", contract::Run{1}, seed));
}

void TestDrawKeeper::everyInstanceCommitsToTheSameSeed()
{
    LineRig rig(*m_stores, 60, 100000, drawn(1h));
    rig.addInstance();
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] {
        return !rig.line(0).draw()->news.commitment.empty()
                && !rig.line(1).draw()->news.commitment.empty()
                && !rig.line(2).draw()->news.commitment.empty();
    }));
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.draw"), std::int64_t{1});
    const auto committed = m_stores->valueOf("select commitment from saikobi.draw");
    for (std::size_t i = 0; i < 3; ++i)
        QCOMPARE(rig.line(i).draw()->news.commitment, committed);
    QCOMPARE(m_stores->valueOf("select count(distinct beacon_rule) from saikobi.draw"),
            std::string{"1"});
}

void TestDrawKeeper::nobodyReadsTheSeedBeforeTheOpening()
{
    LineRig rig(*m_stores, 60, 100000, drawn(1h));
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return !rig.line().draw()->news.commitment.empty(); }));
    const auto tickets = joinMany(rig, 3);
    QVERIFY(!placeOf(rig, tickets.front(), 0));
    const auto& news = rig.line().draw()->news;
    QVERIFY(news.seed.empty() && !news.people && !news.beacon);
    QVERIFY(rig.line().draw()->body.find("seed") == std::string::npos);
    const auto row = m_stores->valueOf("select (seed is null and last_number is null)::text || ' '"
                                       " || encode(seed_encrypted, 'hex') from saikobi.draw");
    QVERIFY(row.starts_with("true "));
    // Only the key opens it, and the key is no password of any store.
    const waiting_room::TicketKey key{1, std::string(32, 'k'), {}};
    const auto seed = waiting_room::openSeed(key, "demo", contract::Run{1}, bytesOf(row.substr(5)));
    QVERIFY(seed);
    QCOMPARE(waiting_room::toHex(waiting_room::drawCommitment("demo", "none", *seed)),
            news.commitment);
}

void TestDrawKeeper::theOpeningRevealsWithinASecond()
{
    constexpr int people = 60;
    LineRig rig(*m_stores, 600, 100000, drawn(3s));
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    const auto tickets = joinMany(rig, people);
    QVERIFY(rig.comesTrue(
            [&] { return rig.line().draw() && !rig.line().draw()->news.commitment.empty(); }));
    const auto commitment = rig.line().draw()->news.commitment;
    QVERIFY(opens(rig));
    const auto opensAt = *rig.line().status()->line.opensAt;
    QVERIFY(rig.comesTrue(
            [&] { return placeOf(rig, tickets.front(), 0) && placeOf(rig, tickets.front(), 1); }));
    const auto late = std::chrono::duration_cast<std::chrono::milliseconds>(now() - opensAt);
    qInfo("revealed by both instances %lld ms after the opening",
            static_cast<long long>(late.count()));
    QVERIFY(late <= 1s);

    const auto& news = rig.line().draw()->news;
    QCOMPARE(news.people, std::optional<std::int64_t>{people});
    QCOMPARE(news.beacon, std::optional<std::string>{""});
    QCOMPARE(news.commitment, commitment);
    const auto seed = bytesOf(news.seed);
    QCOMPARE(waiting_room::toHex(waiting_room::drawCommitment("demo", "none", seed)), commitment);
    const waiting_room::Draw draw{{"demo", seed, people, {}}};
    std::set<std::int64_t> places;
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        const auto place = placeOf(rig, tickets[i], 0);
        QCOMPARE(place.value(), draw.place(static_cast<std::int64_t>(i + 1)));
        QCOMPARE(placeOf(rig, tickets[i], 1), place);
        places.insert(*place);
    }
    QCOMPARE(places.size(), tickets.size());
    // Who comes now stands behind them, in order of arrival.
    QCOMPARE(placeOf(rig, joinMany(rig, 1).front(), 0), std::optional<std::int64_t>{people + 1});
}

void TestDrawKeeper::aLateInstanceFindsTheSamePlaces()
{
    LineRig rig(*m_stores, 600, 100000, drawn(2s));
    QVERIFY(rig.becomesReady());
    const auto tickets = joinMany(rig, 20);
    QVERIFY(opens(rig));
    QVERIFY(rig.comesTrue([&] { return placeOf(rig, tickets.front(), 0).has_value(); }));
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return placeOf(rig, tickets.front(), 1).has_value(); }));
    for (const auto& ticket : tickets)
        QCOMPARE(placeOf(rig, ticket, 1), placeOf(rig, ticket, 0));
    QCOMPARE(rig.line(1).draw()->body, rig.line(0).draw()->body);
}

void TestDrawKeeper::withoutPostgresADrawnTicketWaits()
{
    LineRig rig(*m_stores, 600, 100000, drawn(2s));
    QVERIFY(rig.becomesReady());
    const auto tickets = joinMany(rig, 5);
    QVERIFY(rig.comesTrue([&] { return !rig.line().draw()->news.commitment.empty(); }));
    m_stores->postgres().pause();
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.drawn == 5; }));
    QVERIFY(!placeOf(rig, tickets.front(), 0));
    const auto claimed = rig.claim(tickets.front());
    QCOMPARE(std::get<ClaimAnswer>(claimed).state, ClaimAnswer::State::Waiting);
    QVERIFY(rig.line().draw()->news.seed.empty());
    m_stores->postgres().resume();
    QVERIFY(rig.comesTrue([&] { return placeOf(rig, tickets.front(), 0).has_value(); }));
}

void TestDrawKeeper::theBeaconIsEnteredAfterTheOpening()
{
    const std::string enter{"select saikobi.draw_beacon('demo', 'f00d')"};
    LineRig rig(*m_stores, 600, 100000, drawn(2s, "drand quicknet 4242"));
    QVERIFY(rig.becomesReady());
    const auto tickets = joinMany(rig, 8);
    QVERIFY(rig.comesTrue([&] { return !rig.line().draw()->news.commitment.empty(); }));
    const std::string tooEarly{"do $$ begin perform saikobi.draw_beacon('demo', 'f00d');"
                               " raise exception 'taken'; exception when raise_exception then"
                               " if sqlerrm = 'taken' then raise exception 'taken early';"
                               " end if; end $$"};
    m_stores->execute(tooEarly);
    QVERIFY(opens(rig));
    QVERIFY(rig.comesTrue([&] { return !rig.line().draw()->news.seed.empty(); }));
    QVERIFY(!placeOf(rig, tickets.front(), 0));
    QVERIFY(!rig.line().draw()->news.beacon);
    QCOMPARE(m_stores->valueOf(enter), std::string{"t"});
    QCOMPARE(m_stores->valueOf(enter), std::string{"t"});
    QCOMPARE(m_stores->valueOf("select saikobi.draw_beacon('demo', 'beef')"), std::string{"f"});
    QVERIFY(rig.comesTrue([&] { return placeOf(rig, tickets.front(), 0).has_value(); }));
    const auto& news = rig.line().draw()->news;
    QCOMPARE(news.beacon, std::optional<std::string>{"f00d"});
    const waiting_room::Draw draw{{"demo", bytesOf(news.seed), 8, "f00d"}};
    QCOMPARE(placeOf(rig, tickets.front(), 0), std::optional{draw.place(1)});
}

void TestDrawKeeper::closedOrNotAClaimNeedsItsPlace()
{
    LineRig rig(*m_stores, 600, 100000, [](contract::Sale& sale) {
        drawn(1500ms, "dice")(sale);
        sale.closesAt = now() + 3s;
    });
    QVERIFY(rig.becomesReady());
    const auto tickets = joinMany(rig, 3);
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Closed; }));
    QVERIFY(!placeOf(rig, tickets[0], 0));
    const auto claimed = rig.claim(tickets[0]);
    const auto* problem = std::get_if<contract::Problem>(&claimed);
    QVERIFY(problem && problem->type == contract::ProblemType::Unavailable);
}

void TestDrawKeeper::aRevealedDrawOutlivesALostStore()
{
    LineRig rig(*m_stores, 600, 100000, drawn(2s));
    QVERIFY(rig.becomesReady());
    const auto tickets = joinMany(rig, 10);
    QVERIFY(opens(rig));
    // The moment of the reveal, before the next copy of the line's state.
    QVERIFY(rig.comesTrue([&] { return placeOf(rig, tickets.front(), 0).has_value(); }));
    const auto before = placeOf(rig, tickets.front(), 0);
    m_stores->redisCall({"FLUSHALL"});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.drawn == 10; }));
    QCOMPARE(placeOf(rig, tickets.front(), 0), before);
    QCOMPARE(m_stores->valueOf("select last_number || ' ' || voids::text from saikobi.draw"),
            std::string{"10 []"});
}

void TestDrawKeeper::inOrderOfArrivalNothingIsDrawn()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    const auto tickets = joinMany(rig, 5);
    for (std::size_t i = 0; i < tickets.size(); ++i)
        QCOMPARE(placeOf(rig, tickets[i], 0), std::optional{static_cast<std::int64_t>(i + 1)});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.draw"), std::int64_t{0});
    QVERIFY(rig.line().draw()->body.find("\"order\":\"fifo\"") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestDrawKeeper)
#include "test_draw_keeper.moc"
