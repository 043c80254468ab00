#include "backend/shop/order_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <map>
#include <tuple>

#include "backend/stores/postgres_executor.h"

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr int takeOverLimit = 64; ///< orders of silent owners per second
constexpr int ownLimit = 2000;
constexpr const char* deadline = "2 min"; ///< later an unfinished order is a finding
constexpr const char* pageLife = "10 min"; ///< how long a shopper may stay at the provider's page
/// At least two time-outs of the provider, so that its news come before we close the page.
constexpr const char* pageGrace = "20 s";

KeyVerdict verdictFrom(const std::string& spelled)
{
    static const std::map<std::string, KeyVerdict> verdicts{{"free", KeyVerdict::Free},
            {"created", KeyVerdict::Created}, {"same", KeyVerdict::Same},
            {"other", KeyVerdict::Other}, {"under_way", KeyVerdict::UnderWay},
            {"sold_out", KeyVerdict::SoldOut}, {"limit", KeyVerdict::Limit},
            {"slot_full", KeyVerdict::SlotFull}};
    return verdicts.at(spelled);
}

/// The lines as the arrays that SQL functions take.
struct LineArrays {
    explicit LineArrays(const Basket& basket)
    {
        std::vector<std::string> ids;
        std::vector<std::string> counts;
        std::vector<std::string> yen;
        for (const auto& line : basket.lines) {
            ids.push_back(std::to_string(line.product.value));
            counts.push_back(std::to_string(line.quantity));
            yen.push_back(std::to_string(line.price.value));
        }
        products = arrayText(ids);
        quantities = arrayText(counts);
        prices = arrayText(yen);
    }

    std::string products{};
    std::string quantities{};
    std::string prices{};
};

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

Result<OrderRow> readRow(pqxx::connection_base& on, const std::string& order)
{
    pqxx::nontransaction work(on);
    const auto rows = work.exec_params(
            "select o.*, o.expires_at < clock_timestamp() as is_expired, p.reference, "
            "(extract(epoch from o.created_at) * 1000)::bigint as created_ms "
            "from saikobi.orders o left join saikobi.payment p "
            "on p.order_id = o.id and p.attempt = o.attempt where o.id = $1",
            order);
    if (rows.empty())
        return Fault{FaultCode::NotFound, "no such order"};
    auto out = rowFrom(rows[0]);
    for (const auto& row : work.exec_params(
                 "select product, qty from saikobi.order_line where order_id = $1 order by product",
                 order))
        out.lines.push_back({{row[0].as<std::int64_t>()}, row[1].as<std::int64_t>()});
    return out;
}

LookUp readLookUp(const pqxx::row& row)
{
    LookUp out{
            verdictFrom(row["verdict"].as<std::string>()), row["order_id"].as<std::string>(""), {}};
    return out;
}

} // namespace

