#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>

#include "tests/e2e/rehearsal_process.h"
#include "tests/faults/walk_console.h"

using namespace saikobi;
using contract::MarkState;
using contract::StepKind;
using tests::WalkConsole;
using namespace std::chrono_literals;

namespace {

constexpr qint64 sharedWithinMs = 2000;

/// The shipped cards with their times cut to seconds: what is tested is that they tick, and minutes
/// of quiet would show no more of it.
contract::Cards quickCards(contract::Cards cards)
{
    for (auto& card : cards.all) {
        card.finished.held = 10s;
        for (auto* list : {&card.first, &card.then})
            for (auto& step : *list)
                if (step.watch)
                    step.watch->held = std::min<std::chrono::seconds>(step.watch->held, 5s);
    }
    contract::stampRevisions(cards);
    return cards;
}

} // namespace

/// The provider stops answering during a rehearsal: an alarm, its card, a hold out of the card; the
/// provider comes back, steps tick themselves as the figures recover, and the card is complete. All
/// of it is in the timeline once, and a second console sees the same within two seconds.
class TestCardWalk : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aStoppedProviderIsWalkedToTheEnd();
    void everyTickIsInTheTimelineOnce();
    void theSecondConsoleSawThemWithinTwoSeconds();

private:
    void signalProvider(int number);
    bool findAlarm();
    bool command(contract::CommandKind kind, const commands::Parameters& parameters);
    static commands::Parameters asFilled(const contract::Step& hold);
    void walkByHand(const contract::Card& card);
    double figure(contract::Figure figure) const;

    QTemporaryDir m_folder;
    tests::RehearsalProcess m_rehearsal;
    tests::CrowdProcess m_crowd;
    std::unique_ptr<WalkConsole> m_here;
    std::unique_ptr<WalkConsole> m_there;
    contract::AlarmRecord m_alarm{};
    std::string m_card;
};

void TestCardWalk::initTestCase()
{
    QVERIFY2(m_rehearsal.start(), qPrintable(m_rehearsal.complaint()));
    QVERIFY(m_crowd.start(m_rehearsal,
            {"--arrivals", "600/min", "--for", "500s", "--seed", "7", "--think", "3s", "--absent",
                    "0%"}));
    m_here = WalkConsole::open(m_rehearsal.address("operator"), m_folder.path());
    m_there = WalkConsole::open(m_rehearsal.address("viewer"), {});
    QVERIFY(m_here && m_there);
    m_here->runbook().setCards(quickCards(m_here->runbook().cards()));
    QTRY_VERIFY_WITH_TIMEOUT(m_here->sale() && m_here->sale()->line, 60000);
    QTRY_VERIFY_WITH_TIMEOUT(figure(contract::Figure::PaymentSuccess) >= 97, 120000);
}

double TestCardWalk::figure(contract::Figure wanted) const
{
    const auto& found = m_here->sale()->figures.at(static_cast<std::size_t>(wanted));
    return found ? found->value : -1;
}

void TestCardWalk::signalProvider(int number)
{
    const auto processes = m_rehearsal.children({"saikobid", "provider"});
    QVERIFY(!processes.empty());
    for (const auto process : processes)
        ::kill(static_cast<pid_t>(process), number);
}

/// One whose card is about the provider.
bool TestCardWalk::findAlarm()
{
    const auto sale = m_here->sale();
    if (!sale->alarms)
        return false;
    for (const auto& record : sale->alarms->value.records) {
        std::string card{contract::info(record.alarm).card};
        if (!record.isOn() || (card != "C3" && card != "C4"))
            continue;
        m_alarm = record;
        m_card = std::move(card);
        return true;
    }
    return false;
}

bool TestCardWalk::command(contract::CommandKind kind, const commands::Parameters& parameters)
{
    const auto id
            = m_here->desk().issue(kind, parameters, QStringLiteral("the provider is silent"));
    const auto isInForce = [&] {
        const auto& journal = m_here->desk().journal();
        return std::any_of(journal.begin(), journal.end(), [&id](const auto& one) {
            return one.command.id == id.toStdString()
                    && one.state == contract::CommandState::InForce;
        });
    };
    return !id.isEmpty() && QTest::qWaitFor(isInForce, 15000);
}

/// A hold as the form sends it that its step has filled; another one would not tick the step.
commands::Parameters TestCardWalk::asFilled(const contract::Step& hold)
{
    const auto minutes = QString::fromStdString(hold.values.at("resume_in")).chopped(1).toInt();
    const auto at = contract::toUnixMs(std::chrono::system_clock::now()) + minutes * 60'000;
    return {{"message_ja", "決済が混雑しています。"}, {"message_en", "Payments are busy."},
            {"template", hold.values.at("message")}, {"resume_at", std::to_string(at)}};
}

