#include "backend/shop/order_batch_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <map>
#include <set>

#include "backend/contract/kill_point.h"
#include "backend/stores/array_text.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/prepared.h"

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;
using contract::passKillPoint;
using contract::Result;
using stores::arrayText;

namespace {

constexpr const char* deadline = "2 min"; ///< later an unfinished order is a finding

KeyVerdict verdictFrom(const std::string& spelled)
{
    static const std::map<std::string, KeyVerdict> verdicts{{"free", KeyVerdict::Free},
            {"created", KeyVerdict::Created}, {"same", KeyVerdict::Same},
            {"other", KeyVerdict::Other}, {"under_way", KeyVerdict::UnderWay},
            {"method_off", KeyVerdict::MethodOff}, {"stopped", KeyVerdict::Stopped},
            {"sold_out", KeyVerdict::SoldOut}, {"limit", KeyVerdict::Limit},
            {"slot_full", KeyVerdict::SlotFull}};
    return verdicts.at(spelled);
}

/// The lines of all orders of a batch, each with the position of its order.
struct LineColumns {
    explicit LineColumns(const std::vector<NewOrder>& batch)
    {
        std::vector<std::string> at, ids, counts, yen;
        for (std::size_t i = 0; i < batch.size(); ++i)
            for (const auto& line : batch[i].basket.lines) {
                at.push_back(std::to_string(i + 1));
                ids.push_back(std::to_string(line.product.value));
                counts.push_back(std::to_string(line.quantity));
                yen.push_back(std::to_string(line.price.value));
            }
        orders = arrayText(at);
        products = arrayText(ids);
        quantities = arrayText(counts);
        prices = arrayText(yen);
    }

    std::string orders{};
    std::string products{};
    std::string quantities{};
    std::string prices{};
};

/// The columns that looking up and creating share.
struct OrderColumns {
    explicit OrderColumns(const std::vector<NewOrder>& batch)
        : sales(stores::columnText(batch, [](const auto& order) { return order.buyer.sale; }))
        , persons(stores::columnText(batch, [](const auto& order) { return order.buyer.subject; }))
        , keys(stores::columnText(batch, [](const auto& order) { return order.idempotencyKey; }))
        , contents(
                  stores::columnText(batch, [](const auto& order) { return order.basket.content; }))
        , slots(stores::columnText(
                  batch, [](const auto& order) { return std::to_string(order.basket.slot.value); }))
        , methods(stores::columnText(batch, [](const auto& order) { return order.basket.method; }))
        , lines(batch)
    {
    }

