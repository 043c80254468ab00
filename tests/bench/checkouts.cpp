// Whole checkouts per second: an order over real HTTP until it is paid, with everything on one
// machine and a provider that answers at once and limits nothing. Then the audit views.
#include <QCoreApplication>

#include <cstdio>
#include <stdexcept>

#include "tests/bench/figure.h"
#include "tests/bench/till_load.h"

using namespace saikobi;

namespace {

constexpr double goal = 660; ///< the published record counts requests, not paid orders

bool measure(int instances, std::size_t shoppers)
{
    bench::TillLoad::Setup setup;
    setup.instances = instances;
    setup.shoppers = shoppers;
    bench::TillLoad load{setup};
    auto seen = load.run();
    const auto label
            = "checkouts, " + std::to_string(instances) + " instance" + (instances > 1 ? "s" : "");
    bench::report({label, seen.paid.perSecond, "paid/s", bench::Reference{"goal", goal}, goal, {}});
    bench::report({label + ", p50", bench::percentile(seen.paid.ms, 0.5), "ms", {}, {}, {}});
    bench::report({label + ", p99", bench::percentile(seen.paid.ms, 0.99), "ms", {}, {}, {}});
    const bool isClean = bench::mustBeZero(label + ", other answers", seen.others + seen.broken);
    return load.isSound() && isClean && !seen.paid.ms.empty();
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app{argc, argv};
    try {
        const bool isAloneGood = measure(1, 128);
        return measure(2, 128) && isAloneGood ? 0 : 1;
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "checkouts: %s\n", failed.what());
        return 1;
    }
}
