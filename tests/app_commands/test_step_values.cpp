#include <QTest>

#include "app/commands/step_values.h"
#include "backend/contract/shipped_cards.h"

using namespace saikobi;
using contract::ControlForm;
using namespace std::chrono_literals;

using Words = std::map<std::string, std::string>;
Q_DECLARE_METATYPE(Words)
Q_DECLARE_METATYPE(ControlForm)

namespace {

constexpr std::int64_t madeMs = 1'760'000'000'000;

std::string in(std::chrono::milliseconds time)
{
    return std::to_string(madeMs + time.count());
}

} // namespace

/// What the values of a command step mean, and which command they are.
class TestStepValues : public QObject {
    Q_OBJECT

private slots:
    void aRateIsANumberAShareOrTheAdvice()
    {
        QCOMPARE(commands::rateMeant("84", {}, {}), 84);
        QCOMPARE(commands::rateMeant("50%", 85, {}), 42);
        QCOMPARE(commands::rateMeant("50%", 1, {}), 1);
        QCOMPARE(commands::rateMeant("rate_advised", 300, 83.9), 83);
        for (const auto* text : {"", "%", "0", "-3", "8 4", "200000", "abc"})
            QVERIFY2(!commands::rateMeant(text, 85, 83), text);
        QVERIFY(!commands::rateMeant("50%", {}, 83));
        QVERIFY(!commands::rateMeant("rate_advised", 85, {}));
    }

    void aTimeHasItsUnit()
    {
        QCOMPARE(commands::timeMeant("90s"), 90s);
        QCOMPARE(commands::timeMeant("15m"), 15min);
        QCOMPARE(commands::timeMeant("1h"), 1h);
        for (const auto* text : {"", "m", "15", "0m", "1.5h", "15 m"})
            QVERIFY2(!commands::timeMeant(text), text);
    }

