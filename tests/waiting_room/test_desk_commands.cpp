#include <QTest>

#include "backend/contract/json_members.h"
#include "backend/contract/keys.h"
#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using contract::CommandKind;
using contract::CommandState;
using contract::Phase;
using tests::PacedLine;
using namespace std::chrono_literals;
namespace keys = contract::keys;

namespace {

using Parameters = std::map<std::string, std::string>;

struct Step {
    CommandKind kind = CommandKind::Probe;
    Parameters parameters{};
};

const std::string hash(64, 'a');
const std::string subject{"subject:00112233aabbccdd"};

std::string resultOf(const contract::TimelineEntry& entry)
{
    return entry.data.at("result");
}

/// Every kind of command with what must have happened before it, and one that is not fit.
void addEveryKind()
{
    QTest::addColumn<std::vector<Step>>("before");
    QTest::addColumn<Step>("step");
    using Steps = std::vector<Step>;
    const Step hold{CommandKind::Hold, {}};
    const Step close{CommandKind::Close, {}};
    const auto add = [](const char* name, const Steps& before, const Step& step) {
        QTest::addRow("%s", name) << before << step;
    };
    add("rate", {}, {CommandKind::SetRate, {{"rate", "70"}}});
    add("hold", {}, hold);
    add("maintenance", {}, {CommandKind::Maintenance, {}});
    add("release", {hold}, {CommandKind::Release, {}});
    add("admit", {hold}, {CommandKind::Admit, {{"n", "3"}}});
    add("close", {}, close);
    add("reopen", {close}, {CommandKind::Reopen, {}});
    add("message", {}, {CommandKind::Message, {{"message_ja", "順番"}, {"message_en", "wait"}}});
    add("call", {}, {CommandKind::Call, {{"n", "4"}}});
    add("new run", {}, {CommandKind::NewRun, {}});
    add("restore a place", {},
            {CommandKind::RestorePlace, {{"number", "2"}, {"code_sha256", hash}}});
    add("block", {}, {CommandKind::Block, {{"what", "192.0.2.0/24"}}});
    add("unblock", {{CommandKind::Block, {{"what", subject}}}},
            {CommandKind::Unblock, {{"what", subject}}});
    add("proof of work", {}, {CommandKind::SetWorkBits, {{"bits", "12"}}});
}

/// A line with manual pacing and people in it, after these commands.
class Desk {
public:
    Desk(tests::TestStores& stores, const std::vector<Step>& before)
        : line(stores, 60, 1s)
    {
        line.settings().pacing = contract::Pacing::Manual;
        line.run(2s);
        line.join(20);
        for (const auto& step : before)
            apply(step);
        line.run(200ms);
    }
    void apply(const Step& step)
    {
        line.command(line.made(step.kind, step.parameters));
        line.run(100ms);
    }
    contract::TimelineEntry last() { return line.timeline("command").back(); }

    PacedLine line;
};

contract::RelayedCommand relayed(const contract::Command& command, contract::Instant at)
{
    return {command, "op-2", at};
}

bool isSteadfast(CommandKind kind)
{
    return kind == CommandKind::Hold || kind == CommandKind::Maintenance;
}

} // namespace

Q_DECLARE_METATYPE(Step)
Q_DECLARE_METATYPE(std::vector<Step>)

/// The five questions to every command: applied, refused, lost race, sent twice, lost answer; and
/// what the later ones do.
class TestDeskCommands : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void applied_data() { addEveryKind(); }
    void applied();
    void refused_data();
    void refused();
    void lostRace_data() { addEveryKind(); }
    void lostRace();
    void sentTwice_data() { addEveryKind(); }
    void sentTwice();
    void lostAnswer_data() { addEveryKind(); }
    void lostAnswer();
    void aCallCallsSoManyAndNobodyLater();
    void calledPlacesStillPayWithCredit();
    void aHoldTakesCallsBack();
    void aBlockIsListedUntilItsTime();
    void theBlockListIsBounded();
    void aLinkLivesTenMinutes();
    void linksAreBounded();
    void aNewRunNeedsAnEmptyShop_data();
    void aNewRunNeedsAnEmptyShop();

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestDeskCommands::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestDeskCommands::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
}

