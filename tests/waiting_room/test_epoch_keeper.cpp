#include <QTest>

#include "backend/waiting_room/admission.h"
#include "backend/waiting_room/epoch_keeper.h"
#include "backend/waiting_room/sale_tickets.h"
#include "tests/support/run_until.h"
#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using contract::Epoch;
using contract::Phase;
using contract::Problem;
using tests::LineRig;
using waiting_room::JoinAnswer;
using namespace std::chrono_literals;

/// What keeps numbers unique, step by step and beside a line of another instance.
class TestEpochKeeper : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void theReserveLastsAMinuteOfTheGreatestCrowd();
    void aLossIsNoCrowd();
    void aLateCopyChangesNothing();
    void nobodyJoinsInAnEpochThatWasNotPaced();

private:
    /// Of the mark in Postgres, once it is above the first 1000.
    std::int64_t raisedCeiling(LineRig& rig);

    std::unique_ptr<tests::TestStores> m_stores;
};

namespace {

/// A keeper with its stores, as an instance has it.
struct Keeper {
    Keeper(tests::TestStores& stores, boost::asio::io_context& context, std::int64_t margin)
        : redis(stores.backendRedis())
        , postgres(stores.backendPostgres(1))
        , line("demo", context.get_executor(), redis)
        , marks("demo", context.get_executor(), postgres)
        , keeper(line, marks, margin)
    {
    }

    stores::RedisExecutor redis;
    stores::PostgresExecutor postgres;
    waiting_room::LineStore line;
    waiting_room::MarkStore marks;
    waiting_room::EpochKeeper keeper;
};

waiting_room::Paced pacedAt(std::chrono::milliseconds at, std::int64_t epoch, std::int64_t issued)
{
    waiting_room::Paced paced;
    paced.line.at = contract::fromUnixMs(1767225600000) + at;
    paced.line.epoch = Epoch{epoch};
    paced.line.issued = issued;
    paced.ceiling = 1000;
    paced.state = contract::toJson(paced.line);
    return paced;
}

} // namespace

void TestEpochKeeper::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

std::int64_t TestEpochKeeper::raisedCeiling(LineRig& rig)
{
    const auto ceiling
            = [&] { return m_stores->numberOf("select ceiling from saikobi.queue_mark"); };
    tests::runUntil(rig.context(), [&] { return ceiling() > 1000; });
    return ceiling();
}

void TestEpochKeeper::theReserveLastsAMinuteOfTheGreatestCrowd()
{
    LineRig rig(*m_stores, 60, 1000);
    QVERIFY(rig.becomesReady());
    Keeper own(*m_stores, rig.context(), 1000);
    own.keeper.follow(pacedAt(0ms, 1, 0), false);
    own.keeper.follow(pacedAt(500ms, 1, 100), false);
    own.keeper.follow(pacedAt(2000ms, 1, 200), false); // 100 a second
    QCOMPARE(raisedCeiling(rig), std::int64_t{200 + 60 * 100});
}

void TestEpochKeeper::aLossIsNoCrowd()
{
    LineRig rig(*m_stores, 60, 1000);
    QVERIFY(rig.becomesReady());
    Keeper own(*m_stores, rig.context(), 1000);
    own.keeper.follow(pacedAt(0ms, 0, 0), false);
    own.keeper.follow(pacedAt(1000ms, 1, 900), false);
    QCOMPARE(raisedCeiling(rig), std::int64_t{1900});
}

void TestEpochKeeper::aLateCopyChangesNothing()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    Keeper own(*m_stores, rig.context(), 1000);
    const auto copy = [&](std::int64_t revision, Phase phase) {
        m_stores->execute("update saikobi.queue_mark set seen_at = '-infinity'");
        auto paced = pacedAt(0ms, 1, 0);
        paced.line.revision.value = revision;
        paced.line.phase = phase;
        tests::awaited<contract::Result<waiting_room::CopyAnswer>>(rig.context(), [&](auto done) {
            own.marks.copy(Epoch{1}, contract::toJson(paced.line), 0, done);
        });
        return m_stores->valueOf("select phase from saikobi.queue_mark");
    };
    QCOMPARE(copy(8, Phase::Held), std::string{"held"});
    QCOMPARE(copy(7, Phase::Open), std::string{"held"});
    QCOMPARE(copy(8, Phase::Open), std::string{"open"});
}

void TestEpochKeeper::nobodyJoinsInAnEpochThatWasNotPaced()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    Keeper own(*m_stores, rig.context(), 1000);
    contract::Sale sale;
    sale.slug = "demo";
    contract::LineState line; // as paced in the first run
    contract::Measures measures;
    const waiting_room::SaleTickets tickets(rig.ticketKeys(), "demo");
    const auto passKeys = std::move(
            waiting_room::PassKeys::fromPem({{waiting_room::PassKeys::generatePem(), {}}}, "t"))
                                  .value();
    waiting_room::PassRecords records(own.marks);
    waiting_room::Admission admission({sale, line, rig.ticketKeys(), tickets, passKeys, measures,
            own.line, own.keeper, records});
    // Another instance has begun the second run; of this one a copy under way brings the news.
    m_stores->execute("update saikobi.queue_mark set epoch = 2");
    waiting_room::Recovery next;
    next.isFresh = true;
    next.mark.sale = "demo";
    next.mark.run.value = 2;
    next.mark.epoch = Epoch{2};
    next.mark.ceiling = 1000;
    next.mark.rate = {60};
    QVERIFY(tests::awaited<contract::Outcome>(rig.context(), [&](auto done) {
        own.line.recover(next, done);
    }).value());
    own.keeper.seek();
    QVERIFY(tests::runUntil(rig.context(), [&] { return own.keeper.epoch() == Epoch{2}; }));
    using Answer = std::variant<JoinAnswer, Problem>;
    const auto joined = tests::awaited<Answer>(rig.context(), [&](auto done) {
        admission.join({"a-visitor", 0}, done);
    });
    QVERIFY(joined && std::holds_alternative<Problem>(*joined));
    own.keeper.follow(pacedAt(0ms, 2, 0), false);
    QVERIFY(own.keeper.pacedEpoch() == Epoch{2});
    const auto later = tests::awaited<Answer>(rig.context(), [&](auto done) {
        admission.join({"a-visitor", 0}, done);
    });
    QVERIFY(later && std::holds_alternative<JoinAnswer>(*later));
}

QTEST_GUILESS_MAIN(TestEpochKeeper)
#include "test_epoch_keeper.moc"
