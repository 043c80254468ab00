#include "backend/shop/stock_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <algorithm>
#include <map>
#include <set>

#include "backend/shop/order_store.h"
#include "backend/stores/postgres_executor.h"

namespace saikobi::shop {

using contract::Result;

namespace {

using Kind = StockWish::Kind;

/// The wishes of one kind and what became of them, while one transaction runs.
class Batch {
public:
    Batch(pqxx::transaction_base& work, const std::string& owner,
            const std::vector<StockWish>& wishes)
        : m_work(work)
        , m_owner(owner)
        , m_wishes(wishes)
        , m_outcomes(wishes.size(), StockOutcome::Moved)
    {
        for (std::size_t i = 0; i < wishes.size(); ++i)
            m_position[wishes[i].order] = i;
    }

    std::vector<StockOutcome> perform()
    {
        lockCounters();
        reserve();
        finish(Kind::Settle);
        finish(Kind::GiveBack);
        return std::move(m_outcomes);
    }

private:
    /// Three functions share this transaction; each locks in order, but only a lock of all of them
    /// together keeps the order between batches of several instances.
    void lockCounters()
    {
        std::set<std::string> products;
        std::set<std::string> places;
        for (const auto& wish : m_wishes) {
            places.insert(std::to_string(wish.slot.value));
            for (const auto& line : wish.lines)
                products.insert(std::to_string(line.product.value));
        }
        m_work.exec_params("select saikobi.lock_counters($1, $2)",
                arrayText({products.begin(), products.end()}),
                arrayText({places.begin(), places.end()}));
    }

    void reserve()
    {
        std::vector<std::string> orders, persons, places, lineOrders, products, quantities;
        for (const auto& wish : m_wishes) {
            if (wish.kind != Kind::Reserve)
                continue;
            orders.push_back(wish.order);
            persons.push_back(wish.person);
            places.push_back(std::to_string(wish.slot.value));
            for (const auto& line : wish.lines) {
                lineOrders.push_back(std::to_string(orders.size()));
                products.push_back(std::to_string(line.product.value));
                quantities.push_back(std::to_string(line.quantity));
            }
        }
        if (orders.empty())
            return;
        std::vector<std::string> granted, refused, reasons;
        for (const auto& row :
                m_work.exec_params("select order_id, outcome from saikobi.reserve_batch($1, $2, "
                                   "$3, $4, $5, $6, $7)",
                        m_owner, arrayText(orders), arrayText(persons), arrayText(places),
                        arrayText(lineOrders), arrayText(products), arrayText(quantities))) {
            const auto order = row[0].as<std::string>();
            const auto outcome = row[1].as<std::string>();
            if (outcome == "reserved")
                granted.push_back(order);
            if (outcome == "reserved" || outcome == "moved")
                continue;
            refused.push_back(order);
            reasons.push_back(outcome);
        }
        beginCaptures(granted);
        beginVoids(refused, reasons);
    }

    /// With the reservation in one commit: no outside call lies between them.
    void beginCaptures(const std::vector<std::string>& granted)
    {
        if (granted.empty())
            return;
        for (const auto& row : m_work.exec_params(
                     "select saikobi.begin_captures($1, $2)", m_owner, arrayText(granted)))
            note(row[0].as<std::string>(), StockOutcome::Done);
    }

    void beginVoids(
            const std::vector<std::string>& refused, const std::vector<std::string>& reasons)
    {
        if (refused.empty())
            return;
        std::map<std::string, std::string> reasonOf;
        for (std::size_t i = 0; i < refused.size(); ++i)
            reasonOf[refused[i]] = reasons[i];
        for (const auto& row : m_work.exec_params("select saikobi.begin_voids($1, $2, $3, '')",
                     m_owner, arrayText(refused), arrayText(reasons))) {
            const auto order = row[0].as<std::string>();
            const auto& reason = reasonOf[order];
            note(order,
                    reason == "slot_full"       ? StockOutcome::SlotFull
                            : reason == "limit" ? StockOutcome::Limit
                                                : StockOutcome::SoldOut);
        }
    }

    void finish(Kind kind)
    {
        std::vector<std::string> orders, references;
        for (const auto& wish : m_wishes) {
            if (wish.kind != kind)
                continue;
            orders.push_back(wish.order);
            references.push_back(wish.reference);
        }
        if (orders.empty())
            return;
        const auto moved = kind == Kind::Settle
                ? m_work.exec_params("select * from saikobi.settle_batch($1, $2, $3)", m_owner,
                        arrayText(orders), arrayText(references))
                : m_work.exec_params("select * from saikobi.give_back_batch($1, $2)", m_owner,
                        arrayText(orders));
        for (const auto& row : moved)
            note(row[0].as<std::string>(), StockOutcome::Done);
    }

    void note(const std::string& order, StockOutcome outcome)
    {
        m_outcomes[m_position.at(order)] = outcome;
    }

    pqxx::transaction_base& m_work;
    const std::string& m_owner;
    const std::vector<StockWish>& m_wishes;
    std::vector<StockOutcome> m_outcomes;
    std::map<std::string, std::size_t> m_position{};
};

} // namespace

void performStockBatch(stores::PostgresExecutor& orders, boost::asio::any_io_executor executor,
        const std::string& owner, std::vector<StockWish> wishes,
        std::function<void(Result<std::vector<StockOutcome>>)> done)
{
    orders.run<std::vector<StockOutcome>>(
            [owner, wishes = std::move(wishes)](pqxx::connection_base& on) {
                pqxx::work work(on);
                auto outcomes = Batch{work, owner, wishes}.perform();
                work.commit();
                return outcomes;
            },
            boost::asio::bind_executor(std::move(executor), std::move(done)));
}

} // namespace saikobi::shop
