#include "backend/shop/order_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <map>
#include <tuple>

#include "backend/contract/kill_point.h"
#include "backend/shop/order_batch_store.h"
#include "backend/shop/order_id.h"
#include "backend/stores/commit_flush.h"
#include "backend/stores/postgres_executor.h"

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;
using contract::passKillPoint;
using contract::Result;

namespace {

constexpr int takeOverLimit = 64; ///< orders of silent owners per second
constexpr int ownLimit = 2000;
constexpr const char* deadline = "2 min"; ///< later an unfinished order is a finding
constexpr const char* pageLife = "10 min"; ///< how long a shopper may stay at the provider's page
/// At least two time-outs of the provider, so that its news come before we close the page.
constexpr const char* pageGrace = "20 s";

PayAgainVerdict payAgainFrom(const std::string& spelled)
{
    static const std::map<std::string, PayAgainVerdict> verdicts{
            {"created", PayAgainVerdict::Created}, {"same", PayAgainVerdict::Same},
            {"other", PayAgainVerdict::Other}, {"under_way", PayAgainVerdict::UnderWay},
            {"over", PayAgainVerdict::Over}};
    return verdicts.at(spelled);
}

} // namespace

OrderStore::OrderStore(stores::PostgresExecutor& orders, boost::asio::any_io_executor executor,
        std::string owner, stores::CommitFlush& flush, stores::PostgresExecutor* finishing)
    : m_orders(finishing ? *finishing : orders)
    , m_executor(std::move(executor))
    , m_owner(std::move(owner))
    , m_flush(flush)
    , m_lookUps([batches = OrderBatches{orders, m_executor, m_owner}](auto asked,
                        auto done) mutable { batches.lookUp(std::move(asked), std::move(done)); })
    , m_creations([batches = OrderBatches{orders, m_executor, m_owner}](auto asked,
                          auto done) mutable { batches.create(std::move(asked), std::move(done)); })
    , m_authorisations(
              [batches = OrderBatches{m_orders, m_executor, m_owner}](auto asked,
                      auto done) mutable { batches.authorise(std::move(asked), std::move(done)); })
    , m_readings([batches = OrderBatches{m_orders, m_executor, m_owner}](auto asked,
                         auto done) mutable { batches.read(std::move(asked), std::move(done)); })
{
}

void OrderStore::lookUp(const NewOrder& order, Answer<LookUp> answer)
{
    m_lookUps.add(order, std::move(answer));
}

void OrderStore::create(const NewOrder& order, Answer<LookUp> answer)
{
    m_creations.add(order, std::move(answer));
}

void OrderStore::read(const std::string& order, Answer<OrderRow> answer)
{
    readOurs(order, [&flush = m_flush, answer = std::move(answer)](const Result<OrderRow>& read) {
        if (!read || !contract::isEnd(read.value().status))
            return answer(read);
        flush.request([answer, read](const contract::Outcome& flushed) {
            answer(flushed ? read : Result<OrderRow>{flushed.error()});
        });
    });
}

void OrderStore::readOurs(const std::string& order, Answer<OrderRow> answer)
{
    // One that is no id would spoil the batch of others.
    if (!isOrderId(order))
        return answer(Fault{FaultCode::NotFound, "no such order"});
    // The inner result tells what the row says, the outer one how the asking went.
    m_readings.add(order, [answer = std::move(answer)](const Result<Result<OrderRow>>& read) {
        answer(read ? read.value() : Result<OrderRow>{read.error()});
    });
}

/// One function call that answers whether it moved. Safe to repeat when the outcome is unknown.
template<class... Values>
void OrderStore::move(
        const char* point, const char* statement, Answer<bool> answer, Values... values)
{
    m_orders.run<bool>(
            [point = std::string{point}, statement, bound = std::make_tuple(std::move(values)...)](
                    pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                passKillPoint(point + "-before");
                const auto rows = std::apply(
                        [&](const auto&... value) { return work.exec_params(statement, value...); },
                        bound);
                passKillPoint(point + "-after");
                return !rows.empty() && !rows[0][0].is_null();
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void OrderStore::authorised(
        const std::string& order, const std::string& reference, Answer<bool> answer)
{
    m_authorisations.add({order, reference}, std::move(answer));
}

void OrderStore::needsAction(const std::string& order, const std::string& reference,
        const std::string& url, Answer<bool> answer)
{
    move("action", "select saikobi.order_needs_action($1, $2, $3, $4, $5, $6)", std::move(answer),
            m_owner, order, reference, url, std::string{pageLife}, std::string{deadline});
}

void OrderStore::declined(const std::string& order, const std::string& code,
        const std::string& review, const std::string& reference, Answer<bool> answer)
{
    move("declined", "select saikobi.decline_order($1, $2, $3, $4, $5)", std::move(answer), m_owner,
            order, code, review, reference);
}

void OrderStore::beginPage(const std::string& order, Answer<bool> answer)
{
    move("page", "select saikobi.begin_page($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::payAgain(const std::string& order, int attempt, const std::string& means,
        Answer<PayAgainVerdict> answer)
{
    m_orders.run<PayAgainVerdict>(
            [owner = m_owner, order, attempt, means](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                passKillPoint("pay-again-before");
                const auto row = work.exec_params1(
                        "select verdict from saikobi.pay_again($1, $2, $3, $4, $5)", owner, order,
                        attempt, means, deadline);
                passKillPoint("pay-again-after");
                return payAgainFrom(row[0].as<std::string>());
            },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void OrderStore::beginVoid(const std::string& order, const std::string& reason,
        const std::string& review, Answer<bool> answer)
{
    move("voiding", "select saikobi.begin_voids($1, array[$2::uuid], array[$3], $4)",
            std::move(answer), m_owner, order, reason, review);
}

void OrderStore::cancel(const std::string& order, Answer<bool> answer)
{
    move("cancelled", "select saikobi.cancel_order($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::beginExpiry(const std::string& order, Answer<bool> answer)
{
    move("expiring", "select saikobi.begin_expiry($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::giveUpPage(const std::string& order, Answer<bool> answer)
{
    move("given-up", "select saikobi.give_up_page($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::take(const std::string& order, Answer<bool> answer)
{
    move("taken", "select saikobi.take_order($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::leave(const std::string& order, Answer<bool> answer)
{
    move("left", "select saikobi.leave_order($1, $2)", std::move(answer), m_owner, order);
}

void OrderStore::noteReview(
        const std::string& order, const std::string& review, Answer<bool> answer)
{
    move("review", "select saikobi.note_review($1, $2, $3)", std::move(answer), m_owner, order,
            review);
}

void OrderStore::beat(const std::string& instance, Answer<bool> answer)
{
    move("beat",
            "insert into saikobi.instance (name, incarnation, version, started_at, beat_at) "
            "values ($1, $2, $3, clock_timestamp(), clock_timestamp()) "
            "on conflict (name, incarnation) do update set beat_at = clock_timestamp() returning "
            "true",
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
