#include "backend/rehearsal/crowd.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <iostream>
#include <optional>

#include "backend/contract/words.h"
#include "backend/rehearsal/crowd_run.h"
#include "backend/rehearsal/crowd_store.h"

namespace saikobi::rehearsal {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds settleDeadline{15}; ///< rows are written in batches
constexpr std::chrono::milliseconds betweenCounts{500};

bool isEnd(const std::string& status)
{
    const auto known = contract::fromName<contract::OrderStatus>(status);
    return known && contract::isEnd(*known);
}

/// An end that was shown to a buyer must be what Postgres says.
void compareOrders(CrowdCount& own, const std::map<std::string, std::string>& stored)
{
    for (const auto& [order, shown] : own.orders) {
        const auto found = stored.find(order);
        const std::string is = found == stored.end() ? "not there" : found->second;
        if (isEnd(shown) && is != shown)
            ++own.falseStatements["order shown " + shown + ", in Postgres " + is];
    }
}

/// Reads again until both sides agree, for as long as rows may still be on their way.
std::optional<PostgresCount> countInPostgres(
        const CrowdStore& store, const CrowdCount& own, std::chrono::seconds atMost)
{
    std::optional<PostgresCount> last;
    asio::io_context context;
    const auto until = std::chrono::steady_clock::now() + atMost;
    while (true) {
        if (const auto counted = store.count())
            last = counted.value();
        if ((last && agree(own, *last)) || std::chrono::steady_clock::now() >= until)
            return last;
        asio::steady_timer(context, betweenCounts).wait();
    }
}

} // namespace

int runCrowd(const CrowdOptions& options)
{
    const auto complain = [](const contract::Fault& why) {
        std::cerr << "saikobid crowd: " << why.detail << "\n";
        return 1;
    };
    std::optional<CrowdStore> store;
    if (!options.postgresUrl.empty()) {
        auto begun = CrowdStore::begin(options.postgresUrl, options.sale);
        if (!begun)
            return complain(begun.error());
        store = std::move(begun).value();
    }
    auto lived = liveThrough(options);
    if (!lived)
        return complain(lived.error());
    auto& own = lived.value().count;
    std::optional<PostgresCount> stored;
    if (store) {
        // Whoever was told to stop in the middle has open stories anyway.
        stored = countInPostgres(
                *store, own, lived.value().wasStopped ? std::chrono::seconds{0} : settleDeadline);
        if (const auto orders = store->orders())
            compareOrders(own, orders.value());
    }
    std::cout << summaryOf(own, stored) << std::flush;
    return own.isFlawless() ? 0 : 1;
}

} // namespace saikobi::rehearsal
