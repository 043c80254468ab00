#include <QTest>

#include <pqxx/pqxx>

#include <map>
#include <random>
#include <thread>

#include "backend/shop/order_store.h"
#include "backend/stores/array_text.h"
#include "tests/shop/shop_world.h"

using namespace saikobi;
using stores::arrayText;
using tests::ShopWorld;

namespace {

struct Line {
    int product = 0;
    int quantity = 0;
};

struct Wanted {
    std::string id{};
    std::string person{};
    int slot = 0;
    std::vector<Line> lines{};
};

std::string orderId(int number)
{
    return QStringLiteral("01890000-0000-7000-8000-%1")
            .arg(number, 12, 10, QChar(u'0'))
            .toStdString();
}

/// reserve_batch as the backend calls it. Outcome by order.
std::map<std::string, std::string> reserve(
        pqxx::connection_base& on, const std::vector<Wanted>& batch)
{
    std::vector<std::string> orders, persons, places, lineOrders, products, quantities;
    for (const auto& wanted : batch) {
        orders.push_back(wanted.id);
        persons.push_back(wanted.person);
        places.push_back(std::to_string(wanted.slot));
        for (const auto& line : wanted.lines) {
            lineOrders.push_back(std::to_string(orders.size()));
            products.push_back(std::to_string(line.product));
            quantities.push_back(std::to_string(line.quantity));
        }
    }
    pqxx::nontransaction work(on);
    std::map<std::string, std::string> out;
    for (const auto& row :
            work.exec_params("select * from saikobi.reserve_batch('me', $1, $2, $3, $4, $5, $6)",
                    arrayText(orders), arrayText(persons), arrayText(places), arrayText(lineOrders),
                    arrayText(products), arrayText(quantities)))
        out[row[0].as<std::string>()] = row[1].as<std::string>();
    return out;
}

/// Of `outcomes` those of the orders in `batch`.
std::map<std::string, std::string> ofBatch(
        const std::map<std::string, std::string>& outcomes, const std::vector<Wanted>& batch)
{
    std::map<std::string, std::string> out;
    for (const auto& wanted : batch)
        out[wanted.id] = outcomes.at(wanted.id);
    return out;
}

/// What the allocator must answer, written down without any cleverness.
class PlainModel {
public:
    std::map<int, int> left{{1, 40}, {2, 15}, {3, 4}};
    std::map<int, int> limits{{1, 3}, {2, 2}, {3, 1}};
    std::map<int, int> places{{1, 30}, {2, 5}};
    std::map<std::pair<std::string, int>, int> owned{};

    std::string outcomeOf(const Wanted& wanted)
    {
        if (places[wanted.slot] < 1)
            return "slot_full";
        for (const auto& line : wanted.lines) {
            if (left[line.product] < line.quantity)
                return "sold_out";
            if (owned[{wanted.person, line.product}] + line.quantity > limits[line.product])
                return "limit";
        }
        take(wanted, 1);
        return "reserved";
    }

    void take(const Wanted& wanted, int sign)
    {
        places[wanted.slot] -= sign;
        for (const auto& line : wanted.lines) {
            left[line.product] -= sign * line.quantity;
            owned[{wanted.person, line.product}] += sign * line.quantity;
        }
    }
};

} // namespace

class TestReserveBatch : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void randomBatchesAgreeWithAPlainModel_data();
    void randomBatchesAgreeWithAPlainModel();
    void threeWritersRepeatingTheSameOrdersGrantEachOnce();
    void anOrderOfAnotherOwnerIsNotTouched();
    void aStockFirstOrderIsServedBeforeItsMoneyIsAsked();
    void aRefusedStockFirstOrderEnds();
    void aStockFirstOrderGivesBack_data();
    void aStockFirstOrderGivesBack();
    void plansDoNotScanTheFullTable();

private:
    void authorise(const std::vector<Wanted>& orders);
    void finish(pqxx::connection_base& on, const Wanted& order, bool isPaid);
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
};