/// What only people can answer. The hold is given for real, and ticks its step.
void TestCardWalk::walkByHand(const contract::Card& card)
{
    auto& desk = m_here->runbook();
    for (const auto* list : {&card.first, &card.then})
        for (const auto& step : *list) {
            if (step.kind == StepKind::Decide) {
                const auto* yes = card.step(step.yes);
                const bool isHold = yes && yes->form == contract::ControlForm::Hold;
                QVERIFY(desk.mark(card.id, step.id, isHold ? MarkState::Yes : MarkState::No));
            } else if (step.kind == StepKind::Do || step.kind == StepKind::Timer) {
                QVERIFY(desk.mark(card.id, step.id, MarkState::Done));
            } else if (step.kind == StepKind::Call) {
                QVERIFY(desk.mark(
                        card.id, step.id, MarkState::Reached, {{}, {}, std::string{"on duty"}}));
            } else if (step.kind == StepKind::Command && step.form != contract::ControlForm::Hold) {
                QVERIFY(desk.mark(card.id, step.id, MarkState::Overridden,
                        {QStringLiteral("the hold is enough"), {}, {}}));
            }
        }
}

void TestCardWalk::aStoppedProviderIsWalkedToTheEnd()
{
    signalProvider(SIGSTOP);
    const auto stopped = WalkConsole::now();
    QTRY_VERIFY_WITH_TIMEOUT(findAlarm(), 240000);
    const auto raised = WalkConsole::now();
    auto& desk = m_here->runbook();
    desk.begin(m_card, std::string{name(m_alarm.alarm)}, m_alarm.occurrence);
    const auto* card = desk.cards().card(m_card);
    QVERIFY(card);
    QVERIFY(desk.walkOf(m_card) && desk.walkOf(m_card)->isOpen());
    // Explicitly, as whoever is called to an alarm: a moment without both stores ends it.
    m_here->desk().setReadOnly(false);
    QVERIFY(command(contract::CommandKind::TakeCommand, {}));
    const auto* hold = static_cast<const contract::Step*>(nullptr);
    for (const auto* list : {&card->first, &card->then})
        for (const auto& step : *list)
            if (!hold && step.form == contract::ControlForm::Hold)
                hold = &step;
    QVERIFY(hold);
    QVERIFY(command(contract::CommandKind::Hold, asFilled(*hold)));
    walkByHand(*card);
    QTRY_VERIFY_WITH_TIMEOUT(m_here->stateOf(m_card, hold->id) == MarkState::Done, 20000);
    QVERIFY(!desk.walkOf(m_card)->isEnded());

    signalProvider(SIGCONT);
    const auto resumed = WalkConsole::now();
    QVERIFY(command(contract::CommandKind::Release, {}));
    QTRY_VERIFY_WITH_TIMEOUT(desk.walkOf(m_card)->isEnded(), 400000);
    const auto ended = WalkConsole::now();
    QVERIFY(m_here->stateOf(m_card, contract::walk_step::end) == MarkState::Complete);
    qInfo("%s %s: raised %.1f s after the provider stopped, complete %.1f s after it went on",
            name(m_alarm.alarm).data(), m_card.c_str(),
            static_cast<double>(raised - stopped) / 1000,
            static_cast<double>(ended - resumed) / 1000);
    for (const auto& step : desk.walkOf(m_card)->steps)
        if (step.kind == StepKind::Watch) {
            const auto* mark = desk.walkOf(m_card)->mark(step.id);
            QVERIFY2(mark && mark->state == MarkState::Done, step.id.c_str());
            QVERIFY(mark->source == contract::MarkSource::Figures);
        }
}

void TestCardWalk::everyTickIsInTheTimelineOnce()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_here->runbook().unshared(), std::size_t{0}, 15000);
    const auto* walk = m_here->runbook().walkOf(m_card);
    QVERIFY(walk);
    for (const auto& [step, mark] : walk->marks)
        QTRY_COMPARE_WITH_TIMEOUT(
                m_rehearsal.count(QStringLiteral("select count(*) from saikobi.timeline where id = "
                                                 "'%1' and kind in ('card', 'step', 'call')")
                                          .arg(QString::fromStdString(mark.id))),
                1, 10000);
    // Nothing that instances judge is doubled: done and open take turns.
    QCOMPARE(m_rehearsal.count(
                     "select count(*) from (select data ->> 'state' as now_is, lag(data ->> "
                     "'state') "
                     "over (partition by subject, data ->> 'step' order by at, id) as was from "
                     "saikobi.timeline where kind = 'step' and data ->> 'how' = 'figures') x where "
                     "now_is = was"),
            0);
    QCOMPARE(m_rehearsal.count("select count(*) from saikobi.timeline where kind = 'card' and data "
                               "->> 'state' = 'complete'"),
            1);
}

void TestCardWalk::theSecondConsoleSawThemWithinTwoSeconds()
{
    qint64 latest = 0;
    int compared = 0;
    for (const auto& [id, at] : m_here->seen()) {
        QTRY_VERIFY_WITH_TIMEOUT(m_there->seen().contains(id), 15000);
        latest = std::max(latest, m_there->seen().at(id) - at);
        ++compared;
    }
    QVERIFY(compared >= 10);
    qInfo("%d marks, the latest reached the second console %lld ms after the first", compared,
            static_cast<long long>(latest));
    QVERIFY2(latest <= sharedWithinMs, qPrintable(QString::number(latest)));
}

QTEST_GUILESS_MAIN(TestCardWalk)
#include "test_card_walk.moc"
