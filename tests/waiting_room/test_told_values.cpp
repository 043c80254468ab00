#include <QTest>

#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using contract::CommandKind;
using tests::PacedLine;
using namespace std::chrono_literals;

namespace {

struct Step {
    CommandKind kind = CommandKind::Probe;
    std::map<std::string, std::string> parameters{};
};

} // namespace

Q_DECLARE_METATYPE(Step)
Q_DECLARE_METATYPE(std::vector<Step>)

/// The timeline tells the values of a command where old and new do not: whoever walks a card sees
/// whether the very command of a step is in force.
class TestToldValues : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = tests::TestStores::start();
        QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_stores->clear();
    }

    void theTimelineTellsTheValues_data()
    {
        QTest::addColumn<std::vector<Step>>("before");
        QTest::addColumn<Step>("step");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        using Steps = std::vector<Step>;
        const Step hold{CommandKind::Hold, {}};
        const auto add = [](const char* name, const Steps& before, const Step& step,
                                 const char* key, const char* value) {
            QTest::addRow("%s", name) << before << step << QByteArray{key} << QByteArray{value};
        };
        const char* late = "4102444800000";
        add("the text of a hold", {}, {CommandKind::Hold, {{"template", "pause"}}}, "template",
                "pause");
        add("the time of a hold", {}, {CommandKind::Hold, {{"resume_at", late}}}, "resume_at",
                late);
        add("a hold without a time", {}, hold, "resume_at", "");
        add("the time of a maintenance", {}, {CommandKind::Maintenance, {{"resume_at", late}}},
                "resume_at", late);
        add("the text of a message", {},
                {CommandKind::Message,
                        {{"message_ja", "順番"}, {"message_en", "wait"}, {"template", "stock"}}},
                "template", "stock");
        add("the rate of a release", {hold}, {CommandKind::Release, {{"rate", "30"}}}, "rate",
                "30");
        add("the rate before it", {hold}, {CommandKind::Release, {{"rate", "30"}}}, "was_rate",
                "60");
        add("how many were called", {{CommandKind::Call, {{"n", "3"}}}},
                {CommandKind::Call, {{"n", "4"}}}, "n", "4");
        add("the end of a block", {},
                {CommandKind::Block, {{"what", "192.0.2.1"}, {"until", late}}}, "until", late);
    }

    void theTimelineTellsTheValues()
    {
        QFETCH(std::vector<Step>, before);
        QFETCH(Step, step);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        PacedLine line(*m_stores, 60, 1s);
        line.settings().pacing = contract::Pacing::Manual;
        line.run(2s);
        line.join(20);
        before.push_back(step);
        for (const auto& each : before) {
            line.command(line.made(each.kind, each.parameters));
            line.run(100ms);
        }
        const auto entry = line.timeline("command").back();
        QCOMPARE(entry.subject, std::string{contract::name(step.kind)});
        QCOMPARE(entry.data.at("result"), std::string{"in_force"});
        const auto told = entry.data.find(key.toStdString());
        QCOMPARE(told == entry.data.end() ? std::string{} : told->second, value.toStdString());
    }

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

QTEST_GUILESS_MAIN(TestToldValues)
#include "test_told_values.moc"