void TestReserveBatch::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestReserveBatch::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
}

/// Orders of owner `me` that wait for stock.
void TestReserveBatch::authorise(const std::vector<Wanted>& orders)
{
    pqxx::connection connection(m_stores->superuserUrl());
    pqxx::work work(connection);
    for (const auto& order : orders) {
        std::vector<std::string> firsts, products, quantities, prices;
        for (const auto& line : order.lines) {
            firsts.push_back("1");
            products.push_back(std::to_string(line.product));
            quantities.push_back(std::to_string(line.quantity));
            prices.push_back("100");
        }
        work.exec_params("select saikobi.create_orders('me', array[$1::text::uuid], '{demo}', "
                         "array[$2], '{1}', array[$1::text], '{c}', array[$3::bigint], '{card}', "
                         "'{sim}', '{direct}', '{f}', '{pm}', '{\"\"}', $4, $5, $6, $7, '1 h')",
                order.id, order.person, order.slot, arrayText(firsts), arrayText(products),
                arrayText(quantities), arrayText(prices));
        work.exec_params("select saikobi.authorise_orders('me', array[$1::text::uuid], "
                         "array['pi_' || $1::text])",
                order.id);
    }
    work.exec("update saikobi.orders set status = 'authorised' where status = 'authorising'");
    work.commit();
}

void TestReserveBatch::finish(pqxx::connection_base& on, const Wanted& order, bool isPaid)
{
    pqxx::nontransaction work(on);
    const auto ids = arrayText({order.id});
    if (isPaid) {
        work.exec_params("select saikobi.settle_batch('me', $1, '{\"\"}')", ids);
    } else {
        work.exec_params("select saikobi.begin_voids('me', $1, '{cancelled}', '')", ids);
        work.exec_params("select saikobi.give_back_batch('me', $1)", ids);
    }
}

void TestReserveBatch::randomBatchesAgreeWithAPlainModel_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 6; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void TestReserveBatch::randomBatchesAgreeWithAPlainModel()
{
    QFETCH(int, seed);
    std::mt19937 chance(static_cast<unsigned>(seed));
    const auto roll = [&](int below) { return int(chance() % unsigned(below)); };
    m_stores->execute(
            "update saikobi.sale set settings = '{\"give_back\": \"at_once\"}';"
            "update saikobi.stock s set total = v.total, per_person = v.most from (values "
            "(1, 40, 3), (2, 15, 2), (3, 4, 1)) v(id, total, most) where s.product = v.id;"
            "update saikobi.slot set total = case id when 1 then 30 else 5 end");
    PlainModel model;
    pqxx::connection connection(m_stores->backendUrl());
    std::map<std::string, std::string> answered;
    std::vector<Wanted> all;
    int number = 0;
    for (int round = 0; round < 12; ++round) {
        std::vector<Wanted> batch;
        const int size = 1 + roll(round % 3 == 0 ? 3 : 10); // small ones often fit as a whole
        for (int i = 0; i < size; ++i) {
            // Persons come back in later rounds, when their last order has ended.
            Wanted wanted{orderId(++number), "p" + std::to_string(i), 1 + int(roll(4) == 0), {}};
            for (int product = 1; product <= 3; ++product)
                if (roll(2) == 0)
                    wanted.lines.push_back({product, 1 + roll(3)});
            if (wanted.lines.empty())
                wanted.lines.push_back({1, 1});
            batch.push_back(wanted);
        }
        authorise(batch);
        auto sent = batch;
        if (!all.empty()) // an old one comes again: it changes nothing
            sent.push_back(all[std::size_t(roll(int(all.size())))]);
        const auto outcomes = reserve(connection, sent);
        for (const auto& wanted : batch) {
            const auto expected = model.outcomeOf(wanted);
            QCOMPARE(outcomes.at(wanted.id), expected);
            answered[wanted.id] = expected;
        }
        if (sent.size() > batch.size()) // all of them have ended
            QCOMPARE(outcomes.at(sent.back().id), std::string{"moved"});
        QCOMPARE(reserve(connection, batch), ofBatch(outcomes, batch));
        for (const auto& wanted : batch) {
            const bool isReserved = answered[wanted.id] == "reserved";
            const bool isPaid = isReserved && roll(4) != 0;
            finish(connection, wanted, isPaid);
            if (isReserved && !isPaid)
                model.take(wanted, -1);
        }
        all.insert(all.end(), batch.begin(), batch.end());
    }
    for (const auto& [product, left] : model.left)
        QCOMPARE(m_stores->numberOf("select total - held - sold from saikobi.stock where product = "
                         + std::to_string(product)),
                left);
    for (const auto& [slot, left] : model.places)
        QCOMPARE(m_stores->numberOf("select total - held - sold from saikobi.slot where id = "
                         + std::to_string(slot)),
                left);
    // Unfinished and orphans are not meant here: no provider took part.
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_oversold"), 0);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_stranded_stock"), 0);
}