void TestDeskCommands::applied()
{
    QFETCH(std::vector<Step>, before);
    QFETCH(Step, step);
    Desk desk(*m_stores, before);
    const auto revision = desk.line.pace().line.revision.value;
    desk.apply(step);
    QCOMPARE(resultOf(desk.last()), std::string{"in_force"});
    QCOMPARE(desk.last().subject, std::string{contract::name(step.kind)});
    QCOMPARE(desk.line.pace().line.revision.value, revision + 1);
}

void TestDeskCommands::refused_data()
{
    QTest::addColumn<std::vector<Step>>("before");
    QTest::addColumn<Step>("step");
    QTest::addColumn<QByteArray>("why");
    using Steps = std::vector<Step>;
    const auto add = [](const char* name, const Steps& before, const Step& step, const char* why) {
        QTest::addRow("%s", name) << before << step << QByteArray{why};
    };
    const auto block = [](const char* what) { return Step{CommandKind::Block, {{"what", what}}}; };
    add("a call of nobody", {}, {CommandKind::Call, {{"n", "0"}}}, "bad-value");
    add("a call of too many", {}, {CommandKind::Call, {{"n", "1001"}}}, "bad-value");
    add("a call while held", {{CommandKind::Hold, {}}}, {CommandKind::Call, {{"n", "1"}}},
            "not-open");
    add("a number nobody has", {},
            {CommandKind::RestorePlace, {{"number", "21"}, {"code_sha256", hash}}}, "bad-value");
    add("a code instead of its hash", {},
            {CommandKind::RestorePlace, {{"number", "2"}, {"code_sha256", "ABCD"}}}, "bad-value");
    for (const auto* what : {"", "everybody", "192.0.2", "192.0.2.256", "192.0.2.0/33", "0.0.0.0/0",
                 "192.0.2.0/", "2001:db8::1::2", "2001:db8:1", "::/0",
                 "12345::", ":1::", "number:0-5", "number:9-5", "number:5", "subject:12",
                 "subject:00112233aabbccdg", "192.0.2.1 "})
        add((std::string{"block of '"} + what + "'").c_str(), {}, block(what), "bad-value");
    add("a block that has ended", {},
            {CommandKind::Block, {{"what", "192.0.2.1"}, {"until", "1000"}}}, "bad-value");
    add("unblocking what is free", {}, {CommandKind::Unblock, {{"what", "192.0.2.1"}}},
            "not-blocked");
    add("too much work", {}, {CommandKind::SetWorkBits, {{"bits", "21"}}}, "bad-value");
    add("a second new run", {{CommandKind::NewRun, {}}}, {CommandKind::NewRun, {}}, "run-over");
    add("reopening a run that is over", {{CommandKind::NewRun, {}}}, {CommandKind::Reopen, {}},
            "run-over");
}

void TestDeskCommands::refused()
{
    QFETCH(std::vector<Step>, before);
    QFETCH(Step, step);
    QFETCH(QByteArray, why);
    Desk desk(*m_stores, before);
    const auto then = desk.line.pace().line;
    desk.apply(step);
    QCOMPARE(resultOf(desk.last()), std::string{"refused"});
    QCOMPARE(desk.last().data.at("why"), why.toStdString());
    const auto now = desk.line.pace().line;
    QCOMPARE(now.revision.value, then.revision.value);
    QCOMPARE(now.blocksRevision, then.blocksRevision);
    QCOMPARE(now.serving, then.serving);
}

void TestDeskCommands::lostRace()
{
    QFETCH(std::vector<Step>, before);
    QFETCH(Step, step);
    Desk desk(*m_stores, before);
    const auto late = desk.line.made(step.kind, step.parameters);
    desk.line.command(desk.line.made(CommandKind::SetRate, {{"rate", "70"}}));
    const auto paced = desk.line.pace({relayed(late, desk.line.now())});
    const bool wins = isSteadfast(step.kind); // whoever wants to stop must not lose a race
    QCOMPARE(paced.decisions.at(0).state, wins ? CommandState::InForce : CommandState::LostRace);
    if (!wins)
        QCOMPARE(desk.last().data.at("winner"), std::string{"op-1"});
}

