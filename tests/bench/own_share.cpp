// Our own share of a payment with 1,400 orders in flight at a provider that takes two seconds:
// order received until answered, less what the provider and its budget took.
#include <QCoreApplication>

#include <cstdio>
#include <stdexcept>

#include "tests/bench/figure.h"
#include "tests/bench/till_load.h"

using namespace saikobi;

int main(int argc, char** argv)
{
    const QCoreApplication app{argc, argv};
    try {
        constexpr double inFlight = 1400;
        bench::TillLoad::Setup setup;
        setup.shoppers = 1600;
        // Authorisation and capture: 2.3 s in all.
        setup.latencyMs = R"({"card":[2000,2000],"finish":[300,300],"read":[20,50]})";
        setup.ordersPerSecond = inFlight / 2.3;
        setup.warmUp = std::chrono::seconds{6};
        setup.span = std::chrono::seconds{12};
        bench::TillLoad load{setup};
        auto seen = load.run();
        const auto meanMs = bench::percentile(seen.paid.ms, 0.5);
        bench::report({"own share, orders in flight", seen.paid.perSecond * meanMs / 1000, "orders",
                bench::Reference{"asked", inFlight}, 0.95 * inFlight, {}});
        bench::report({"own share, whole p50", meanMs, "ms", {}, {}, {}});
        bench::report({"own share p50", load.percentileOf("own", 0.5), "ms", {}, {}, {}});
        bench::report({"own share p99", load.percentileOf("own", 0.99), "ms", {}, {}, 50});
        const bool isClean
                = bench::mustBeZero("own share, other answers", seen.others + seen.broken);
        return load.isSound() && isClean ? 0 : 1;
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "own_share: %s\n", failed.what());
        return 1;
    }
}