void TestReserveBatch::threeWritersRepeatingTheSameOrdersGrantEachOnce()
{
    m_stores->execute("update saikobi.stock set total = 100 where product in (1, 2);"
                      "update saikobi.slot set total = 1000");
    std::vector<Wanted> orders;
    for (int i = 1; i <= 240; ++i)
        orders.push_back({orderId(i), "p" + std::to_string(i), 1, {{1, 1}, {2, 1}}});
    authorise(orders);
    std::vector<std::map<std::string, std::string>> told(3);
    std::vector<std::thread> writers;
    for (std::size_t w = 0; w < 3; ++w)
        writers.emplace_back([&, w] {
            pqxx::connection connection(m_stores->backendUrl());
            for (std::size_t at = 0; at < orders.size(); at += 16) {
                const auto begin = orders.begin() + static_cast<std::ptrdiff_t>(at);
                told[w].merge(reserve(connection, {begin, begin + 16}));
            }
        });
    for (auto& writer : writers)
        writer.join();
    QCOMPARE(m_stores->numberOf("select count(distinct order_id) from saikobi.reservation"), 100);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.reservation"), 200);
    QCOMPARE(m_stores->numberOf("select held from saikobi.stock where product = 1"), 100);
    QCOMPARE(m_stores->numberOf("select held from saikobi.slot where id = 1"), 100);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_oversold"), 0);
    // Nobody is told "sold out" about an order that another writer has just been granted.
    for (const auto& order : orders) {
        const bool isHeld
                = m_stores->numberOf(
                          "select count(*) from saikobi.orders where status = 'capturing' "
                          "and id = '"
                          + order.id + "'")
                == 1;
        for (const auto& outcomes : told)
            QCOMPARE(isHeld && outcomes.at(order.id) == "sold_out", false);
    }
}

void TestReserveBatch::anOrderOfAnotherOwnerIsNotTouched()
{
    const Wanted wanted{orderId(1), "p1", 1, {{1, 1}}};
    authorise({wanted});
    m_stores->execute("update saikobi.orders set owner = 'somebody-else'");
    pqxx::connection connection(m_stores->backendUrl());
    QCOMPARE(reserve(connection, {wanted}).at(wanted.id), std::string{"moved"});
    QCOMPARE(m_stores->numberOf("select sum(held) from saikobi.stock"), 0);
}

void TestReserveBatch::aStockFirstOrderIsServedBeforeItsMoneyIsAsked()
{
    const Wanted wanted{orderId(1), "p1", 1, {{1, 2}}};
    authorise({wanted});
    m_stores->execute("update saikobi.orders set status = 'created', stock_first = true");
    pqxx::connection connection(m_stores->backendUrl());
    for (int ask = 0; ask < 2; ++ask) // the second one is a repeat
        QCOMPARE(reserve(connection, {wanted}).at(wanted.id), std::string{"reserved"});
    QCOMPARE(m_stores->valueOf("select status from saikobi.orders"), std::string{"reserved"});
    QCOMPARE(m_stores->numberOf("select held from saikobi.stock where product = 1"), 2);
    finish(connection, wanted, true); // its page says paid
    QCOMPARE(m_stores->valueOf("select status from saikobi.orders"), std::string{"paid"});
    QCOMPARE(m_world->findings(), std::string{});
}

