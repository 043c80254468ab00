// What overload does: 660 order requests a second at a provider that takes 25 calls, and three
// times the orders this machine can finish at a provider without limits. Refusals must be quick,
// what is answered must not fall, and no finishing call may be refused.
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "tests/bench/figure.h"
#include "tests/bench/till_load.h"

using namespace saikobi;
using bench::TillLoad;

namespace {

bool beyondTheBudget()
{
    constexpr double agreed = 25;
    TillLoad::Setup setup;
    setup.callsPerSecond = agreed;
    setup.ordersPerSecond = 660;
    setup.shoppers = 1000;
    setup.latencyMs = R"({"card":[1000,2000],"finish":[200,400],"read":[20,50]})";
    setup.warmUp = std::chrono::seconds{4};
    setup.span = std::chrono::seconds{15};
    TillLoad load{setup};
    auto seen = load.run();
    const auto fits = agreed * 0.95 / 2.1;
    bench::report({"25 calls/s, 660 orders/s: paid", seen.paid.perSecond, "paid/s",
            bench::Reference{"R allows", fits}, 0.8 * fits, {}});
    bench::report({"25 calls/s, 660 orders/s: refused p99",
            bench::percentile(seen.refused.ms, 0.99), "ms", {}, {}, 200});
    const bool isSound = load.isSound();
    const bool isKept = bench::mustBeZero("finishing calls refused",
            static_cast<long long>(load.summaryOf({"finishing_refused"})));
    return isSound && isKept && bench::mustBeZero("other answers", seen.others + seen.broken);
}

double peak()
{
    TillLoad load{{}};
    return load.run().paid.perSecond;
}

bool beyondTheMachine()
{
    const auto most = peak();
    TillLoad::Setup setup;
    setup.ordersPerSecond = 3 * most;
    setup.shoppers = 5000; // more would idle past the deadline of their connections
    setup.warmUp = std::chrono::seconds{4};
    TillLoad load{setup};
    auto seen = load.run();
    bench::report({"three times the peak: paid", seen.paid.perSecond, "paid/s",
            bench::Reference{"peak", most}, 0.8 * most, {}});
    bench::report(
            {"three times the peak: refused", seen.refused.perSecond, "refused/s", {}, {}, {}});
    bench::report({"three times the peak: refused p99", bench::percentile(seen.refused.ms, 0.99),
            "ms", {}, {}, 200});
    bench::report({"three times the peak: paid p99", bench::percentile(seen.paid.ms, 0.99), "ms",
            {}, {}, {}});
    return load.isSound() && bench::mustBeZero("other answers", seen.others + seen.broken);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app{argc, argv};
    try {
        const bool isWithin = beyondTheBudget();
        return beyondTheMachine() && isWithin ? 0 : 1;
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "overload: %s\n", failed.what());
        return 1;
    }
}
