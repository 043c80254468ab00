#include <QTest>

#include "backend/contract/runbook.h"
#include "backend/contract/shipped_cards.h"

using namespace saikobi::contract;
using namespace std::chrono_literals;

/// Compiled cards on their way between compiler, store, instances and desks.
class TestRunbook : public QObject {
    Q_OBJECT

private slots:
    void cardsSurviveJson();
    void brokenOnesAreRefusedWithTheirPlace_data();
    void brokenOnesAreRefusedWithTheirPlace();
    void aWatchIsMetByItsComparison();
    void aReviewFromOutsideAges();
    void everyFormHasItsCommand();
};

void TestRunbook::cardsSurviveJson()
{
    const auto& shipped = shippedCards();
    const auto json = toJson(shipped);
    QVERIFY(json.size() < longestRunbook / 4);
    const auto read = cardsFromJson(json);
    QVERIFY2(read, read ? "" : read.error().detail.c_str());
    QCOMPARE(toJson(read.value()), json);
    auto again = read.value();
    stampRevisions(again);
    QCOMPARE(again.revision, shipped.revision);
    QCOMPARE(again.card("C3")->step("t2")->role, std::optional{Role::PaymentDuty});
    QVERIFY(!again.card("C99"));
}

void TestRunbook::brokenOnesAreRefusedWithTheirPlace_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("told");
    QTest::addRow("no JSON") << QByteArray("{\"format\"") << QByteArray("format")
                             << "runbook: not a compiled runbook";
    QTest::addRow("of a newer program") << QByteArray("\"format\":1") << QByteArray("\"format\":2")
                                        << "runbook: compiled by a newer version";
    QTest::addRow("kind") << QByteArray("\"kind\":\"timer\"") << QByteArray("\"kind\":\"clock\"")
                          << "runbook: card C1, step t6: there is no kind 'clock'";
    QTest::addRow("form") << QByteArray("\"open\":\"rate\"") << QByteArray("\"open\":\"pace\"")
                          << "runbook: card C1, step f2: there is no form 'pace'";
    QTest::addRow("role") << QByteArray("\"role\":\"infrastructure\"")
                          << QByteArray("\"role\":\"nobody\"")
                          << "runbook: card C1, step f3: there is no role 'nobody'";
    QTest::addRow("figure") << QByteArray("\"figure\":\"reloads\"")
                            << QByteArray("\"figure\":\"loads\"")
                            << "runbook: card C1, step t1: there is no figure 'loads'";
    QTest::addRow("alarm") << QByteArray("\"A04\"") << QByteArray("\"A99\"")
                           << "runbook: card C1: there is no alarm 'A99'";
    QTest::addRow("branch") << QByteArray("\"yes\":\"f5\"") << QByteArray("\"yes\":\"f8\"")
                            << "runbook: card C1: step f4: there is no step 'f8'";
    QTest::addRow("twice") << QByteArray("\"id\":\"C2\"") << QByteArray("\"id\":\"C1\"")
                           << "runbook: there are two cards C1";
    QTest::addRow("a text in one language")
            << QByteArray("\"aim\":{\"ja\":\"") << QByteArray("\"aim\":{\"jp\":\"")
            << "runbook: card C1: aim lacks a language";
    QTest::addRow("no revision") << QByteArray("\"revision\"") << QByteArray("\"version\"")
                                 << "runbook: no revision";
}

void TestRunbook::brokenOnesAreRefusedWithTheirPlace()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, told);
    auto json = QByteArray::fromStdString(toJson(shippedCards()));
    const auto at = json.indexOf(from);
    QVERIFY(at >= 0);
    json.replace(at, from.size(), to);
    const auto read = cardsFromJson(json.toStdString());
    QVERIFY(!read);
    QCOMPARE(QString::fromStdString(read.error().detail), told);
}

void TestRunbook::aWatchIsMetByItsComparison()
{
    const auto met = [](Comparison comparison, double seen) {
        return isMet({Figure::BudgetUsed, comparison, 85, 60s}, seen);
    };
    QVERIFY(met(Comparison::Below, 84.9) && !met(Comparison::Below, 85));
    QVERIFY(met(Comparison::AtMost, 85) && !met(Comparison::AtMost, 85.1));
    QVERIFY(met(Comparison::Equal, 85) && !met(Comparison::Equal, 84));
    QVERIFY(met(Comparison::AtLeast, 85) && !met(Comparison::AtLeast, 84.9));
    QVERIFY(met(Comparison::Above, 85.1) && !met(Comparison::Above, 85));
    // Clocks part in both directions.
    QVERIFY(!isMet({Figure::ClockSkew, Comparison::Below, 2, 30s}, -5));
    QCOMPARE(expressionOf({Figure::BudgetUsed, Comparison::Below, 85, 60s}),
            std::string("budget_used < 85 % for 1 min"));
    QCOMPARE(expressionOf({Figure::OwnP95, Comparison::AtMost, 0.15, 90s}),
            std::string("own_p95 <= 0.15 s for 90 s"));
}

void TestRunbook::aReviewFromOutsideAges()
{
    Card card;
    card.revised = "2026-11-20";
    QVERIFY(card.isChangedSinceReview());
    card.reviewed = {{"finance", "2026-11-20"}, {"security", "2026-03-01"}};
    QCOMPARE(card.lastReview(), std::string("2026-11-20"));
    QVERIFY(!card.isChangedSinceReview());
    card.revised = "2026-11-21";
    QVERIFY(card.isChangedSinceReview());
}

void TestRunbook::everyFormHasItsCommand()
{
    for (std::size_t i = 0; i < controlFormCount; ++i) {
        const auto form = static_cast<ControlForm>(i);
        QCOMPARE(controlFormNamed(name(form)), std::optional{form});
        QVERIFY(!name(commandOf(form)).empty());
        const auto actions = actionsOf(form);
        QVERIFY(actions.empty() || commandOf(form, actions[0]) != commandOf(form, actions[1]));
    }
    QCOMPARE(commandOf(ControlForm::Product), CommandKind::StopProduct);
    QCOMPARE(commandOf(ControlForm::Product, "start"), CommandKind::StartProduct);
    QCOMPARE(commandOf(ControlForm::Close, "reopen"), CommandKind::Reopen);
    QCOMPARE(commandOf(ControlForm::EndIdle), CommandKind::EndIdle);
    for (std::size_t i = 0; i < roleCount; ++i)
        QCOMPARE(roleNamed(name(static_cast<Role>(i))), std::optional{static_cast<Role>(i)});
}

QTEST_GUILESS_MAIN(TestRunbook)
#include "test_runbook.moc"
