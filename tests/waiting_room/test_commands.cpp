#include <QTest>

#include <algorithm>

#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using contract::Cause;
using contract::Command;
using contract::CommandKind;
using contract::Phase;
using tests::PacedLine;
using namespace std::chrono_literals;

namespace {

const std::string tooLong(201, 'x');

contract::RelayedCommand relayed(const Command& command, contract::Instant writtenAt)
{
    return {command, "op-2", writtenAt};
}

std::string resultOf(const contract::TimelineEntry& entry)
{
    return entry.data.at("result");
}

} // namespace

/// I9: every command is in the timeline once, with who and when, applied by the step that wrote it.
class TestCommands : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void eachKindIsApplied_data();
    void eachKindIsApplied();
    void aProbeIsAnsweredAndLeavesNoTrace();
    void wrongOnesAreRefused_data();
    void wrongOnesAreRefused();
    void sentTwiceCountsOnce();
    void bothPathsCountOnce();
    void theLoserOfARaceLearnsWhoWon();
    void oldCommandsExpire();
    void aHoldNeverExpiresBeforeANewerRelease();
    void anotherClockNeverMakesAHoldExpire_data();
    void anotherClockNeverMakesAHoldExpire();
    void aHoldIsObeyedWhateverItSays();
    void unsafeTextBecomesHarmless();
    void aStreamOfAnotherTypeStopsNothing();
    void manyCommandsAreTakenInOrder();
    void anOperatorMayWriteOnlyTheirOwnStream();

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestCommands::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestCommands::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
}

using Parameters = std::map<std::string, std::string>;
struct Step {
    CommandKind kind = CommandKind::Probe;
    Parameters parameters{};
};
Q_DECLARE_METATYPE(Step)
Q_DECLARE_METATYPE(std::vector<Step>)
Q_DECLARE_METATYPE(Phase)

void TestCommands::eachKindIsApplied_data()
{
    QTest::addColumn<std::vector<Step>>("before");
    QTest::addColumn<Step>("step");
    QTest::addColumn<Phase>("phase");
    using Steps = std::vector<Step>;
    const Step hold{CommandKind::Hold, {}};
    const Step close{CommandKind::Close, {}};
    QTest::addRow("rate") << Steps{} << Step{CommandKind::SetRate, {{"rate", "70"}}} << Phase::Open;
    QTest::addRow("hold") << Steps{} << hold << Phase::Held;
    QTest::addRow("maintenance") << Steps{} << Step{CommandKind::Maintenance, {}} << Phase::Held;
    QTest::addRow("release") << Steps{hold} << Step{CommandKind::Release, {}} << Phase::Open;
    QTest::addRow("release at a rate")
            << Steps{hold} << Step{CommandKind::Release, {{"rate", "30"}}} << Phase::Open;
    QTest::addRow("release ends maintenance too") << Steps{hold, {CommandKind::Maintenance, {}}}
                                                  << Step{CommandKind::Release, {}} << Phase::Open;
    QTest::addRow("admit") << Steps{hold} << Step{CommandKind::Admit, {{"n", "3"}}} << Phase::Held;
    QTest::addRow("admit 0 stops it") << Steps{hold, {CommandKind::Admit, {{"n", "3"}}}}
                                      << Step{CommandKind::Admit, {{"n", "0"}}} << Phase::Held;
    QTest::addRow("close") << Steps{} << close << Phase::Closed;
    QTest::addRow("reopen") << Steps{close} << Step{CommandKind::Reopen, {}} << Phase::Open;
    QTest::addRow("reopened into a hold")
            << Steps{hold, close} << Step{CommandKind::Reopen, {}} << Phase::Held;
    QTest::addRow("message") << Steps{}
                             << Step{CommandKind::Message,
                                        {{"message_ja", "お待ちください"}, {"message_en", "wait"}}}
                             << Phase::Open;
}

void TestCommands::eachKindIsApplied()
{
    QFETCH(std::vector<Step>, before);
    QFETCH(Step, step);
    QFETCH(Phase, phase);
    PacedLine line(*m_stores, 60);
    for (const auto& earlier : before) {
        line.command(line.made(earlier.kind, earlier.parameters));
        line.run(100ms);
    }
    const auto revision = line.pace().line.revision.value;
    const auto command = line.made(step.kind, step.parameters);
    line.command(command);
    const auto after = line.run(100ms);
    QCOMPARE(after.phase, phase);
    QCOMPARE(after.revision.value, revision + 1);
    const auto entries = line.timeline("command");
    const auto& entry = entries.back();
    QCOMPARE(entry.id, command.id);
    QCOMPARE(entry.subject, std::string{contract::name(step.kind)});
    QCOMPARE(entry.actor, std::string{"op-1"});
    QCOMPARE(entry.reason, std::string{"a test"});
    QCOMPARE(resultOf(entry), std::string{"in_force"});
    QCOMPARE(entry.data.at("path"), std::string{"redis"});
    QCOMPARE(entry.revision.value, after.revision.value);
}