void TestDeskCommands::sentTwice()
{
    QFETCH(std::vector<Step>, before);
    QFETCH(Step, step);
    Desk desk(*m_stores, before);
    const auto count = desk.line.timeline("command").size();
    const auto command = desk.line.made(step.kind, step.parameters);
    desk.line.command(command);
    desk.line.command(command);
    const auto once = desk.line.pace().line;
    desk.line.command(command);
    const auto twice = desk.line.pace().line;
    QCOMPARE(twice.revision.value, once.revision.value);
    QCOMPARE(twice.blocksRevision, once.blocksRevision);
    QCOMPARE(twice.serving, once.serving);
    QCOMPARE(desk.line.timeline("command").size(), count + 1);
}

void TestDeskCommands::lostAnswer()
{
    QFETCH(std::vector<Step>, before);
    QFETCH(Step, step);
    Desk desk(*m_stores, before);
    const auto command = desk.line.made(step.kind, step.parameters);
    desk.line.command(command);
    const auto once = desk.line.pace().line;
    desk.line.run(
            15s); // nobody heard what became of it; the row says it again, long after it expired
    const auto again = desk.line.pace({relayed(command, desk.line.now())});
    QCOMPARE(again.decisions.at(0).id, command.id);
    QCOMPARE(again.decisions.at(0).state, CommandState::InForce);
    QCOMPARE(again.line.revision.value, once.revision.value);
    QCOMPARE(desk.last().id, command.id);
}

void TestDeskCommands::aCallCallsSoManyAndNobodyLater()
{
    Desk desk(*m_stores, {});
    QCOMPARE(desk.line.run(30s).serving, std::int64_t{0}); // nobody is called by itself
    desk.apply({CommandKind::Call, {{"n", "4"}}});
    QCOMPARE(desk.line.run(30s).serving, std::int64_t{4});
    QCOMPARE(desk.line.pace().line.front, 4.0);
    desk.apply({CommandKind::Call, {{"n", "1000"}}});
    QCOMPARE(desk.line.run(1s).serving, std::int64_t{20});
    desk.line.join(5);
    const auto later = desk.line.run(2min);
    QCOMPARE(later.serving, std::int64_t{20});
    QCOMPARE(later.waiting(), std::int64_t{5});
    QCOMPARE(later.front, 0.0);
}

void TestDeskCommands::calledPlacesStillPayWithCredit()
{
    Desk desk(*m_stores, {});
    desk.apply({CommandKind::Call, {{"n", "20"}}});
    std::vector<std::int64_t> places;
    for (std::int64_t place = 1; place <= 20; ++place)
        places.push_back(place);
    int entered = 0;
    for (int i = 0; i < 100; ++i) {
        for (const auto& one : desk.line.claim(places))
            entered += one.kind == waiting_room::Claimed::Kind::Granted ? 1 : 0;
        desk.line.advance(100ms);
    }
    QVERIFY2(entered >= 10 && entered <= 10 + 3 + 1, qPrintable(QString::number(entered)));
}

void TestDeskCommands::aHoldTakesCallsBack()
{
    Desk desk(*m_stores, {});
    desk.line.command(desk.line.made(CommandKind::Call, {{"n", "5"}}));
    auto hold = desk.line.made(CommandKind::Hold);
    desk.line.command(hold);
    QCOMPARE(desk.line.run(1s).serving, std::int64_t{0});
    desk.apply({CommandKind::Release, {}});
    QCOMPARE(desk.line.run(5s).serving, std::int64_t{0});
}

void TestDeskCommands::aBlockIsListedUntilItsTime()
{
    Desk desk(*m_stores, {});
    const auto until = contract::toUnixMs(desk.line.now() + 60s);
    desk.apply({CommandKind::Block, {{"what", "2001:DB8::/32"}, {"until", std::to_string(until)}}});
    desk.apply({CommandKind::Block, {{"what", "number:3-7"}}});
    QCOMPARE(desk.line.pace().line.blocksRevision, std::int64_t{2});
    const auto entry = contract::json::object(
            m_stores->redisCall({"HGET", keys::blocks("demo"), "2001:db8::/32"}));
    QVERIFY(entry);
    QCOMPARE(contract::json::integer(*entry, "until"), until);
    QCOMPARE(contract::json::text(*entry, "actor"), std::string{"op-1"});
    QCOMPARE(contract::json::text(*entry, "reason"), std::string{"a test"});
    const auto after = desk.line.run(61s);
    QCOMPARE(after.blocksRevision, std::int64_t{3});
    QCOMPARE(m_stores->redisCall({"HLEN", keys::blocks("demo")}), std::string{"1"});
    desk.apply({CommandKind::Unblock, {{"what", "number:3-7"}}});
    QCOMPARE(desk.line.pace().line.blocksRevision, std::int64_t{4});
}

