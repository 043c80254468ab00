// Joins per second of saikobi_join at several sizes of call, on a real Redis of its own, beside
// plain INCR on the same server: what the function costs over the cheapest command there is.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "backend/contract/keys.h"
#include "backend/stores/redis_connection.h"
#include "backend/stores/redis_executor.h"
#include "backend/waiting_room/line_store.h"
#include "backend/waiting_room/visitor.h"
#include "tests/bench/figure.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using contract::Result;
using waiting_room::Joined;
using waiting_room::LineStore;

namespace {

constexpr contract::Epoch epoch{1};
constexpr auto span = std::chrono::milliseconds{1500};

/// The line as a sale that has not opened has it: joining alone is measured.
void begin(LineStore& line, boost::asio::io_context& context)
{
    waiting_room::Recovery fresh;
    fresh.isFresh = true;
    fresh.mark.sale = "demo";
    fresh.mark.epoch = epoch;
    fresh.mark.ceiling = 100'000'000;
    fresh.mark.rate = {600};
    tests::awaited<Result<contract::Nothing>>(
            context, [&](auto done) { line.recover(fresh, done); });
}

std::vector<std::string> newPrints(std::size_t count)
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(waiting_room::fingerprint(std::string_view{}));
    return out;
}

struct Measured {
    double perSecond = 0;
    long long wrong = 0; ///< not the next number
};

/// One call after the other, as one instance sends them.
Measured joinsOf(LineStore& line, boost::asio::io_context& context, std::size_t perCall)
{
    Measured out;
    std::int64_t last = 0;
    std::size_t joins = 0;
    const auto begun = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() < begun + span) {
        const auto prints = newPrints(perCall);
        const auto joined = tests::awaited<Result<Joined>>(
                context, [&](auto done) { line.join(epoch, prints, done); });
        if (!joined || !*joined) {
            ++out.wrong;
            break;
        }
        for (const auto& one : joined->value().each) {
            out.wrong += last > 0 && one.number != last + 1 ? 1 : 0;
            last = one.number;
            ++joins;
        }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    out.perSecond = static_cast<double>(joins) / took.count();
    return out;
}

/// The same number of INCRs sent together and awaited together.
double incrementsOf(
        stores::RedisExecutor& redis, boost::asio::io_context& context, std::size_t count)
{
    std::size_t done = 0, sent = 0;
    const auto begun = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() < begun + span) {
        for (std::size_t i = 0; i < count; ++i, ++sent)
            redis.send({"INCR", contract::keys::ofSale("demo", "bench")},
                    boost::asio::bind_executor(
                            context.get_executor(), [&done](const auto&) { ++done; }));
        tests::runUntil(context, [&] { return done == sent; });
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    return static_cast<double>(done) / took.count();
}

} // namespace

int main()
{
    const auto stores = tests::TestStores::start();
    if (!stores) {
        std::cerr << "join_function: " << tests::TestStores::whyNot() << "\n";
        return EXIT_FAILURE;
    }
    boost::asio::io_context context;
    stores::RedisExecutor redis(stores->backendRedis());
    LineStore line("demo", context.get_executor(), redis);
    begin(line, context);
    long long wrong = 0;
    for (const std::size_t perCall : {1U, 8U, 32U, 512U}) {
        const auto plain = incrementsOf(redis, context, perCall);
        const auto joins = joinsOf(line, context, perCall);
        wrong += joins.wrong;
        const auto size = std::to_string(perCall);
        const auto least = perCall == 512 ? std::optional{120'000.0} : std::nullopt;
        bench::report({"saikobi_join, " + size + " a call", joins.perSecond, "joins/s",
                bench::Reference{"INCR, " + size + " together", plain}, least, {}});
    }
    return bench::mustBeZero("numbers out of order or missing", wrong) ? EXIT_SUCCESS
                                                                       : EXIT_FAILURE;
}
