// Orders per second of the stock allocator as an instance uses it (StockBatcher, stock_batch),
// beside a row per unit with `skip locked` under pgbench: same database, same run, every commit on
// the disk.
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/rehearsal/private_stores.h"
#include "backend/shop/stock_batcher.h"
#include "backend/shop/stock_store.h"
#include "backend/stores/commit_flush.h"
#include "backend/stores/postgres_executor.h"
#include "tests/bench/allocator_world.h"
#include "tests/bench/figure.h"

using namespace saikobi;
using bench::AllocatorWorld;
using shop::StockOutcome;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t inFlight = 1024; ///< of one instance: it has thousands at a peak
constexpr int instances = 2;

struct Measured {
    double perSecond = 0;
    double p99Ms = 0;
    long long refused = 0;
};

/// Instances that are asked for the orders of one world, one after the other, by as many buyers as
/// stay in flight.
class Run {
public:
    Run(AllocatorWorld& world, std::size_t orders)
        : m_world(world)
        , m_orders(orders)
    {
        for (auto& one : m_instances) {
            stores::PostgresOptions options;
            options.url = world.backendUrl();
            one.postgres = std::make_unique<stores::PostgresExecutor>(options);
            one.flushing = std::make_unique<stores::PostgresExecutor>(options);
            one.flush = std::make_unique<stores::CommitFlush>(
                    *one.flushing, m_context.get_executor());
            one.batcher = std::make_unique<shop::StockBatcher>(m_context.get_executor(),
                    [store = shop::StockStore{*one.postgres, *one.flush, m_context.get_executor(),
                             "bench"}](auto wishes, auto performed, auto done) {
                        shop::performStockBatch(
                                store, std::move(wishes), std::move(performed), std::move(done));
                    });
        }
        m_delays.reserve(orders);
    }

    Measured measure()
    {
        const auto begun = Clock::now();
        for (std::size_t i = 0; i < inFlight; ++i)
            for (auto& one : m_instances)
                ask(*one.batcher);
        while (m_answered < m_orders)
            m_context.run_one();
        const std::chrono::duration<double> took = Clock::now() - begun;
        std::sort(m_delays.begin(), m_delays.end());
        return {static_cast<double>(m_orders) / took.count(),
                m_delays[m_delays.size() * 99 / 100] * 1000, m_refused};
    }

private:
    struct Instance {
        std::unique_ptr<stores::PostgresExecutor> postgres{};
        std::unique_ptr<stores::PostgresExecutor> flushing{};
        std::unique_ptr<stores::CommitFlush> flush{};
        std::unique_ptr<shop::StockBatcher> batcher{};
    };

    void ask(shop::StockBatcher& batcher)
    {
        if (m_asked == m_orders)
            return;
        ++m_asked;
        batcher.add(
                m_world.nextWish(), [this, &batcher, since = Clock::now()](const auto& outcome) {
                    m_delays.push_back(std::chrono::duration<double>(Clock::now() - since).count());
                    m_refused += outcome && outcome.value() == StockOutcome::Done ? 0 : 1;
                    ++m_answered;
                    ask(batcher);
                });
    }

    AllocatorWorld& m_world;
    const std::size_t m_orders;
    boost::asio::io_context m_context{};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_awake{
            m_context.get_executor()};
    std::array<Instance, instances> m_instances{};
    std::vector<double> m_delays{};
    std::size_t m_asked = 0;
    std::size_t m_answered = 0;
    long long m_refused = 0;
};

long long report(const std::string& name, const Measured& measured,
        const std::optional<bench::Reference>& reference, std::optional<double> atLeast)
{
    if (atLeast)
        atLeast = *atLeast * reference->value;
    bench::report({"stock, " + name, measured.perSecond, "orders/s", reference, atLeast, {}});
    bench::report({"stock, " + name + ", p99", measured.p99Ms, "ms", {}, {}, {}});
    return measured.refused;
}

double textbook(const AllocatorWorld& world)
{
    double best = 0;
    for (const int clients : {8, 64}) {
        const auto rate = world.textbook(clients);
        bench::report({"textbook, " + std::to_string(clients) + " clients", rate, "orders/s", {},
                {}, {}});
        best = std::max(best, rate);
    }
    return best;
}

/// At 99 % no more orders are left than `few`; the others are as short, so that all compare.
long long compareSold(AllocatorWorld& world)
{
    constexpr std::size_t few = 18'000;
    // The first write to a page after a checkpoint carries the whole page: paid before the clock
    // starts, as a sale pays it once in minutes.
    const auto measure = [&world] {
        Run(world, 1'500).measure();
        return Run(world, few).measure();
    };
    const auto empty = measure();
    long long refused = report("0 % sold, a short run", empty, {}, {});
    for (const int percent : {50, 99}) {
        world.stock(percent);
        refused += report(std::to_string(percent) + " % sold", measure(),
                bench::Reference{"0 %", empty.perSecond}, 0.9);
    }
    return refused;
}

long long compare(AllocatorWorld& world)
{
    constexpr std::size_t many = 60'000;
    const auto reference = textbook(world);
    world.stock(0);
    const auto whole = Run(world, many).measure();
    long long refused
            = report("one hot product", whole, bench::Reference{"textbook", reference}, 10);
    {
        const auto snapshot = world.holdSnapshot();
        refused += report("snapshot held", Run(world, many).measure(),
                bench::Reference{"without", whole.perSecond}, 0.9);
        bench::report({"textbook, snapshot held", world.textbook(8), "orders/s",
                bench::Reference{"without", reference}, {}, {}});
    }
    world.empty();
    return refused + compareSold(world);
}

} // namespace

int main()
{
    const auto world = AllocatorWorld::start(200'000);
    if (!world) {
        std::cerr << "allocator: " << AllocatorWorld::whyNot() << "\n";
        return EXIT_FAILURE;
    }
    const auto refused = compare(*world);
    const bool isSound = bench::mustBeZero("orders refused", refused)
            && bench::mustBeZero("rows of audit_oversold", world->findings());
    return isSound ? EXIT_SUCCESS : EXIT_FAILURE;
}
