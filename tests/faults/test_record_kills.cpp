#include <QTest>

#include <chrono>
#include <set>

#include "tests/e2e/installation.h"

using namespace saikobi;
using contract::CommandKind;

namespace {

constexpr std::int64_t secondsBefore = 12; ///< of an ordinary sale before each blow

std::int64_t unixNow()
{
    return std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::system_clock::now().time_since_epoch())
            .count();
}

} // namespace

/// D46: an instance, Redis and Postgres are killed by SIGKILL while the sale is recorded. What was
/// confirmed to an operator is in the timeline, and of what was recorded before the blow at most
/// two seconds are missing.
class TestRecordKills : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void whatWasRecordedStays_data();
    void whatWasRecordedStays();

private:
    tests::TestStores& stores() { return m_installation->stores(); }
    std::set<std::int64_t> seconds(const std::string& where);
    bool setRate(int rate);
    void strike(const QByteArray& victim);

    std::unique_ptr<tests::Installation> m_installation{};
    int m_rate = 60;
};

void TestRecordKills::initTestCase()
{
    tests::SaleWords words;
    words.more = "order = \"fifo\"\n";
    m_installation = tests::Installation::start({words}, 2);
    QVERIFY2(m_installation, tests::Installation::whyNot().c_str());
    QTRY_VERIFY_WITH_TIMEOUT(
            stores().numberOf("select count(*) from saikobi.tick where instance = ''") > 2, 20000);
}

/// Seconds since 1970 of which there is such a tick.
std::set<std::int64_t> TestRecordKills::seconds(const std::string& where)
{
    std::set<std::int64_t> out;
    const auto list = QString::fromStdString(stores().valueOf(
            "select string_agg(distinct extract(epoch from at)::bigint::text, ' ') "
            "from saikobi.tick where "
            + where));
    for (const auto& word : list.split(u' ', Qt::SkipEmptyParts))
        out.insert(word.toLongLong());
    return out;
}

/// True once an operator could have read that it is in force.
bool TestRecordKills::setRate(int rate)
{
    m_installation->command("demo", CommandKind::SetRate, {{"rate", std::to_string(rate)}});
    return QTest::qWaitFor(
            [&] { return m_installation->status("demo", 1)["rate"].toInt() == rate; }, 8000);
}

void TestRecordKills::strike(const QByteArray& victim)
{
    if (victim == "instance") {
        m_installation->killInstance(0);
        return;
    }
    if (victim == "redis") {
        QVERIFY(stores().redis().stop(rehearsal::Ending::Kill));
        QVERIFY(stores().redis().startAgain());
        return;
    }
    QVERIFY(stores().postgres().stop(rehearsal::Ending::Kill));
    QVERIFY(stores().postgres().startAgain());
}

void TestRecordKills::whatWasRecordedStays_data()
{
    QTest::addColumn<QByteArray>("victim");
    for (const char* victim : {"instance", "postgres", "redis"})
        QTest::newRow(victim) << QByteArray{victim};
}

void TestRecordKills::whatWasRecordedStays()
{
    QFETCH(QByteArray, victim);
    const auto begun = unixNow();
    const auto since = " and at > to_timestamp(" + std::to_string(begun) + ")";
    QTRY_VERIFY_WITH_TIMEOUT(seconds("instance = ''" + since).size() >= secondsBefore, 30000);
    QVERIFY(setRate(--m_rate)); // lower: no interlock minds
    const auto struck = unixNow();
    strike(victim);
    if (victim == "instance")
        QVERIFY(m_installation->startInstance(0));
    // All of them record again.
    const auto later = " and at > to_timestamp(" + std::to_string(struck + 5) + ")";
    QTRY_VERIFY_WITH_TIMEOUT(seconds("instance = ''" + later).size() > 2
                    && stores().numberOf("select count(distinct instance) from saikobi.tick "
                                         "where instance <> ''"
                               + later)
                            == 2,
            60000);
    // Of the line, and of each instance by itself.
    const auto names = QString::fromStdString(stores().valueOf(
            "select string_agg(distinct instance, ' ') from saikobi.tick where instance <> ''"));
    QCOMPARE(names.split(u' ').size(), 2);
    for (const auto& name : QStringList{QString()} + names.split(u' ')) {
        const auto who = "instance = '" + name.toStdString() + "'";
        const auto there = seconds(who + " and at between to_timestamp(" + std::to_string(begun)
                + ") and to_timestamp(" + std::to_string(struck) + ")");
        int missing = 0;
        for (auto second = begun + 1; second <= struck; ++second)
            missing += there.contains(second) ? 0 : 1;
        qInfo("%s killed, %s: %d of %lld seconds are missing", victim.constData(), who.c_str(),
                missing, static_cast<long long>(struck - begun));
        QVERIFY(missing <= 2);
    }
    QTRY_COMPARE_WITH_TIMEOUT(stores().numberOf("select count(*) from saikobi.timeline where kind "
                                                "= 'command' and subject = 'rate' and "
                                                "data ->> 'new' = '"
                                      + std::to_string(m_rate) + "'"),
            1, 30000);
}

QTEST_GUILESS_MAIN(TestRecordKills)
#include "test_record_kills.moc"