    void aCommandFulfilsAStep_data()
    {
        QTest::addColumn<ControlForm>("form");
        QTest::addColumn<Words>("values");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<Words>("told");
        QTest::addColumn<bool>("isIt");
        const auto row = [](const char* claim, ControlForm form, const Words& values,
                                 const char* kind, const Words& told, bool isIt) {
            QTest::addRow("%s", claim)
                    << form << values << QString::fromLatin1(kind) << told << isIt;
        };
        const Words busy{{"message", "payment_busy"}, {"resume_in", "15m"}};
        const Words held{{"template", "payment_busy"}, {"resume_at", in(15min)}};
        row("a hold with its text and time", ControlForm::Hold, busy, "hold", held, true);
        row("a little later for reading it", ControlForm::Hold, busy, "hold",
                {{"template", "payment_busy"}, {"resume_at", in(15min - 40s)}}, true);
        row("a hold with another text", ControlForm::Hold, busy, "hold",
                {{"template", "pause"}, {"resume_at", in(15min)}}, false);
        row("a hold with another time", ControlForm::Hold, busy, "hold",
                {{"template", "payment_busy"}, {"resume_at", in(30min)}}, false);
        row("a hold that promises nothing", ControlForm::Hold, busy, "hold",
                {{"template", "payment_busy"}}, false);
        row("maintenance is no hold", ControlForm::Hold, busy, "maintenance", held, false);
        row("a step that says nothing takes any", ControlForm::Rate, {}, "rate",
                {{"old", "300"}, {"new", "300"}}, true);
        row("the rate itself", ControlForm::Rate, {{"value", "84"}}, "rate",
                {{"old", "300"}, {"new", "84"}}, true);
        row("another rate", ControlForm::Rate, {{"value", "84"}}, "rate",
                {{"old", "300"}, {"new", "85"}}, false);
        row("half of what it was", ControlForm::Rate, {{"value", "50%"}}, "rate",
                {{"old", "301"}, {"new", "150"}}, true);
        row("not half of it", ControlForm::Rate, {{"value", "50%"}}, "rate",
                {{"old", "301"}, {"new", "200"}}, false);
        row("what was advised a minute before", ControlForm::Rate, {{"value", "rate_advised"}},
                "rate", {{"old", "300"}, {"new", "120"}}, true);
        row("what was never advised", ControlForm::Rate, {{"value", "rate_advised"}}, "rate",
                {{"old", "300"}, {"new", "200"}}, false);
        row("a release at half", ControlForm::Release, {{"value", "50%"}}, "release",
                {{"old", "operator"}, {"new", ""}, {"rate", "42"}, {"was_rate", "85"}}, true);
        row("a release at the full rate", ControlForm::Release, {{"value", "50%"}}, "release",
                {{"old", "operator"}, {"new", ""}, {"rate", "85"}, {"was_rate", "85"}}, false);
        row("one person", ControlForm::Admit, {{"n", "1"}}, "admit", {{"old", "0"}, {"new", "1"}},
                true);
        row("ten people", ControlForm::Admit, {{"n", "1"}}, "admit", {{"old", "0"}, {"new", "10"}},
                false);
        row("fifty places", ControlForm::Call, {{"n", "50"}}, "call",
                {{"old", "20"}, {"new", "70"}, {"n", "50"}}, true);
        row("seventy places in all are not seventy", ControlForm::Call, {{"n", "70"}}, "call",
                {{"old", "20"}, {"new", "70"}, {"n", "50"}}, false);
        row("an opening in twenty minutes", ControlForm::Opening,
                {{"action", "move"}, {"in", "20m"}}, "opening", {{"new", in(20min + 30s)}}, true);
        row("an opening in an hour", ControlForm::Opening, {{"action", "move"}, {"in", "20m"}},
                "opening", {{"new", in(1h)}}, false);
        row("opening now is another command", ControlForm::Opening, {{"action", "now"}}, "opening",
                {{"new", in(20min)}}, false);
        row("proof of work", ControlForm::WorkBits, {{"bits", "16"}}, "work_bits",
                {{"old", "0"}, {"new", "16"}}, true);
        row("easier work", ControlForm::WorkBits, {{"bits", "16"}}, "work_bits",
                {{"old", "0"}, {"new", "12"}}, false);
        row("the source, for an hour", ControlForm::Block,
                {{"action", "block"}, {"what", "192.0.2.0/24"}, {"for", "60m"}}, "block",
                {{"new", "192.0.2.0/24"}, {"until", in(60min)}}, true);
        row("another source", ControlForm::Block, {{"action", "block"}, {"what", "192.0.2.0/24"}},
                "block", {{"new", "198.51.100.0/24"}}, false);
        row("let in again", ControlForm::Block, {{"action", "lift"}, {"what", "192.0.2.0/24"}},
                "unblock", {{"old", "192.0.2.0/24"}, {"new", ""}}, true);
        row("blocking is not lifting", ControlForm::Block, {{"action", "lift"}}, "block",
                {{"new", "192.0.2.0/24"}}, false);
        row("the product", ControlForm::Product, {{"action", "stop"}, {"product", "A-01"}},
                "stop_product", {{"product", "3"}, {"new", "stopped"}}, true);
        row("another product", ControlForm::Product, {{"action", "stop"}, {"product", "A-01"}},
                "stop_product", {{"product", "4"}, {"new", "stopped"}}, false);
        row("any product", ControlForm::Product, {{"action", "stop"}}, "stop_product",
                {{"product", "4"}, {"new", "stopped"}}, true);
        row("the method", ControlForm::Method, {{"action", "disable"}, {"method", "card"}},
                "disable_method", {{"method", "card"}, {"new", "disabled"}}, true);
        row("another method", ControlForm::Method, {{"action", "disable"}, {"method", "card"}},
                "disable_method", {{"method", "paypal"}, {"new", "disabled"}}, false);
        row("the limit", ControlForm::Limit, {{"provider", "sim"}, {"value", "20"}},
                "provider_limit", {{"provider", "sim"}, {"calls_per_second", "20"}}, true);
        row("another limit", ControlForm::Limit, {{"provider", "sim"}, {"value", "20"}},
                "provider_limit", {{"provider", "sim"}, {"calls_per_second", "30"}}, false);
        row("four units in ten minutes", ControlForm::Offer,
                {{"product", "A-01"}, {"n", "4"}, {"in", "10m"}}, "offer_kept",
                {{"product", "3"}, {"n", "4"}, {"at", in(10min)}}, true);
        row("three units", ControlForm::Offer, {{"n", "4"}}, "offer_kept",
                {{"product", "3"}, {"n", "3"}, {"at", in(10min)}}, false);
        row("the end of the sale", ControlForm::Close, {{"action", "close"}}, "close",
                {{"old", "open"}, {"new", "closed"}}, true);
        row("opened again", ControlForm::Close, {{"action", "close"}}, "reopen",
                {{"old", "closed"}, {"new", "open"}}, false);
        row("the idle session", ControlForm::EndIdle, {}, "end_idle", {{"old", "x 4"}}, true);
        row("refused", ControlForm::EndIdle, {}, "end_idle", {{"result", "refused"}}, false);
    }

