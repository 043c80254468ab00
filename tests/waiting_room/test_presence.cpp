#include <QRegularExpression>
#include <QTest>

#include <cmath>

#include "backend/contract/keys.h"
#include "backend/waiting_room/presence_store.h"
#include "backend/waiting_room/ticket.h"
#include "backend/waiting_room/wait_keeper.h"
#include "backend/waiting_room/wait_memory.h"
#include "tests/support/run_until.h"
#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using namespace saikobi::tests;
using namespace waiting_room;
using namespace std::chrono_literals;
using contract::Result;

namespace {

const contract::Epoch epoch{1};
const std::string presentKey = contract::keys::present("demo");
const std::string waitKey = contract::keys::wait("demo");

const TicketKeys& ticketKeys()
{
    static const TicketKeys keys{{{1, std::string(32, 'k'), contract::Instant{}}}};
    return keys;
}

Ticket ticketOf(std::int64_t number)
{
    Ticket ticket;
    ticket.sale = std::string_view{"demo"};
    ticket.number = number;
    ticket.joinedAt = contract::fromUnixMs(1767225600000);
    ticket.encoded = std::string_view{ticketKeys().sign(ticket, ticket.joinedAt)};
    return ticket;
}

} // namespace

class TestPresence : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_stores->clear();
    }
    void theSampleIsDrawnByTheTicketsLastBytes();
    void aRepeatCostsNothing();
    void whatDoesNotFitIsDropped();
    void aDrawnPlaceReplacesTheNumber();
    void exactlyOneInstanceLooks();
    void aNewRateIsLookedAtAtOnce();
    void presentIsWhoWasHeard();
    void allInstancesTellTheSameAlsoAfterARestart();
    void aLookWhoseTurnIsOverIsNotKept();
    void theSetHasABound();
    void aLargerDivisorForgetsWhoDoesNotFit();
    void outcomesAreCounted();
    void memoryIsReadBack();
    void anUnreadableMemoryBeginsAnew_data();
    void anUnreadableMemoryBeginsAnew();

private:
    Seen seen(PacedLine& line, std::vector<std::string> signs = {}, std::int64_t known = 0);
    /// So many seconds in which every keeper is paced and the given pages show themselves.
    contract::LineState live(PacedLine& line, const std::vector<WaitKeeper*>& keepers, int seconds,
            const std::function<bool(std::int64_t)>& isThere);
    std::string redis(stores::RedisCommand command);

    std::unique_ptr<TestStores> m_stores;
    WaitKeeper::Clock::time_point m_steady{};
};

void TestPresence::initTestCase()
{
    m_stores = TestStores::start();
    QVERIFY2(m_stores, TestStores::whyNot().c_str());
}

std::string TestPresence::redis(stores::RedisCommand command)
{
    auto admin = std::move(stores::RedisConnection::open(m_stores->adminRedis())).value();
    const auto reply = admin->call(std::move(command));
    if (!reply)
        return reply.error().detail;
    return reply.value().kind == stores::Reply::Kind::Integer
            ? std::to_string(reply.value().integer)
            : reply.value().text;
}

Seen TestPresence::seen(PacedLine& line, std::vector<std::string> signs, std::int64_t known)
{
    PresenceStore store(line.store());
    return awaited<Result<Seen>>(line.context(), [&](auto done) {
        store.seen(epoch, known, signs, done);
    })->value();
}

contract::LineState TestPresence::live(PacedLine& line, const std::vector<WaitKeeper*>& keepers,
        int seconds, const std::function<bool(std::int64_t)>& isThere)
{
    contract::LineState state;
    for (int second = 0; second < seconds; ++second) {
        line.advance(1s);
        m_steady += 1s;
        state = line.pace().line;
        // Every page shows itself each 20 s, to an instance of its own.
        for (auto place = 1 + second % 20; place <= state.issued; place += 20)
            if (isThere(place))
                keepers[static_cast<std::size_t>(place) % keepers.size()]->noteSeen(
                        ticketOf(place), place, state, m_steady);
        for (auto* keeper : keepers)
            keeper->tick(state, m_steady);
        runUntil(
                line.context(), [] { return false; }, 5ms);
    }
    return line.pace().line;
}

void TestPresence::theSampleIsDrawnByTheTicketsLastBytes()
{
    auto ticket = ticketOf(1);
    // The last 16 bits of 46 bytes: here 0x2AAB behind 44 zero bytes.
    ticket.encoded
            = std::string_view{"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAqqw"};
    QCOMPARE(presenceTail(ticket), 0x2AABU);
    int sampled = 0;
    for (int number = 1; number <= 4096; ++number)
        sampled += presenceTail(ticketOf(number)) % 16 == 0 ? 1 : 0;
    QVERIFY(sampled > 256 - 4 * 16 && sampled < 256 + 4 * 16);
}

void TestPresence::aRepeatCostsNothing()
{
    SignQueue queue;
    const auto ticket = ticketOf(7);
    queue.note(ticket, 7, 1, m_steady);
    queue.note(ticket, 7, 1, m_steady + 7s);
    QCOMPARE(queue.take().size(), std::size_t{2});
    queue.note(ticket, 7, 1, m_steady + 7s);
    QVERIFY(queue.take().empty());
    queue.note(ticket, 7, 1, m_steady + 8s);
    QCOMPARE(queue.take().size(), std::size_t{2});
}

