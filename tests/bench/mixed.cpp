// Public reads, shop requests and orders at 125 : 20 : 1, as an event has them, on one machine: how
// many orders are paid beside the reading, and how long each kind takes.
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
        bench::TillLoad::Setup setup;
        setup.shoppers = 400;
        setup.ordersPerSecond = 100;
        setup.latencyMs = R"({"card":[1000,2000],"finish":[200,400],"read":[20,50]})";
        setup.looksPerOrder = 125;
        setup.shopsPerOrder = 20;
        setup.lookers = 96;
        setup.warmUp = std::chrono::seconds{4};
        bench::TillLoad load{setup};
        auto seen = load.run();
        bench::report({"mixed, orders paid", seen.paid.perSecond, "paid/s",
                bench::Reference{"asked", setup.ordersPerSecond}, 0.95 * setup.ordersPerSecond,
                {}});
        bench::report({"mixed, public reads", seen.looks.perSecond, "answers/s",
                bench::Reference{"asked", setup.ordersPerSecond * setup.looksPerOrder},
                0.95 * setup.ordersPerSecond * setup.looksPerOrder, {}});
        bench::report({"mixed, shop requests", seen.shops.perSecond, "answers/s",
                bench::Reference{"asked", setup.ordersPerSecond * setup.shopsPerOrder},
                0.95 * setup.ordersPerSecond * setup.shopsPerOrder, {}});
        bench::report({"mixed, public reads p99", bench::percentile(seen.looks.ms, 0.99), "ms", {},
                {}, 50});
        bench::report({"mixed, own share p99", load.percentileOf("own", 0.99), "ms", {}, {}, 50});
        const bool isClean = bench::mustBeZero("mixed, other answers", seen.others + seen.broken);
        return load.isSound() && isClean ? 0 : 1;
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "mixed: %s\n", failed.what());
        return 1;
    }
}
