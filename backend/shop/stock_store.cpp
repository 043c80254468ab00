#include "backend/shop/stock_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

#include "backend/contract/kill_point.h"
#include "backend/shop/order_store.h"
#include "backend/stores/array_text.h"
#include "backend/stores/commit_flush.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/prepared.h"

namespace saikobi::shop {

using contract::Result;

namespace {

using Kind = StockWish::Kind;

using Texts = std::vector<std::string>;

/// The arguments of saikobi.stock_batch. Lines name the position of their order, from 1.
struct Arguments {
    Texts orders{}, authorised{}, persons{}, places{}, lineOrders{}, products{}, quantities{};
    Texts settled{}, references{}, givenBack{}, codes{}, points{};

    void add(const StockWish& wish)
    {
        switch (wish.kind) {
        case Kind::Reserve:
            return addReserve(wish);
        case Kind::Settle:
            settled.push_back(wish.order);
            references.push_back(wish.reference);
            return;
        case Kind::GiveBack:
            givenBack.push_back(wish.order);
            codes.push_back(wish.code);
            return;
        case Kind::PayPoints:
            points.push_back(wish.order);
            return;
        }
    }

    void addReserve(const StockWish& wish)
    {
        orders.push_back(wish.order);
        authorised.push_back(wish.reference);
        persons.push_back(wish.person);
        places.push_back(std::to_string(wish.slot.value));
        for (const auto& line : wish.lines) {
            lineOrders.push_back(std::to_string(orders.size()));
            products.push_back(std::to_string(line.product.value));
            quantities.push_back(std::to_string(line.quantity));
        }
    }
};

StockOutcome outcomeOf(std::string_view told)
{
    if (told == "reserved" || told == "settled" || told == "given_back" || told == "paid")
        return StockOutcome::Done;
    if (told == "sold_out")
        return StockOutcome::SoldOut;
    if (told == "slot_full")
        return StockOutcome::SlotFull;
    if (told == "limit")
        return StockOutcome::Limit;
    if (told == "declined")
        return StockOutcome::NotEnoughPoints;
    return StockOutcome::Moved;
}

bool isFlushedLater(const std::vector<StockWish>& wishes)
{
    return wishes.size() >= unflushedFrom;
}

std::vector<StockOutcome> perform(
        pqxx::connection_base& on, const std::string& owner, const std::vector<StockWish>& wishes)
{
    Arguments all;
    std::unordered_map<std::string_view, std::size_t> position;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        all.add(wishes[i]);
        position[wishes[i].order] = i;
    }
    // One statement is its own transaction: begin and commit would cost a round trip each.
    pqxx::nontransaction work(on);
    std::vector<StockOutcome> out(wishes.size(), StockOutcome::Moved);
    std::string statement = "select order_id, outcome from saikobi.stock_batch("
                            "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    const bool isUnflushed = isFlushedLater(wishes);
    if (isUnflushed)
        statement.append(" where ").append(stores::commitsUnflushed);
    for (const auto& row : stores::execPrepared(work,
                 isUnflushed ? "stock_batch_unflushed" : "stock_batch", statement, owner,
                 stores::arrayText(all.orders), stores::arrayText(all.authorised),
                 stores::arrayText(all.persons), stores::arrayText(all.places),
                 stores::arrayText(all.lineOrders), stores::arrayText(all.products),
                 stores::arrayText(all.quantities), stores::arrayText(all.settled),
                 stores::arrayText(all.references), stores::arrayText(all.givenBack),
                 stores::arrayText(all.codes), stores::arrayText(all.points)))
        out[position.at(row[0].c_str())] = outcomeOf(row[1].c_str());
    return out;
}

/// Where a rehearsal may die: once for each kind of wish that travels in the batch.
void passPoints(const std::vector<StockWish>& wishes, const char* side)
{
    constexpr std::array<std::pair<Kind, const char*>, 4> points{{{Kind::Reserve, "reserve"},
            {Kind::Settle, "settle"}, {Kind::GiveBack, "give-back"}, {Kind::PayPoints, "points"}}};
    if (std::any_of(wishes.begin(), wishes.end(), [](const auto& wish) {
            return wish.kind == Kind::Reserve && !wish.reference.empty();
        }))
        contract::passKillPoint(std::string{"authorised"} + side);
    for (const auto& [kind, name] : points)
        if (std::any_of(wishes.begin(), wishes.end(),
                    [kind = kind](const auto& wish) { return wish.kind == kind; }))
            contract::passKillPoint(std::string{name} + side);
}

} // namespace

void performStockBatch(const StockStore& store, std::vector<StockWish> wishes,
        std::function<void()> performed,
        std::function<void(Result<std::vector<StockOutcome>>)> done)
{
    using Outcomes = std::vector<StockOutcome>;
    const bool isLarge = isFlushedLater(wishes);
    store.orders.run<Outcomes>(
            [owner = store.owner, wishes = std::move(wishes)](pqxx::connection_base& on) {
                passPoints(wishes, "-before");
                auto outcomes = perform(on, owner, wishes);
                passPoints(wishes, "-after");
                return outcomes;
            },
            boost::asio::bind_executor(store.executor,
                    [&flush = store.flush, isLarge, performed = std::move(performed),
                            done = std::move(done)](Result<Outcomes> outcomes) {
                        if (!outcomes || !isLarge)
                            return done(std::move(outcomes));
                        flush.request([done, outcomes](const contract::Outcome& flushed) {
                            done(flushed ? outcomes : Result<Outcomes>{flushed.error()});
                        });
                        performed();
                    }));
}

} // namespace saikobi::shop