void TestPresence::whatDoesNotFitIsDropped()
{
    SignQueue queue;
    for (int number = 1; number <= 3000; ++number)
        queue.note(ticketOf(number), number, 1, m_steady);
    QCOMPARE(queue.take().size(), 2 * SignQueue::most);
}

void TestPresence::aDrawnPlaceReplacesTheNumber()
{
    SignQueue queue;
    const auto ticket = ticketOf(7);
    const auto tail = presenceTail(ticket);
    const auto unplaced = toBytes({false, 7, tail});
    const auto placed = toBytes({true, 90, tail});
    queue.note(ticket, std::nullopt, 1, m_steady);
    QCOMPARE(queue.take(), (std::vector<std::string>{unplaced, ""}));
    queue.note(ticket, 90, 1, m_steady); // drawn in the same second
    QCOMPARE(queue.take(), (std::vector<std::string>{placed, unplaced}));
    PacedLine line(*m_stores, 60, 1h);
    seen(line, {unplaced, ""});
    seen(line, {placed, unplaced});
    QCOMPARE(redis({"ZCARD", presentKey}), std::string{"1"});
    const PresenceMember last{true, 4000000000, 65535};
    QVERIFY(presenceMemberFrom(toBytes(last)) == last);
    QVERIFY(!presenceMemberFrom("7:65535"));
}

void TestPresence::exactlyOneInstanceLooks()
{
    PacedLine line(*m_stores, 60);
    QVERIFY(seen(line).turn != 0);
    QCOMPARE(seen(line).turn, std::int64_t{0});
    line.advance(4900ms);
    QCOMPARE(seen(line).turn, std::int64_t{0});
    line.advance(200ms);
    QVERIFY(seen(line).turn != 0);
    QCOMPARE(seen(line).turn, std::int64_t{0});
}

void TestPresence::aNewRateIsLookedAtAtOnce()
{
    PacedLine line(*m_stores, 60);
    QVERIFY(seen(line).turn != 0);
    line.advance(1s);
    line.command(line.made(contract::CommandKind::SetRate, {{"rate", "30"}}));
    line.pace();
    QVERIFY(seen(line).turn != 0);
    line.advance(1s);
    QCOMPARE(seen(line).turn, std::int64_t{0});
}

void TestPresence::presentIsWhoWasHeard()
{
    PacedLine line(*m_stores, 60);
    line.join(1200);
    WaitKeeper keeper(line.store());
    const auto isThere = [](std::int64_t place) { return place % 3 != 0; }; // a third are ghosts
    QVERIFY(!live(line, {&keeper}, 80, isThere).present); // unknown, not zero
    const auto state = live(line, {&keeper}, 40, isThere);
    QVERIFY(state.present);
    const auto expected = static_cast<double>(state.waiting()) * 2 / 3;
    QVERIFY2(std::abs(static_cast<double>(*state.present) - expected) < 12,
            std::to_string(*state.present).c_str());
    const auto& curve = keeper.news()->curve;
    QVERIFY(curve.size() > 20);
    QCOMPARE(curve.back().place, std::int64_t{1200});
    QVERIFY(std::abs(curve.back().aheadPresent - expected) < 15);
    QVERIFY(state.newcomerWait);
    QVERIFY(state.newcomerWait->p10 < state.newcomerWait->p50);
    // All have closed their pages: two minutes later nobody is present, and that is known too.
    const auto empty = live(line, {&keeper}, 100, [](auto) { return false; });
    QCOMPARE(empty.present.value_or(-1), std::int64_t{0});
}

void TestPresence::allInstancesTellTheSameAlsoAfterARestart()
{
    PacedLine line(*m_stores, 60);
    line.join(600);
    WaitKeeper first(line.store());
    WaitKeeper second(line.store());
    live(line, {&first, &second}, 100, [](std::int64_t place) { return place % 2 == 0; });
    live(line, {&first, &second}, 3, [](auto) { return false; }); // both have fetched the last look
    QVERIFY(first.news()->present);
    QCOMPARE(toText(*second.news()), toText(*first.news()));
    WaitKeeper restarted(line.store());
    QVERIFY(restarted.news()->curve.empty());
    live(line, {&restarted}, 1, [](auto) { return false; });
    QVERIFY(!restarted.news()->curve.empty());
    QCOMPARE(restarted.news()->present, first.news()->present);
}

void TestPresence::aLookWhoseTurnIsOverIsNotKept()
{
    PacedLine line(*m_stores, 60);
    PresenceStore store(line.store());
    Outlook outlook;
    outlook.turn = seen(line).turn;
    outlook.news.divisor = 64;
    line.advance(6s);
    const auto next = seen(line).turn;
    QVERIFY(next != 0);
    const auto keep = [&] {
        return awaited<contract::Outcome>(
                line.context(), [&](auto done) { store.keep(epoch, outlook, done); });
    };
    QVERIFY(*keep());
    QCOMPARE(seen(line).known, std::int64_t{0});
    outlook.turn = next;
    QVERIFY(*keep());
    const auto told = seen(line);
    QCOMPARE(told.known, next);
    QCOMPARE(waitNewsFromText(told.forecast)->divisor, 64U);
    QVERIFY(seen(line, {}, next).forecast.empty()); // known already
}

