#include "backend/shop/reconcile_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <algorithm>
#include <array>
#include <cstdio>

#include "backend/shop/order_store.h"
#include "backend/stores/array_text.h"
#include "backend/stores/postgres_executor.h"

namespace saikobi::shop {

namespace {

constexpr const char* nobody = "00000000-0000-0000-0000-000000000000";

/// Metadata of a payment can say anything; only a UUID is an order of ours.
std::string orderOrNobody(const std::string& order)
{
    const bool isUuid = order.size() == 36
            && order.find_first_not_of("0123456789abcdefABCDEF-") == std::string::npos;
    return isUuid ? order : nobody;
}

/// No order made since then has a smaller id: ids are time-ordered (version 7), to a minute.
std::string lowestIdSince(contract::Instant since)
{
    const auto ms = std::max<std::int64_t>(0, contract::toUnixMs(since - std::chrono::minutes{1}));
    std::array<char, 37> text{};
    std::snprintf(text.data(), text.size(), "%08llx-%04llx-0000-0000-000000000000",
            static_cast<unsigned long long>(ms >> 16),
            static_cast<unsigned long long>(ms & 0xFFFF));
    return text.data();
}

OrderStanding standingFrom(const pqxx::row& row)
{
    OrderStanding out;
    out.order = row["id"].as<std::string>();
    if (const auto status
            = contract::fromName<contract::OrderStatus>(row["status"].as<std::string>()))
        out.status = *status;
    out.amount.value = row["amount"].as<std::int64_t>();
    out.reference = row["reference"].as<std::string>("");
    out.sinceEnd = std::chrono::seconds{row["since_end"].as<std::int64_t>(0)};
    return out;
}

constexpr const char* standingColumns
        = "select o.id, o.status, o.amount, p.reference, "
          "floor(extract(epoch from clock_timestamp() - o.ended_at))::bigint as since_end "
          "from saikobi.orders o left join saikobi.payment p "
          "on p.order_id = o.id and p.attempt = o.attempt ";

int noteAll(pqxx::connection_base& on, const std::string& provider,
        const std::vector<Difference>& differences, const std::vector<LedgerPayment>& agreeing)
{
    pqxx::work work(on);
    int fresh = 0;
    for (const auto& one : differences)
        fresh += work.exec_params1("select saikobi.note_difference($1, $2, $3, $4, $5, $6, $7)",
                             std::string{name(one.kind)}, one.sale, provider, one.reference,
                             orderOrNobody(one.order), one.amount.value, one.needsPerson)[0]
                         .as<bool>()
                ? 1
                : 0;
    std::vector<std::string> references;
    std::vector<std::string> orders;
    for (const auto& payment : agreeing) {
        references.push_back(payment.reference);
        orders.push_back(orderOrNobody(payment.order));
    }
    if (!references.empty())
        work.exec_params("select saikobi.close_differences($1, $2, $3, 'agrees again')", provider,
                stores::arrayText(references), stores::arrayText(orders));
    work.commit();
    return fresh;
}

} // namespace

ReconcileStore::ReconcileStore(
        stores::PostgresExecutor& postgres, boost::asio::any_io_executor executor)
    : m_postgres(postgres)
    , m_executor(std::move(executor))
{
}

void ReconcileStore::takeTurn(const std::string& provider, std::chrono::seconds every,
        Answer<std::optional<contract::Instant>> answer)
{
    m_postgres.run<std::optional<contract::Instant>>(
            [provider, every](pqxx::connection_base& on) -> std::optional<contract::Instant> {
                pqxx::nontransaction work(on);
                const auto row = work.exec_params1(
                        "select (extract(epoch from saikobi.take_reconcile_turn($1, "
                        "$2 * interval '1 s')) * 1000)::bigint",
                        provider, every.count());
                if (row[0].is_null())
                    return std::nullopt;
                return contract::fromUnixMs(row[0].as<std::int64_t>());
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void ReconcileStore::finishTurn(
        const std::string& provider, contract::Instant sweptTo, Answer<bool> answer)
{
    m_postgres.run<bool>(
            [provider, ms = contract::toUnixMs(sweptTo)](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                work.exec_params(
                        "select saikobi.finish_reconcile_turn($1, to_timestamp($2 / 1000.0))",
                        provider, ms);
                return true;
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void ReconcileStore::standings(
        const std::vector<std::string>& orders, Answer<std::map<std::string, OrderStanding>> answer)
{
    std::vector<std::string> ids;
    for (const auto& order : orders)
        ids.push_back(orderOrNobody(order));
    m_postgres.run<std::map<std::string, OrderStanding>>(
            [list = stores::arrayText(ids)](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                std::map<std::string, OrderStanding> out;
                for (const auto& row : work.exec_params(
                             std::string{standingColumns} + "where o.id = any($1::uuid[])", list))
                    out.emplace(row["id"].as<std::string>(), standingFrom(row));
                return out;
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void ReconcileStore::note(const std::string& provider, const std::vector<Difference>& differences,
        const std::vector<LedgerPayment>& agreeing, Answer<int> answer)
{
    m_postgres.run<int>(
            [provider, differences, agreeing](pqxx::connection_base& on) {
                return noteAll(on, provider, differences, agreeing);
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void ReconcileStore::close(
        const Difference& difference, const std::string& repair, Answer<bool> answer)
{
    m_postgres.run<bool>(
            [difference, repair](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                return work
                        .exec_params1("select saikobi.close_differences($1, $2, $3, $4) > 0",
                                difference.provider, stores::arrayText({difference.reference}),
                                stores::arrayText({orderOrNobody(difference.order)}), repair)[0]
                        .as<bool>();
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void ReconcileStore::paidOrders(const std::string& provider, contract::Instant since,
        const std::string& after, Answer<std::vector<OrderStanding>> answer)
{
    const auto from = after.empty() ? lowestIdSince(since) : after;
    m_postgres.run<std::vector<OrderStanding>>(
            [provider, from, ms = contract::toUnixMs(since)](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                std::vector<OrderStanding> out;
                for (const auto& row : work.exec_params(std::string{standingColumns}
                                     + "where o.id > $1 and o.provider = $2 and o.status = 'paid' "
                                       "and o.created_at >= to_timestamp($3 / 1000.0) "
                                       "order by o.id limit 1000",
                             from, provider, ms))
                    out.push_back(standingFrom(row));
                return out;
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void ReconcileStore::awaitingNews(
        const std::string& after, int limit, Answer<std::vector<std::string>> answer)
{
    const auto from = after.empty() ? std::string{nobody} : after;
    m_postgres.run<std::vector<std::string>>(
            [from, limit](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                std::vector<std::string> out;
                for (const auto& row : work.exec_params(
                             "select id from saikobi.orders where ended_at is null and id > $1 "
                             "and status = 'action_required' and owner is null "
                             "and changed_at < clock_timestamp() - interval '1 min' "
                             "order by id limit $2",
                             from, limit))
                    out.push_back(row[0].as<std::string>());
                return out;
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void ReconcileStore::giveBackStranded(Answer<int> answer)
{
    m_postgres.run<int>(
            [](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                return work.exec1("select saikobi.give_back_stranded(64)")[0].as<int>();
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void ReconcileStore::open(Answer<std::map<std::string, std::int64_t>> answer)
{
    m_postgres.run<std::map<std::string, std::int64_t>>(
            [](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                std::map<std::string, std::int64_t> out;
                for (const auto& row : work.exec("select sale, count(*) from saikobi.difference "
                                                 "where closed_at is null group by sale"))
                    out[row[0].as<std::string>()] = row[1].as<std::int64_t>();
                return out;
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void ReconcileStore::list(
        contract::Instant closedSince, Answer<std::vector<KnownDifference>> answer)
{
    m_postgres.run<std::vector<KnownDifference>>(
            [ms = contract::toUnixMs(closedSince)](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                std::vector<KnownDifference> out;
                for (const auto& row : work.exec_params(
                             "select id, kind, sale, provider, reference, order_id, amount, "
                             "needs_person, repair from saikobi.difference where closed_at is null "
                             "or closed_at >= to_timestamp($1 / 1000.0) order by id",
                             ms)) {
                    KnownDifference one;
                    one.id = row["id"].as<std::int64_t>();
                    one.kind = row["kind"].as<std::string>();
                    one.repair = row["repair"].as<std::string>();
                    one.difference.sale = row["sale"].as<std::string>();
                    one.difference.provider = row["provider"].as<std::string>();
                    one.difference.reference = row["reference"].as<std::string>();
                    one.difference.order = row["order_id"].as<std::string>();
                    one.difference.amount.value = row["amount"].as<std::int64_t>();
                    one.difference.needsPerson = row["needs_person"].as<bool>();
                    out.push_back(std::move(one));
                }
                return out;
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

} // namespace saikobi::shop