void TestCommands::aProbeIsAnsweredAndLeavesNoTrace()
{
    PacedLine line(*m_stores, 60);
    const auto before = line.pace().line;
    const auto probe = line.made(CommandKind::Probe);
    line.command(probe);
    const auto paced = line.pace({relayed(probe, line.now())});
    QCOMPARE(paced.decisions.size(), std::size_t{1});
    QCOMPARE(paced.decisions[0].id, probe.id);
    QCOMPARE(paced.decisions[0].state, contract::CommandState::InForce);
    QCOMPARE(paced.line.revision.value, before.revision.value);
    QVERIFY(line.timeline("command").empty());
    // Taken from the stream, which is what a desk watches to measure the path.
    QCOMPARE(m_stores->redisCall({"EXISTS", "{sale:demo}:commands:op-1"}), std::string{"0"});
    QCOMPARE(m_stores->redisCall({"EXISTS", "{sale:demo}:command-ids"}), std::string{"0"});
}

void TestCommands::wrongOnesAreRefused_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<QByteArray>("why");
    QTest::addRow("rate 0") << Step{CommandKind::SetRate, {{"rate", "0"}}}
                            << QByteArray{"bad-value"};
    QTest::addRow("rate with a fraction")
            << Step{CommandKind::SetRate, {{"rate", "1.5"}}} << QByteArray{"bad-value"};
    QTest::addRow("rate above all limits")
            << Step{CommandKind::SetRate, {{"rate", "100001"}}} << QByteArray{"bad-value"};
    QTest::addRow("rate missing") << Step{CommandKind::SetRate, {}} << QByteArray{"bad-value"};
    QTest::addRow("release of an open line")
            << Step{CommandKind::Release, {}} << QByteArray{"not-held"};
    QTest::addRow("admit while open")
            << Step{CommandKind::Admit, {{"n", "1"}}} << QByteArray{"not-held"};
    QTest::addRow("open what is open")
            << Step{CommandKind::OpenNow, {}} << QByteArray{"not-before"};
    QTest::addRow("opening of what is open") << Step{CommandKind::MoveOpening,
            {{"opens_at", "1867225600000"}}} << QByteArray{"not-before"};
    QTest::addRow("reopen what is open")
            << Step{CommandKind::Reopen, {}} << QByteArray{"not-closed"};
    QTest::addRow("a message nobody could read")
            << Step{CommandKind::Message, {{"message_en", tooLong}}} << QByteArray{"too-long"};
}

void TestCommands::wrongOnesAreRefused()
{
    QFETCH(Step, step);
    QFETCH(QByteArray, why);
    PacedLine line(*m_stores, 60);
    const auto before = line.run(100ms);
    line.command(line.made(step.kind, step.parameters));
    const auto after = line.run(100ms);
    QCOMPARE(after.revision.value, before.revision.value);
    QCOMPARE(after.phase, before.phase);
    QCOMPARE(after.rate.value, before.rate.value);
    const auto entries = line.timeline("command");
    QCOMPARE(entries.size(), std::size_t{1});
    QCOMPARE(resultOf(entries[0]), std::string{"refused"});
    QCOMPARE(entries[0].data.at("why"), why.toStdString());
}

void TestCommands::sentTwiceCountsOnce()
{
    PacedLine line(*m_stores, 60);
    line.command(line.made(CommandKind::Hold));
    line.pace();
    const auto admit = line.made(CommandKind::Admit, {{"n", "4"}});
    line.command(admit);
    line.command(admit);
    line.pace();
    line.command(admit);
    QCOMPARE(line.pace().line.revision.value, std::int64_t{2});
    QCOMPARE(line.timeline("command").size(), std::size_t{2});
}

