#include <QTest>

#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using contract::Command;
using contract::CommandKind;
using contract::CommandState;
using contract::Phase;
using tests::PacedLine;
using namespace std::chrono_literals;

namespace {

using Parameters = std::map<std::string, std::string>;

/// What the timeline tells of the newest decision.
std::string told(PacedLine& line, const char* key)
{
    const auto entries = line.timeline("command");
    const auto found = entries.back().data.find(key);
    return found == entries.back().data.end() ? std::string{} : found->second;
}

} // namespace

/// One operator has command: the pacing function decides who, and whose commands count.
class TestCommandHolder : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void whoeverIsFirstHasItAndTheOtherIsToldWho();
    void onlyTheHolderCommandsButAnyoneHolds();
    void anOfferIsAccepted();
    void whatWasNotOfferedIsNotAccepted();
    void forceNeedsAReason();
    void renewingKeepsItAndSilenceFreesIt();
    void anotherConsoleOfTheSamePersonDoesNotRenew();
    void takingIsNoChangeOfTheSale();
    void aLineGivenBackKnowsWhoHasIt();
    void aRaiseIsSmallAndPatient();
    void patienceIsAtLeastTheTimeOfAPurchase();
    void anOverrideIsRecordedAndNeedsAReason();

private:
    static contract::LineState give(PacedLine& line, const char* actor, CommandKind kind,
            const Parameters& parameters = {}, const std::string& reason = {});

    std::unique_ptr<tests::TestStores> m_stores;
};

void TestCommandHolder::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestCommandHolder::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
}

/// By the row in Postgres, which any operator may have written.
contract::LineState TestCommandHolder::give(PacedLine& line, const char* actor, CommandKind kind,
        const Parameters& parameters, const std::string& reason)
{
    auto command = line.made(kind, parameters);
    command.reason = reason;
    line.pace({{command, actor, line.now()}});
    return line.pace().line;
}

void TestCommandHolder::whoeverIsFirstHasItAndTheOtherIsToldWho()
{
    PacedLine line(*m_stores, 60);
    const auto first = line.made(CommandKind::TakeCommand, {{"console", "a"}});
    const auto second = line.made(CommandKind::TakeCommand, {{"console", "b"}});
    const auto paced = line.pace({{first, "op-1", line.now()}, {second, "op-2", line.now()}});
    QCOMPARE(paced.decisions[0].state, CommandState::InForce);
    QCOMPARE(paced.decisions[1].state, CommandState::LostRace);
    QCOMPARE(paced.line.holder, std::string{"op-1"});
    QCOMPARE(paced.line.holderConsole, std::string{"a"});
    QVERIFY(paced.line.holderSince);
    QCOMPARE(told(line, "winner"), std::string{"op-1"});
    const auto entries = line.timeline("holder");
    QCOMPARE(entries.size(), std::size_t{1});
    QCOMPARE(entries[0].subject, std::string{"taken"});
    QCOMPARE(entries[0].data.at("to"), std::string{"op-1"});
}

void TestCommandHolder::onlyTheHolderCommandsButAnyoneHolds()
{
    PacedLine line(*m_stores, 60);
    QCOMPARE(give(line, "op-2", CommandKind::SetRate, {{"rate", "55"}}).rate.value, 55);
    give(line, "op-1", CommandKind::TakeCommand);
    for (const auto kind : {CommandKind::SetRate, CommandKind::Maintenance, CommandKind::Close}) {
        const auto after = give(line, "op-2", kind, {{"rate", "30"}});
        QCOMPARE(after.rate.value, 55);
        QCOMPARE(after.phase, Phase::Open);
        QCOMPARE(told(line, "why"), std::string{"not-holder"});
        QCOMPARE(told(line, "winner"), std::string{"op-1"});
    }
    QCOMPARE(give(line, "op-2", CommandKind::Hold, {{"read_only", "1"}}).phase, Phase::Held);
    QCOMPARE(told(line, "read_only"), std::string{"1"});
    QCOMPARE(give(line, "op-2", CommandKind::Release).phase, Phase::Held);
    QCOMPARE(give(line, "op-1", CommandKind::Release).phase, Phase::Open);
}