std::string arrayText(const std::vector<std::string>& values)
{
    std::string out = "{";
    for (const auto& value : values) {
        out += out.size() > 1 ? ",\"" : "\"";
        for (const char c : value) {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
        out += '"';
    }
    return out + "}";
}

OrderStore::OrderStore(
        stores::PostgresExecutor& orders, boost::asio::any_io_executor executor, std::string owner)
    : m_orders(orders)
    , m_executor(std::move(executor))
    , m_owner(std::move(owner))
{
}

void OrderStore::lookUp(const NewOrder& order, Answer<LookUp> answer)
{
    m_orders.run<LookUp>(
            [order](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                const LineArrays lines(order.basket);
                const auto row = work.exec_params1(
                        "select * from saikobi.look_up_order($1, $2, $3, $4, $5, $6, $7)",
                        order.buyer.sale, order.buyer.subject, order.idempotencyKey,
                        order.basket.content, order.basket.slot.value, lines.products,
                        lines.quantities);
                auto out = readLookUp(row);
                out.product.value = row["product"].as<std::int64_t>(0);
                return out;
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void OrderStore::create(const NewOrder& order, Answer<LookUp> answer)
{
    m_orders.run<LookUp>(
            [order, owner = m_owner](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                const auto& basket = order.basket;
                const LineArrays lines(basket);
                return readLookUp(work.exec_params1("select * from saikobi.create_order($1, $2, "
                                                    "$3, $4, $5, $6, $7, $8, $9, $10, $11, "
                                                    "$12, $13, $14, $15)",
                        owner, order.id, order.buyer.sale, order.buyer.subject, order.buyer.place,
                        order.idempotencyKey, basket.content, basket.slot.value, basket.method,
                        basket.provider, basket.means, lines.products, lines.quantities,
                        lines.prices, deadline));
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void OrderStore::read(const std::string& order, Answer<OrderRow> answer)
{
    // The inner result tells what the row says, the outer one how the asking went.
    m_orders.run<Result<OrderRow>>(
            [order](pqxx::connection_base& on) { return readRow(on, order); },
            boost::asio::bind_executor(
                    m_executor, [answer = std::move(answer)](const Result<Result<OrderRow>>& read) {
                        answer(read ? read.value() : Result<OrderRow>{read.error()});
                    }));
}

/// One function call that answers whether it moved. Safe to repeat when the outcome is unknown.
template<class... Values>
void OrderStore::move(const char* statement, Answer<bool> answer, Values... values)
{
    m_orders.run<bool>(
            [statement, bound = std::make_tuple(std::move(values)...)](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                const auto rows = std::apply(
                        [&](const auto&... value) { return work.exec_params(statement, value...); },
                        bound);
                return !rows.empty() && !rows[0][0].is_null();
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void OrderStore::authorised(
        const std::string& order, const std::string& reference, Answer<bool> answer)
{
    move("select saikobi.order_authorised($1, $2, $3)", std::move(answer), m_owner, order,
            reference);
}

void OrderStore::needsAction(const std::string& order, const std::string& reference,
        const std::string& url, Answer<bool> answer)
{
    move("select saikobi.order_needs_action($1, $2, $3, $4, $5, $6)", std::move(answer), m_owner,
            order, reference, url, std::string{pageLife}, std::string{deadline});
}

void OrderStore::declined(const std::string& order, const std::string& code,
        const std::string& review, Answer<bool> answer)
{
    move("select saikobi.order_declined($1, $2, $3, $4)", std::move(answer), m_owner, order, code,
            review);
}

void OrderStore::beginVoid(const std::string& order, const std::string& reason,
        const std::string& review, Answer<bool> answer)
{
    move("select saikobi.begin_voids($1, array[$2::uuid], array[$3], $4)", std::move(answer),
            m_owner, order, reason, review);
}

void OrderStore::cancel(const std::string& order, Answer<bool> answer)
{
    move("select saikobi.cancel_order($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::beginExpiry(const std::string& order, Answer<bool> answer)
{
    move("select saikobi.begin_expiry($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::take(const std::string& order, Answer<bool> answer)
{
    move("select saikobi.take_order($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::leave(const std::string& order, Answer<bool> answer)
{
    move("select saikobi.leave_order($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::noteReview(
        const std::string& order, const std::string& review, Answer<bool> answer)
{
    move("select saikobi.note_review($1, $2, $3)", std::move(answer), m_owner, order, review);
}

void OrderStore::beat(const std::string& instance, Answer<bool> answer)
{
    move("insert into saikobi.instance (name, incarnation, version, started_at, beat_at) "
         "values ($1, $2, $3, clock_timestamp(), clock_timestamp()) "
         "on conflict (name, incarnation) do update set beat_at = clock_timestamp() returning true",
            std::move(answer), instance, m_owner, std::string{SAIKOBI_VERSION});
}

void OrderStore::takeOver(Answer<std::vector<std::string>> answer)
{
    m_orders.run<std::vector<std::string>>(
            [owner = m_owner](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                work.exec_params(
                        "select saikobi.take_over($1, $2, $3)", owner, takeOverLimit, pageGrace);
                std::vector<std::string> out;
                for (const auto& row : work.exec_params("select id from saikobi.orders where "
                                                        "ended_at is null and owner = $1 limit $2",
                             owner, ownLimit))
                    out.push_back(row[0].as<std::string>());
                return out;
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

} // namespace saikobi::shop