void TestCommands::bothPathsCountOnce()
{
    PacedLine line(*m_stores, 60);
    const auto rate = line.made(CommandKind::SetRate, {{"rate", "72"}});
    line.command(rate);
    const auto first = line.pace({relayed(rate, line.now())});
    QCOMPARE(first.line.rate.value, 72);
    QCOMPARE(first.line.revision.value, std::int64_t{1});
    QCOMPARE(first.decisions.size(), std::size_t{1});
    QCOMPARE(first.decisions[0].id, rate.id);
    QCOMPARE(first.decisions[0].state, contract::CommandState::InForce);
    const auto again = line.pace({relayed(rate, line.now())});
    QCOMPARE(again.decisions[0].state, contract::CommandState::InForce);
    QCOMPARE(line.timeline("command").size(), std::size_t{1});
}

void TestCommands::theLoserOfARaceLearnsWhoWon()
{
    PacedLine line(*m_stores, 60);
    const auto winner = line.made(CommandKind::SetRate, {{"rate", "72"}});
    const auto loser = line.made(CommandKind::SetRate, {{"rate", "66"}});
    line.command(winner);
    const auto paced = line.pace({relayed(loser, line.now())});
    QCOMPARE(paced.line.rate.value, 72);
    QCOMPARE(paced.decisions[0].state, contract::CommandState::LostRace);
    const auto entries = line.timeline("command");
    QCOMPARE(resultOf(entries[1]), std::string{"lost_race"});
    QCOMPARE(entries[1].data.at("winner"), std::string{"op-1"});
    QCOMPARE(entries[1].actor, std::string{"op-2"});
}

void TestCommands::oldCommandsExpire()
{
    PacedLine line(*m_stores, 60);
    auto rate = line.made(CommandKind::SetRate, {{"rate", "90"}});
    rate.madeAt -= 11s;
    line.command(rate);
    auto early = line.made(CommandKind::SetRate, {{"rate", "95"}});
    early.madeAt += 11s;
    line.command(early);
    QCOMPARE(line.pace().line.rate.value, 60);
    const auto entries = line.timeline("command");
    QCOMPARE(resultOf(entries[0]), std::string{"expired"});
    QCOMPARE(resultOf(entries[1]), std::string{"refused"});
    QCOMPARE(entries[1].data.at("why"), std::string{"clock"});
}

void TestCommands::aHoldNeverExpiresBeforeANewerRelease()
{
    PacedLine line(*m_stores, 60);
    line.run(2s);
    auto hold = line.made(CommandKind::Hold);
    hold.madeAt -= 1h;
    hold.basedOn.value = 77; // a race cannot be lost by who wants to stop
    line.command(hold);
    QCOMPARE(line.pace().line.phase, Phase::Held);
    const auto second = line.made(CommandKind::Hold);
    line.advance(1s);
    line.command(line.made(CommandKind::Release));
    QCOMPARE(line.pace().line.phase, Phase::Open);
    // A row that was written before that release and comes only now.
    const auto late = line.pace({relayed(second, line.now() - 500ms)});
    QCOMPARE(late.decisions[0].state, contract::CommandState::Expired);
    QCOMPARE(late.line.phase, Phase::Open);
}

void TestCommands::anotherClockNeverMakesAHoldExpire_data()
{
    QTest::addColumn<int>("aheadS");
    QTest::addColumn<bool>("isReleaseRelayed");
    QTest::addColumn<bool>("isHoldRelayed");
    QTest::addColumn<bool>("hasSeenRelease");
    QTest::addRow("a release from a clock ahead, then a hold") << 3600 << true << false << false;
    QTest::addRow("both from a clock ahead") << 3600 << true << true << false;
    QTest::addRow("both from a clock behind") << -3600 << true << true << false;
    QTest::addRow("a hold from a clock behind, by who saw the release")
            << -3600 << false << true << true;
    QTest::addRow("a hold from a clock ahead") << 3600 << false << true << false;
}

void TestCommands::anotherClockNeverMakesAHoldExpire()
{
    QFETCH(int, aheadS);
    QFETCH(bool, isReleaseRelayed);
    QFETCH(bool, isHoldRelayed);
    QFETCH(bool, hasSeenRelease);
    PacedLine line(*m_stores, 60);
    const auto send = [&](const Command& command, bool isRelayed) {
        if (isRelayed)
            return line.pace({relayed(command, line.now() + std::chrono::seconds{aheadS})}).line;
        line.command(command);
        return line.pace().line;
    };
    line.command(line.made(CommandKind::Hold));
    const auto before = line.pace().line.revision;
    line.advance(1s);
    QCOMPARE(send(line.made(CommandKind::Release), isReleaseRelayed).phase, Phase::Open);
    line.advance(1s);
    auto hold = line.made(CommandKind::Hold);
    if (!hasSeenRelease)
        hold.basedOn = before;
    QCOMPARE(send(hold, isHoldRelayed).phase, Phase::Held);
}