void TestPresence::theSetHasABound()
{
    PacedLine line(*m_stores, 60);
    line.join(512);
    std::vector<std::string> signs;
    for (std::int64_t i = 0; i < 12000; ++i) {
        signs.push_back(toBytes({true, 3990000000 + i, 65535}));
        signs.push_back({});
        if (signs.size() == 4096 || i == 11999)
            seen(line, std::exchange(signs, {}));
    }
    QVERIFY(std::stoll(redis({"ZCARD", presentKey})) <= 8500);
    const auto bytes = std::stoll(redis({"MEMORY", "USAGE", presentKey, "SAMPLES", "0"}));
    qInfo("%lld bytes for %s signs", bytes, redis({"ZCARD", presentKey}).c_str());
    QVERIFY(bytes <= 1024 * 1024);
    // What was counted too low is not told.
    WaitKeeper keeper(line.store());
    QVERIFY(!live(line, {&keeper}, 80, [](auto) { return true; }).present);
}

void TestPresence::aLargerDivisorForgetsWhoDoesNotFit()
{
    PacedLine line(*m_stores, 60);
    PresenceStore store(line.store());
    const auto sign = [](std::int64_t place, std::uint32_t tail) {
        return toBytes({true, place, tail});
    };
    seen(line, {sign(5, 64), "", sign(6, 65), "", sign(7, 4), "", sign(8, 16), ""});
    line.advance(6s);
    Outlook outlook;
    outlook.turn = seen(line).turn;
    outlook.memory.sampling.reporting = 16;
    outlook.called = {sign(5, 64)};
    awaited<contract::Outcome>(
            line.context(), [&](auto done) { store.keep(epoch, outlook, done); });
    QCOMPARE(redis({"ZCARD", presentKey}), std::string{"1"});
    QVERIFY(!redis({"ZSCORE", presentKey, sign(8, 16)}).empty());
}

void TestPresence::outcomesAreCounted()
{
    PacedLine line(*m_stores, 60);
    line.join(600);
    WaitKeeper keeper(line.store());
    const auto state = live(line, {&keeper}, 240, [](auto) { return true; });
    QVERIFY2(state.foretold > 10, std::to_string(state.foretold).c_str());
    QVERIFY(state.foretoldWithin <= state.foretold);
    // Nobody came to the door and the line still moved as if all had: the bands must have moved.
    const auto memory = waitMemoryFromText(redis({"HGET", waitKey, "memory"}));
    QCOMPARE(memory.outcomes, state.foretold);
}

void TestPresence::memoryIsReadBack()
{
    forecast::WaitMemory memory;
    memory.hasLook = true;
    memory.last.atS = 1767225600.125;
    memory.last.serving = 3999999999;
    memory.last.isOpen = true;
    memory.came = 12.25;
    memory.bands[3] = {0.5, 1.75};
    memory.outcomes = 2140;
    memory.within = 1712;
    memory.sampling = {64, 256, 1767225000};
    memory.steps = {{5, 25, 24, 1}};
    memory.issued = {{1767225600, 123456}};
    memory.promises = {{1767225600, 5000, 1767226200, 5, 2}};
    for (int i = 0; i < 4096; ++i)
        memory.foretold.push_back({3900000000 + i, 1767225600.5, {100.5, 200, 300}});
    const auto text = toText(memory);
    QVERIFY2(text.size() < 256 * 1024, std::to_string(text.size()).c_str());
    const auto read = waitMemoryFromText(text);
    QCOMPARE(toText(read), text);
    QCOMPARE(read.last.atS, 1767225600.125);
    QCOMPARE(read.bands[3].high, 1.75);
    QCOMPARE(read.sampling.counting, 256U);
    QCOMPARE(read.foretold.back().place, std::int64_t{3900004095});
    QCOMPARE(read.steps.front().late, 1.0);
    QCOMPARE(read.promises.front().dueS, 1767226200.0);
}

void TestPresence::anUnreadableMemoryBeginsAnew_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("nothing") << QByteArray{};
    QTest::addRow("another version") << QByteArray{"2 0 0 "};
    QTest::addRow("words") << QByteArray{"hello"};
    QTest::addRow("cut off") << QByteArray{"1 1 1767225600 5 "};
    auto endless = QByteArray::fromStdString(toText(forecast::WaitMemory{}));
    endless.replace(endless.size() - 8, 8, "9e99 0 0 ");
    QTest::addRow("a list without end") << endless;
}

void TestPresence::anUnreadableMemoryBeginsAnew()
{
    QFETCH(QByteArray, text);
    const auto memory = waitMemoryFromText(text.toStdString());
    QVERIFY(!memory.hasLook);
    QVERIFY(memory.foretold.empty());
}

QTEST_GUILESS_MAIN(TestPresence)
#include "test_presence.moc"