void TestDeskCommands::theBlockListIsBounded()
{
    Desk desk(*m_stores, {});
    stores::RedisCommand fill{"HSET", keys::blocks("demo")};
    for (int i = 0; i < 1000; ++i) {
        fill.push_back("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250));
        fill.emplace_back("{}");
    }
    m_stores->redisCall(fill);
    desk.apply({CommandKind::Block, {{"what", "10.1.0.1"}}});
    QCOMPARE(resultOf(desk.last()), std::string{"refused"});
    QCOMPARE(desk.last().data.at("why"), std::string{"full"});
    desk.apply({CommandKind::Block, {{"what", "10.0.0.1"}}}); // one that is listed may be changed
    QCOMPARE(resultOf(desk.last()), std::string{"in_force"});
}

void TestDeskCommands::aLinkLivesTenMinutes()
{
    Desk desk(*m_stores, {});
    desk.apply({CommandKind::RestorePlace, {{"number", "7"}, {"code_sha256", hash}}});
    const auto field = "restore:" + hash;
    const auto entry
            = contract::json::object(m_stores->redisCall({"HGET", keys::moved("demo"), field}));
    QVERIFY(entry);
    QCOMPARE(contract::json::integer(*entry, "number"), std::int64_t{7});
    desk.line.run(30s);
    QCOMPARE(m_stores->redisCall({"HEXISTS", keys::moved("demo"), field}), std::string{"1"});
    desk.line.advance(571s);
    desk.line.pace();
    QCOMPARE(m_stores->redisCall({"HLEN", keys::moved("demo")}), std::string{"0"});
}

void TestDeskCommands::linksAreBounded()
{
    Desk desk(*m_stores, {});
    for (int i = 0; i < 101; ++i) {
        const auto digits = std::to_string(1000 + i);
        desk.line.command(desk.line.made(CommandKind::RestorePlace,
                {{"number", "7"}, {"code_sha256", std::string(60, 'b') + digits}}));
        desk.line.pace();
    }
    QCOMPARE(resultOf(desk.last()), std::string{"refused"});
    QCOMPARE(desk.last().data.at("why"), std::string{"full"});
    desk.line.advance(10min);
    desk.apply({CommandKind::RestorePlace, {{"number", "7"}, {"code_sha256", hash}}});
    QCOMPARE(resultOf(desk.last()), std::string{"in_force"});
}

void TestDeskCommands::aNewRunNeedsAnEmptyShop_data()
{
    QTest::addColumn<bool>("isPassAlive");
    QTest::addColumn<int>("orders");
    QTest::addColumn<bool>("isRehearsal");
    QTest::addColumn<QByteArray>("why");
    QTest::addRow("nobody inside") << false << 0 << false << QByteArray{};
    QTest::addRow("a live pass") << true << 0 << false << QByteArray{"passes-alive"};
    QTest::addRow("an order under way") << false << 1 << false << QByteArray{"orders-under-way"};
    QTest::addRow("both, in a rehearsal") << true << 1 << true << QByteArray{};
}

void TestDeskCommands::aNewRunNeedsAnEmptyShop()
{
    QFETCH(bool, isPassAlive);
    QFETCH(int, orders);
    QFETCH(bool, isRehearsal);
    QFETCH(QByteArray, why);
    PacedLine line(*m_stores, 600);
    line.report().orders = orders;
    line.report().isRehearsal = isRehearsal;
    line.run(2s);
    if (isPassAlive)
        QCOMPARE(line.join(1), 1);
    line.run(100ms);
    line.command(line.made(CommandKind::NewRun));
    const auto after = line.run(100ms);
    const auto entry = line.timeline("command").back();
    QCOMPARE(resultOf(entry), std::string{why.isEmpty() ? "in_force" : "refused"});
    QCOMPARE(after.isRunOver, why.isEmpty());
    QCOMPARE(after.phase, why.isEmpty() ? Phase::Closed : Phase::Open);
    if (!why.isEmpty())
        QCOMPARE(entry.data.at("why"), why.toStdString());
}

QTEST_GUILESS_MAIN(TestDeskCommands)
#include "test_desk_commands.moc"