void TestCommands::aHoldIsObeyedWhateverItSays()
{
    PacedLine line(*m_stores, 60);
    line.command(line.made(CommandKind::Hold,
            {{"message_en", tooLong}, {"message_ja", "あ"}, {"resume_at", "soon"}}));
    const auto held = line.pace().line;
    QCOMPARE(held.phase, Phase::Held);
    QCOMPARE(held.causes, std::vector<Cause>{Cause::Operator});
    QCOMPARE(held.message.en, tooLong.substr(0, 200));
    QCOMPARE(held.message.ja, std::string{"あ"});
    QVERIFY(!held.resumeAt);
    const auto resume = std::to_string(contract::toUnixMs(line.now() + 10min));
    line.command(line.made(CommandKind::Hold, {{"resume_at", resume}}));
    QCOMPARE(line.pace().line.resumeAt, std::optional{line.now() + 10min});
    line.command(line.made(CommandKind::Release));
    const auto open = line.pace().line;
    QVERIFY(!open.resumeAt);
    QVERIFY(open.message.en.empty());
    QVERIFY(open.heldBy.empty());
}

void TestCommands::unsafeTextBecomesHarmless()
{
    PacedLine line(*m_stores, 60);
    auto command = line.made(CommandKind::Message, {{"message_en", "fine"}});
    command.reason = std::string{"a\xff\xc0\xaf\0b\x1b[31m\xed\xa0\x80 順番", 22};
    line.command(command);
    line.pace();
    // Reading it back parses the JSON strictly, as Postgres will.
    const auto entries = line.timeline("command");
    QCOMPARE(entries.size(), std::size_t{1});
    QCOMPARE(entries[0].reason, std::string{"ab[31m 順番"});
}

void TestCommands::aStreamOfAnotherTypeStopsNothing()
{
    PacedLine line(*m_stores, 60);
    m_stores->redisCall({"SET", "{sale:demo}:commands:op-1", "x"});
    QCOMPARE(line.pace().line.phase, Phase::Open);
    line.command(line.made(CommandKind::Hold));
    QCOMPARE(line.pace().line.phase, Phase::Held);
}

void TestCommands::manyCommandsAreTakenInOrder()
{
    PacedLine line(*m_stores, 60);
    for (int i = 0; i < 150; ++i)
        line.command(line.made(CommandKind::Hold, {{"message_en", std::to_string(i)}}));
    for (int i = 0; i < 3; ++i)
        line.pace();
    const auto entries = line.timeline("command");
    QCOMPARE(entries.size(), std::size_t{150});
    QVERIFY(std::is_sorted(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; }));
    QCOMPARE(line.pace().line.message.en, std::string{"149"});
    QCOMPARE(m_stores->redisCall({"EXISTS", "{sale:demo}:commands:op-1"}), std::string{"0"});
}

void TestCommands::anOperatorMayWriteOnlyTheirOwnStream()
{
    const auto person = std::move(stores::RedisConnection::open(m_stores->operatorRedis())).value();
    QVERIFY(person->call({"XADD", "{sale:demo}:commands:op-1", "*", "kind", "probe"}));
    QVERIFY(!person->call({"XADD", "{sale:demo}:commands:op-2", "*", "kind", "probe"}));
    QVERIFY(!person->call({"HSET", "{sale:demo}:q", "rate", "100000"}));
    QVERIFY(!person->call({"FCALL", "saikobi_pace", "1", "{sale:demo}:q", "1"}));
    const auto viewer = std::move(stores::RedisConnection::open(m_stores->viewerRedis())).value();
    QVERIFY(!viewer->call({"XADD", "{sale:demo}:commands:viewer-1", "*", "kind", "probe"}));
    // The default user keeps rights for reading the append-only file, but nobody can be it.
    auto nobody = m_stores->operatorRedis();
    nobody.user.clear();
    QVERIFY(!stores::RedisConnection::open(nobody));
    nobody.user = "default";
    nobody.password.clear();
    QVERIFY(!stores::RedisConnection::open(nobody));
}

QTEST_GUILESS_MAIN(TestCommands)
#include "test_commands.moc"
