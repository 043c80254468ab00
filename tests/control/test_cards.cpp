#include <QTest>

#include <algorithm>
#include <set>

#include "backend/contract/alarm_limits.h"
#include "backend/contract/shipped_cards.h"
#include "backend/control/cards/card_difference.h"
#include "tests/control/card_files.h"

using namespace saikobi;
using namespace saikobi::tests;
using namespace std::chrono_literals;

namespace {

std::vector<const contract::Step*> stepsOf(const contract::Card& card)
{
    std::vector<const contract::Step*> out;
    for (const auto* list : {&card.first, &card.then})
        for (const auto& step : *list)
            out.push_back(&step);
    return out;
}

bool has(const contract::Card& card, contract::StepKind kind)
{
    const auto steps = stepsOf(card);
    return std::any_of(
            steps.begin(), steps.end(), [kind](const auto* step) { return step->kind == kind; });
}

} // namespace

/// The shipped cards of the runbook, and what they hold.
class TestCards : public QObject {
    Q_OBJECT

private slots:
    void theShippedOnesAreWithoutFault();
    void theProgramsCarryTheShippedOnes();
    void everyAlarmOpensACardThatListsIt();
    void everyCommandStepNamesACommand();
    void everyIncidentCardHasAllSeven();
    void whoeverIsCalledStandsInTheRoles();
    void theEndOfASaleIsComplete();
    void whatChangedIsNamedByCardAndPart();
};

void TestCards::theShippedOnesAreWithoutFault()
{
    const auto compiled = control::compileCards(shippedFiles());
    QCOMPARE(toldOf(compiled.faults), QString());
    std::vector<std::string> ids;
    for (const auto& card : compiled.cards.all)
        ids.push_back(card.id);
    QCOMPARE(ids,
            (std::vector<std::string>{"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10",
                    "C11", "C12", "C13", "C14", "C15", "C16", "R1", "R2", "R3", "R4", "R5", "R6"}));
}

void TestCards::theProgramsCarryTheShippedOnes()
{
    const auto compiled = control::compileCards(shippedFiles());
    QCOMPARE(contract::shippedCards().revision, compiled.cards.revision);
    QCOMPARE(contract::toJson(contract::shippedCards()), contract::toJson(compiled.cards));
}

void TestCards::everyAlarmOpensACardThatListsIt()
{
    const auto& cards = contract::shippedCards();
    const auto opens = [&cards](contract::AlarmId alarm, std::string_view id) {
        const auto* card = cards.card(id);
        return card
                && std::find(card->alarms.begin(), card->alarms.end(), alarm) != card->alarms.end();
    };
    for (const auto& alarm : contract::allAlarms()) {
        contract::AlarmRecord record;
        record.alarm = alarm.id;
        record.on = 1;
        const auto opening = contract::fromUnixMs(1'800'000'000'000);
        for (const auto phase : {contract::Phase::Before, contract::Phase::Open})
            for (const auto since : {-30min, 5min, 90min}) {
                for (const bool isRedisAlone : {false, true}) {
                    const auto id = contract::cardOf(
                            record, phase, opening, opening + since, isRedisAlone);
                    QVERIFY2(opens(alarm.id, id),
                            (std::string{contract::name(alarm.id)} + " " + std::string{id})
                                    .c_str());
                }
            }
    }
    for (const auto& limit : contract::alarmLimits())
        if (!limit.card.empty())
            QVERIFY2(opens(limit.alarm, limit.card), contract::keyOf(limit).c_str());
}

void TestCards::everyCommandStepNamesACommand()
{
    int seen = 0;
    for (const auto& card : contract::shippedCards().all)
        for (const auto* step : stepsOf(card)) {
            if (step->kind != contract::StepKind::Command)
                continue;
            ++seen;
            const auto action = step->values.find("action");
            const auto kind = contract::commandOf(
                    *step->form, action == step->values.end() ? "" : action->second);
            QVERIFY(contract::fromName<contract::CommandKind>(contract::name(kind)) == kind);
        }
    QVERIFY(seen >= 30);
}

void TestCards::everyIncidentCardHasAllSeven()
{
    for (const auto& card : contract::shippedCards().all) {
        const auto named = card.id.c_str();
        for (const auto* text : {&card.text.title, &card.text.when, &card.text.aim, &card.text.look,
                     &card.text.venue, &card.text.finished})
            QVERIFY2(!text->ja.empty() && !text->en.empty(), named);
        QVERIFY2(card.decides && card.acts && !card.calls.empty(), named);
        QVERIFY2(has(card, contract::StepKind::Watch), named);
        QVERIFY2(has(card, contract::StepKind::Call), named);
        QVERIFY2(has(card, contract::StepKind::Command) || card.id == "R1", named);
        // Somebody who waits for news must get some.
        QVERIFY2(card.isRoutine() || has(card, contract::StepKind::Timer), named);
        QVERIFY2(card.finished.held >= 10s, named);
    }
}

void TestCards::whoeverIsCalledStandsInTheRoles()
{
    for (const auto& card : contract::shippedCards().all)
        for (const auto* step : stepsOf(card))
            if (step->kind == contract::StepKind::Call)
                QVERIFY2(std::find(card.calls.begin(), card.calls.end(), *step->role)
                                != card.calls.end(),
                        (card.id + " " + step->id).c_str());
}

/// Maintenance with the time of the next news, then go on, postpone or call off; refunds.
void TestCards::theEndOfASaleIsComplete()
{
    const auto* card = contract::shippedCards().card("C16");
    QVERIFY(card);
    std::set<contract::CommandKind> commands;
    std::set<contract::Role> called;
    for (const auto* step : stepsOf(*card)) {
        if (step->form)
            commands.insert(contract::commandOf(*step->form));
        if (step->role)
            called.insert(*step->role);
    }
    QCOMPARE(commands,
            (std::set{contract::CommandKind::Maintenance, contract::CommandKind::Release,
                    contract::CommandKind::MoveOpening, contract::CommandKind::Close}));
    QCOMPARE(called,
            (std::set{contract::Role::PaymentDuty, contract::Role::VenueLead,
                    contract::Role::Organiser, contract::Role::Support}));
    QCOMPARE(card->first.front().form, std::optional{contract::ControlForm::Maintenance});
    QVERIFY(card->first.front().values.contains("resume_in"));
}

void TestCards::whatChangedIsNamedByCardAndPart()
{
    const auto before = control::compileCards(shippedFiles()).cards;
    QVERIFY(control::differencesOf(before, before).empty());
    auto files = changed("ja/C3.md", "かごの中身は残る", "かごは残る");
    std::erase_if(files, [](const auto& file) { return file.name.ends_with("/R6.md"); });
    const auto now = control::compileCards(files).cards;
    const auto told = control::differencesOf(before, now);
    QCOMPARE(told.size(), std::size_t{2});
    QCOMPARE(told[0].card, std::string("C3"));
    QCOMPARE(told[0].parts, std::vector<std::string>{"step f2"});
    QCOMPARE(told[1].card, std::string("R6"));
    QVERIFY(told[1].kind == control::CardDifference::Kind::Removed);
    QVERIFY(before.card("C3")->revision != now.card("C3")->revision);
    QCOMPARE(before.card("C4")->revision, now.card("C4")->revision);
    QVERIFY(before.revision != now.revision);
}

QTEST_GUILESS_MAIN(TestCards)
#include "test_cards.moc"
