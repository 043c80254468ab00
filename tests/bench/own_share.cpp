// Our own share of a payment with 1,400 orders in flight at a provider that takes two seconds:
// order received until answered, less what the provider and its budget took. Read in two ways: two
// seconds for each call, and little more for both calls of an order, which is near this machine's
// most orders a second.
#include <QCoreApplication>

#include <cstdio>
#include <stdexcept>
#include <string>

#include "tests/bench/figure.h"
#include "tests/bench/till_load.h"

using namespace saikobi;

namespace {

/// `orderMs`: what the calls of one order take together.
bool measure(const std::string& label, const std::string& latencyMs, double orderMs)
{
    constexpr double inFlight = 1400;
    bench::TillLoad::Setup setup;
    setup.shoppers = 1600;
    setup.people = 4000;
    setup.latencyMs = latencyMs;
    setup.ordersPerSecond = inFlight * 1000 / orderMs;
    setup.warmUp = std::chrono::seconds{6};
    setup.span = std::chrono::seconds{12};
    bench::TillLoad load{setup};
    auto seen = load.run();
    const auto middle = bench::percentile(seen.paid.ms, 0.5);
    bench::report({label + ", orders in flight", seen.paid.perSecond * middle / 1000, "orders",
            bench::Reference{"asked", inFlight}, 0.95 * inFlight, {}});
    bench::report({label + ", paid", seen.paid.perSecond, "paid/s",
            bench::Reference{"asked", setup.ordersPerSecond}, 0.95 * setup.ordersPerSecond, {}});
    bench::report({label + ", whole p50", middle, "ms", {}, {}, {}});
    bench::report({label + " p50", load.percentileOf("own", 0.5), "ms", {}, {}, {}});
    bench::report({label + " p99", load.percentileOf("own", 0.99), "ms", {}, {}, 50});
    const bool isClean = bench::mustBeZero(label + ", other answers", seen.others + seen.broken);
    return load.isSound() && isClean;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app{argc, argv};
    try {
        const bool isGood = measure("own share, 2 s a call",
                R"({"card":[2000,2000],"finish":[2000,2000],"read":[20,50]})", 4000);
        return measure("own share, 2.3 s an order",
                       R"({"card":[2000,2000],"finish":[300,300],"read":[20,50]})", 2300)
                        && isGood
                ? 0
                : 1;
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "own_share: %s\n", failed.what());
        return 1;
    }
}