void TestCommandHolder::anOfferIsAccepted()
{
    PacedLine line(*m_stores, 60);
    give(line, "op-1", CommandKind::TakeCommand);
    QCOMPARE(give(line, "op-1", CommandKind::OfferCommand, {{"to", "op-2"}}).offeredTo,
            std::string{"op-2"});
    const auto after = give(line, "op-2", CommandKind::AcceptCommand, {{"console", "b"}});
    QCOMPARE(after.holder, std::string{"op-2"});
    QCOMPARE(after.holderConsole, std::string{"b"});
    QCOMPARE(after.offeredTo, std::string{});
    QCOMPARE(line.timeline("holder").back().subject, std::string{"accepted"});
}

void TestCommandHolder::whatWasNotOfferedIsNotAccepted()
{
    PacedLine line(*m_stores, 60);
    give(line, "op-1", CommandKind::TakeCommand);
    give(line, "op-2", CommandKind::OfferCommand, {{"to", "op-2"}});
    QCOMPARE(told(line, "why"), std::string{"not-holder"});
    QCOMPARE(give(line, "op-2", CommandKind::AcceptCommand).holder, std::string{"op-1"});
    QCOMPARE(told(line, "why"), std::string{"not-offered"});
    give(line, "op-1", CommandKind::OfferCommand, {{"to", "op-2"}});
    for (int i = 0; i < 5; ++i) {
        line.run(15s);
        give(line, "op-1", CommandKind::RenewCommand);
    }
    QCOMPARE(give(line, "op-2", CommandKind::AcceptCommand).holder, std::string{"op-1"});
}

void TestCommandHolder::forceNeedsAReason()
{
    PacedLine line(*m_stores, 60);
    give(line, "op-1", CommandKind::TakeCommand);
    QCOMPARE(give(line, "op-2", CommandKind::TakeCommand, {{"force", "1"}}).holder,
            std::string{"op-1"});
    QCOMPARE(told(line, "why"), std::string{"no-reason"});
    const auto after = give(line, "op-2", CommandKind::TakeCommand,
            {{"force", "1"}, {"second", "Sato"}}, "op-1 does not answer");
    QCOMPARE(after.holder, std::string{"op-2"});
    QCOMPARE(told(line, "second"), std::string{"Sato"});
    QCOMPARE(line.timeline("holder").back().subject, std::string{"forced"});
}

void TestCommandHolder::renewingKeepsItAndSilenceFreesIt()
{
    PacedLine line(*m_stores, 60);
    give(line, "op-1", CommandKind::TakeCommand, {{"console", "a"}});
    const auto entries = line.timeline("command").size();
    for (int i = 0; i < 8; ++i) {
        line.run(5s);
        give(line, "op-1", CommandKind::RenewCommand, {{"console", "a"}});
    }
    QCOMPARE(line.pace().line.holder, std::string{"op-1"});
    QCOMPARE(line.timeline("command").size(), entries); // renewing leaves no trace
    line.run(29s);
    QCOMPARE(line.pace().line.holder, std::string{"op-1"});
    line.run(2s);
    QCOMPARE(line.pace().line.holder, std::string{});
    QCOMPARE(line.pace().line.phase, Phase::Open); // the sale goes on
    QCOMPARE(line.timeline("holder").back().subject, std::string{"freed"});
    QCOMPARE(give(line, "op-2", CommandKind::TakeCommand).holder, std::string{"op-2"});
}

void TestCommandHolder::anotherConsoleOfTheSamePersonDoesNotRenew()
{
    PacedLine line(*m_stores, 60);
    give(line, "op-1", CommandKind::TakeCommand, {{"console", "a"}});
    line.run(20s);
    give(line, "op-1", CommandKind::RenewCommand, {{"console", "b"}});
    line.run(11s);
    QCOMPARE(line.pace().line.holder, std::string{});
}