/// Nothing was asked of anybody, so there is nothing to void.
void TestReserveBatch::aRefusedStockFirstOrderEnds()
{
    const Wanted wanted{orderId(1), "p1", 1, {{3, 2}}};
    authorise({wanted});
    m_stores->execute("update saikobi.orders set status = 'created', stock_first = true");
    pqxx::connection connection(m_stores->backendUrl());
    QCOMPARE(reserve(connection, {wanted}).at(wanted.id), std::string{"sold_out"});
    QCOMPARE(
            m_stores->valueOf("select status || ' ' || (ended_at is not null) from saikobi.orders"),
            std::string{"sold_out true"});
    QCOMPARE(m_stores->valueOf("select standing from saikobi.payment"), std::string{"voided"});
    QCOMPARE(m_stores->numberOf("select sum(held) from saikobi.stock"), 0);
}

void TestReserveBatch::aStockFirstOrderGivesBack_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("end");
    QTest::newRow("given up before its page")
            << QStringLiteral("reserved") << QStringLiteral("cancelled voided");
    QTest::newRow("declined") << QStringLiteral("capturing") << QStringLiteral("declined declined");
    QTest::newRow("declined on its page")
            << QStringLiteral("action_required") << QStringLiteral("declined declined");
    QTest::newRow("page closed") << QStringLiteral("expiring") << QStringLiteral("expired voided");
}

void TestReserveBatch::aStockFirstOrderGivesBack()
{
    QFETCH(QString, from);
    QFETCH(QString, end);
    const Wanted wanted{orderId(1), "p1", 1, {{1, 2}}};
    authorise({wanted});
    m_stores->execute("update saikobi.orders set status = 'created', stock_first = true");
    pqxx::connection connection(m_stores->backendUrl());
    reserve(connection, {wanted});
    m_stores->execute("update saikobi.orders set status = '" + from.toStdString() + "'");
    pqxx::nontransaction work(connection);
    work.exec_params(
            "select saikobi.give_back_batch('me', $1, '{no_funds}')", arrayText({wanted.id}));
    QCOMPARE(m_stores->valueOf("select o.status || ' ' || p.standing from saikobi.orders o join "
                               "saikobi.payment p on p.order_id = o.id and p.code = 'no_funds'"),
            end.toStdString());
    QCOMPARE(m_stores->numberOf("select sum(held) from saikobi.stock"), 0);
    QCOMPARE(m_world->findings(), std::string{});
}

/// A plan made while the table was empty must not become a scan of the full one (CHECKOUT.md §1.3).
void TestReserveBatch::plansDoNotScanTheFullTable()
{
    m_stores->execute(
            "insert into saikobi.reservation (product, first_unit, qty, order_id, person) "
            "select 1, 1000 + n, 1, gen_random_uuid(), 'x' || n from generate_series(1, 20000) n;"
            "analyze saikobi.reservation");
    const Wanted wanted{orderId(1), "p1", 1, {{1, 1}}};
    authorise({wanted});
    const auto scans = [&] {
        m_stores->execute("select pg_stat_force_next_flush()");
        return m_stores->numberOf(
                "select seq_scan from pg_stat_user_tables where relname = 'reservation'");
    };
    const auto before = scans();
    {
        pqxx::connection connection(m_stores->backendUrl());
        for (int i = 0; i < 8;
                ++i) // beyond the fifth call, from which on a generic plan may be kept
            reserve(connection, {wanted});
        pqxx::nontransaction work(connection);
        work.exec("select pg_stat_force_next_flush()");
    }
    QCOMPARE(scans(), before);
}

QTEST_GUILESS_MAIN(TestReserveBatch)
#include "test_reserve_batch.moc"