    std::string sales;
    std::string persons;
    std::string keys;
    std::string contents;
    std::string slots;
    std::string methods;
    LineColumns lines;
};

void note(std::vector<LookUp>& out, const pqxx::row& row)
{
    auto& told = out.at(row["at"].as<std::size_t>() - 1);
    told.verdict = verdictFrom(row["verdict"].as<std::string>());
    told.order = row["order_id"].as<std::string>("");
}

std::vector<std::int64_t> numbersIn(const pqxx::field& array)
{
    std::vector<std::int64_t> out;
    if (array.is_null())
        return out;
    auto reader = array.as_array();
    for (auto part = reader.get_next(); part.first != pqxx::array_parser::done;
            part = reader.get_next())
        if (part.first == pqxx::array_parser::string_value)
            out.push_back(std::stoll(part.second));
    return out;
}

std::vector<LookUp> lookUpAll(pqxx::connection_base& on, const std::vector<NewOrder>& batch)
{
    pqxx::nontransaction work(on);
    const OrderColumns columns(batch);
    std::vector<LookUp> out(batch.size());
    for (const auto& row : stores::execPrepared(work, "look_up_orders",
                 "select * from saikobi.look_up_orders($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                 columns.sales, columns.persons, columns.keys, columns.contents, columns.slots,
                 columns.methods, columns.lines.orders, columns.lines.products,
                 columns.lines.quantities)) {
        note(out, row);
        auto& told = out.at(row["at"].as<std::size_t>() - 1);
        told.product.value = row["product"].as<std::int64_t>(0);
        told.left = numbersIn(row["units_left"]);
        if (const auto places = row["places_left"]; !places.is_null())
            told.placesLeft = places.as<std::int64_t>();
    }
    return out;
}

std::vector<LookUp> createAll(
        pqxx::connection_base& on, const std::vector<NewOrder>& batch, const std::string& owner)
{
    pqxx::nontransaction work(on);
    const OrderColumns columns(batch);
    const auto ids = stores::columnText(batch, [](const auto& order) { return order.id; });
    const auto places = stores::columnText(
            batch, [](const auto& order) { return std::to_string(order.buyer.place); });
    const auto providers
            = stores::columnText(batch, [](const auto& order) { return order.basket.provider; });
    const auto flows = stores::columnText(batch,
            [](const auto& order) { return std::string{contract::name(order.basket.flow)}; });
    const auto stockFirst = stores::columnText(batch,
            [](const auto& order) { return std::string{order.basket.stockFirst ? "t" : "f"}; });
    const auto means
            = stores::columnText(batch, [](const auto& order) { return order.basket.means; });
    const auto returnKeys
            = stores::columnText(batch, [](const auto& order) { return order.returnKey; });
    std::vector<LookUp> out(batch.size());
    passKillPoint("create-before");
    for (const auto& row : stores::execPrepared(work, "create_orders",
                 "select * from saikobi.create_orders($1, $2, $3, $4, $5, $6, $7, $8, "
                 "$9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
                 owner, ids, columns.sales, columns.persons, places, columns.keys, columns.contents,
                 columns.slots, columns.methods, providers, flows, stockFirst, means, returnKeys,
                 columns.lines.orders, columns.lines.products, columns.lines.quantities,
                 columns.lines.prices, deadline))
        note(out, row);
    passKillPoint("create-after");
    return out;
}

/// Which of `asked` stand in the answer's first column.
std::vector<bool> movedOf(const pqxx::result& rows, const std::vector<std::string>& asked)
{
    std::set<std::string> moved;
    for (const auto& row : rows)
        moved.insert(row[0].as<std::string>());
    std::vector<bool> out;
    for (const auto& order : asked)
        out.push_back(moved.contains(order));
    return out;
}

std::vector<bool> authoriseAll(pqxx::connection_base& on, const std::string& owner,
        const std::vector<AuthorisedOrder>& batch)
{
    pqxx::nontransaction work(on);
    std::vector<std::string> orders;
    for (const auto& entry : batch)
        orders.push_back(entry.order);
    passKillPoint("authorised-before");
    const auto rows = stores::execPrepared(work, "authorise_orders",
            "select saikobi.authorise_orders($1, $2, $3)", owner, arrayText(orders),
            stores::columnText(batch, [](const auto& entry) { return entry.reference; }));
    passKillPoint("authorised-after");
    return movedOf(rows, orders);
}

OrderRow rowFrom(const pqxx::row& row)
{
    OrderRow out;
    out.id = row["id"].as<std::string>();
    out.buyer = {row["sale"].as<std::string>(), row["person"].as<std::string>(),
            row["place"].as<std::int64_t>()};
    if (const auto status
            = contract::fromName<contract::OrderStatus>(row["status"].as<std::string>()))
        out.status = *status;
    out.owner = row["owner"].as<std::string>("");
    out.slot.value = row["slot"].as<std::int64_t>();
    out.method = row["method"].as<std::string>();
    out.provider = row["provider"].as<std::string>();
    out.means = row["means"].as<std::string>();
    if (const auto flow = contract::fromName<contract::PaymentFlow>(row["flow"].as<std::string>()))
        out.flow = *flow;
    out.stockFirst = row["stock_first"].as<bool>();
    out.returnKey = row["return_key"].as<std::string>();
    out.amount.value = row["amount"].as<std::int64_t>();
    out.attempt = row["attempt"].as<int>();
    out.reason = row["reason"].as<std::string>();
    out.nextAction = row["next_action"].as<std::string>();
    out.isPageExpired = row["is_expired"].as<bool>(false);
    out.pickupCode = row["pickup_code"].as<std::string>("");
    out.reference = row["reference"].as<std::string>("");
    out.createdAt = contract::fromUnixMs(row["created_ms"].as<std::int64_t>());
    return out;
}

std::vector<Result<OrderRow>> readAll(
        pqxx::connection_base& on, const std::vector<std::string>& orders)
{
    pqxx::nontransaction work(on);
    const auto ids = arrayText(orders);
    std::map<std::string, OrderRow> found;
    for (const auto& row : work.exec_params(
                 "select o.*, o.expires_at < clock_timestamp() as is_expired, p.reference, "
                 "(extract(epoch from o.created_at) * 1000)::bigint as created_ms "
                 "from saikobi.orders o left join saikobi.payment p "
                 "on p.order_id = o.id and p.attempt = o.attempt where o.id = any($1)",
                 ids))
        found.emplace(row["id"].as<std::string>(), rowFrom(row));
    for (const auto& row : work.exec_params("select order_id, product, qty from saikobi.order_line "
                                            "where order_id = any($1) order by order_id, product",
                 ids))
        found.at(row[0].as<std::string>())
                .lines.push_back({{row[1].as<std::int64_t>()}, row[2].as<std::int64_t>()});
    std::vector<Result<OrderRow>> out;
    for (const auto& order : orders) {
        const auto entry = found.find(order);
        out.push_back(entry == found.end()
                        ? Result<OrderRow>{Fault{FaultCode::NotFound, "no such order"}}
                        : Result<OrderRow>{entry->second});
    }
    return out;
}

} // namespace

void OrderBatches::lookUp(std::vector<NewOrder> orders, Done<LookUp> done)
{
    store.run<std::vector<LookUp>>(
            [orders = std::move(orders)](
                    pqxx::connection_base& on) { return lookUpAll(on, orders); },
            boost::asio::bind_executor(executor, std::move(done)));
}

void OrderBatches::create(std::vector<NewOrder> orders, Done<LookUp> done)
{
    store.run<std::vector<LookUp>>(
            [orders = std::move(orders), owner = owner](
                    pqxx::connection_base& on) { return createAll(on, orders, owner); },
            boost::asio::bind_executor(executor, std::move(done)));
}

void OrderBatches::authorise(std::vector<AuthorisedOrder> orders, Done<bool> done)
{
    store.run<std::vector<bool>>(
            [orders = std::move(orders), owner = owner](
                    pqxx::connection_base& on) { return authoriseAll(on, owner, orders); },
            boost::asio::bind_executor(executor, std::move(done)));
}

void OrderBatches::read(std::vector<std::string> orders, Done<Result<OrderRow>> done)
{
    store.run<std::vector<Result<OrderRow>>>(
            [orders = std::move(orders)](pqxx::connection_base& on) { return readAll(on, orders); },
            boost::asio::bind_executor(executor, std::move(done)));
}

} // namespace saikobi::shop