    void aCommandFulfilsAStep()
    {
        QFETCH(ControlForm, form);
        QFETCH(Words, values);
        QFETCH(QString, kind);
        QFETCH(Words, told);
        QFETCH(bool, isIt);
        contract::Step step;
        step.kind = contract::StepKind::Command;
        step.form = form;
        step.values = values;
        contract::TimelineEntry entry;
        entry.kind = "command";
        entry.subject = kind.toStdString();
        entry.at = contract::fromUnixMs(madeMs + 400);
        entry.data = told;
        entry.data.emplace("result", "in_force");
        entry.data["ms"] = "400";
        QCOMPARE(commands::fulfils(step, entry, sale()), isIt);
    }

    /// Whatever a shipped card asks for is some command's way of being in force.
    void everyShippedStepCanBeFulfilled()
    {
        int steps = 0;
        for (const auto& card : contract::shippedCards().all)
            for (const auto* list : {&card.first, &card.then})
                for (const auto& step : *list) {
                    if (!step.form)
                        continue;
                    ++steps;
                    QVERIFY2(commands::fulfils(step, obeyed(step), sale()),
                            (card.id + " " + step.id).c_str());
                }
        QVERIFY(steps > 30);
    }

private:
    /// The advice fell from 130 to 120 in the last minute.
    static contract::SaleSnapshot sale()
    {
        contract::SaleSnapshot out;
        contract::ProductStock product;
        product.id = {3};
        product.code = "A-01";
        out.products = {{product}, contract::fromUnixMs(madeMs)};
        constexpr auto index = static_cast<std::size_t>(contract::Figure::RateAdvised);
        auto history = std::make_shared<contract::History>();
        for (int second = 60; second >= 0; --second) {
            contract::HistoryRow row;
            row.at = contract::fromUnixMs(madeMs) - std::chrono::seconds{second};
            row.values.at(index) = 120 + second / 6.0;
            history->push_back(row);
        }
        out.history = history;
        return out;
    }

    /// As the stores write it when somebody confirms just what the form was filled with.
    static contract::TimelineEntry obeyed(const contract::Step& step)
    {
        const auto action = step.values.find("action");
        contract::TimelineEntry out;
        out.kind = "command";
        out.subject = std::string{name(contract::commandOf(
                *step.form, action == step.values.end() ? std::string{} : action->second))};
        out.at = contract::fromUnixMs(madeMs);
        out.data = {{"result", "in_force"}, {"ms", "0"}, {"old", "100"}, {"was_rate", "100"}};
        for (const auto& [key, value] : step.values) {
            const auto time = commands::timeMeant(value);
            if (key == "message")
                out.data["template"] = value;
            else if (key == "resume_in")
                out.data["resume_at"] = in(*time);
            else if (key == "in")
                out.data["new"] = in(*time);
            else if (key == "value")
                out.data[*step.form == ControlForm::Release ? "rate" : "new"]
                        = std::to_string(commands::rateMeant(value, 100, 120).value_or(0));
            else if (key == "n")
                out.data["new"] = value;
        }
        return out;
    }
};

QTEST_MAIN(TestStepValues)
#include "test_step_values.moc"