void TestCommandHolder::takingIsNoChangeOfTheSale()
{
    PacedLine line(*m_stores, 60);
    const auto revision = line.pace().line.revision.value;
    auto stale = line.made(CommandKind::TakeCommand);
    stale.basedOn.value = revision - 1;
    line.command(stale);
    QCOMPARE(line.pace().line.holder, std::string{"op-1"});
    QCOMPARE(line.pace().line.revision.value, revision);
}

void TestCommandHolder::aLineGivenBackKnowsWhoHasIt()
{
    PacedLine line(*m_stores, 60);
    line.pace();
    give(line, "op-1", CommandKind::TakeCommand, {{"console", "a"}});
    const auto seen = line.pace();
    m_stores->redisCall({"DEL", "{sale:demo}:q"});
    line.recover(tests::lossOf(seen, 1000));
    const auto after = line.pace().line;
    QCOMPARE(after.holder, std::string{"op-1"});
    QCOMPARE(after.holderConsole, std::string{"a"});
}

void TestCommandHolder::aRaiseIsSmallAndPatient()
{
    PacedLine line(*m_stores, 100);
    line.run(1s);
    QCOMPARE(give(line, "op-1", CommandKind::SetRate, {{"rate", "121"}}).rate.value, 100);
    QCOMPARE(told(line, "why"), std::string{"step"});
    const auto raised = give(line, "op-1", CommandKind::SetRate, {{"rate", "120"}});
    QCOMPARE(raised.rate.value, 120);
    QVERIFY(raised.soakEnds);
    QVERIFY(*raised.soakEnds - raised.at <= 300s && *raised.soakEnds - raised.at > 299s);
    line.run(299s);
    QCOMPARE(give(line, "op-1", CommandKind::SetRate, {{"rate", "144"}}).rate.value, 120);
    QCOMPARE(told(line, "why"), std::string{"soak"});
    // Lowering is always possible and needs no patience afterwards.
    QCOMPARE(give(line, "op-1", CommandKind::SetRate, {{"rate", "110"}}).rate.value, 110);
    line.run(2s);
    QCOMPARE(give(line, "op-1", CommandKind::SetRate, {{"rate", "132"}}).rate.value, 132);
    give(line, "op-1", CommandKind::Hold);
    line.run(301s);
    QCOMPARE(give(line, "op-1", CommandKind::Release, {{"rate", "60"}}).rate.value, 60);
    give(line, "op-1", CommandKind::SetRate, {{"rate", "66"}});
    QCOMPARE(told(line, "why"), std::string{"soak"});
}

void TestCommandHolder::patienceIsAtLeastTheTimeOfAPurchase()
{
    PacedLine line(*m_stores, 60);
    line.settings().passLife = 1800s;
    line.join(1);
    line.run(2s);
    QVERIFY(!line.claim({1}).empty());
    line.run(400s);
    line.notePaid(1);
    const auto raised = give(line, "op-1", CommandKind::SetRate, {{"rate", "72"}});
    const auto soak = *raised.soakEnds - raised.at;
    QVERIFY(soak > 395s && soak < 405s);
}

void TestCommandHolder::anOverrideIsRecordedAndNeedsAReason()
{
    PacedLine line(*m_stores, 100);
    line.run(1s);
    const Parameters parameters{{"rate", "200"}, {"override", "1"}, {"second", "Mori"}};
    QCOMPARE(give(line, "op-1", CommandKind::SetRate, parameters, "  ").rate.value, 100);
    QCOMPARE(told(line, "why"), std::string{"no-reason"});
    QCOMPARE(give(line, "op-1", CommandKind::SetRate, parameters, "lead says so").rate.value, 200);
    QCOMPARE(told(line, "override"), std::string{"1"});
    QCOMPARE(told(line, "second"), std::string{"Mori"});
    QCOMPARE(line.timeline("command").back().reason, std::string{"lead says so"});
}

QTEST_GUILESS_MAIN(TestCommandHolder)
#include "test_command_holder.moc"
