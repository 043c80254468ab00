// What Redis needs for ten million people waiting and 60,000 live passes, after realistic joins: in
// calls of 512, each visitor once, then those at the front let in. The clock of the library is the
// test's, so that the passes of an hour take seconds.
#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "backend/waiting_room/visitor.h"
#include "tests/bench/figure.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"
#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using namespace std::chrono_literals;

namespace {

constexpr int waiting = 10'000'000;
constexpr int passes = 60'000;
constexpr std::size_t joinsPerCall = 512;
constexpr std::size_t claimsPerCall = 256;
constexpr int ratePerMinute = 60'000;
constexpr double mib = 1024.0 * 1024.0;

double usedMiB(tests::TestStores& stores)
{
    const auto info = stores.redisCall({"INFO", "memory"});
    constexpr std::string_view name{"\r\nused_memory:"};
    const auto at = info.find(name);
    if (at == std::string::npos)
        throw std::runtime_error("INFO memory says no used_memory");
    return std::stod(info.substr(at + name.size())) / mib;
}

/// As if instances had batched them.
void joinAll(tests::PacedLine& line, int count)
{
    const auto raised = tests::awaited<contract::Result<contract::Nothing>>(line.context(),
            [&](auto done) { line.store().raiseCeiling(contract::Epoch{1}, 2LL * count, done); });
    if (!raised || !*raised)
        throw std::runtime_error("the ceiling is not raised");
    for (int joined = 0; joined < count;) {
        std::vector<std::string> prints;
        for (; joined < count && prints.size() < joinsPerCall; ++joined)
            prints.push_back(waiting_room::fingerprint(std::string_view{}));
        if (line.joinAs(prints).each.back().number != joined)
            throw std::runtime_error("a join was refused");
        line.advance(2ms);
    }
}

/// Lets people in from the front until so many hold a pass.
void letIn(tests::PacedLine& line, int wanted)
{
    std::int64_t next = 1;
    int granted = 0;
    for (int turns = 0; granted < wanted; ++turns) {
        if (turns > 20'000)
            throw std::runtime_error("passes do not come: " + std::to_string(granted));
        line.advance(100ms);
        const auto serving = line.pace().line.serving;
        std::vector<std::int64_t> places;
        for (auto place = next; place <= serving && places.size() < claimsPerCall; ++place)
            places.push_back(place);
        const auto answers = line.claim(places);
        for (std::size_t i = 0; i < answers.size(); ++i)
            if (answers[i].kind == waiting_room::Claimed::Kind::Granted) {
                ++granted;
                next = std::max(next, places[i] + 1);
            }
    }
}

void measure(tests::TestStores& stores)
{
    const auto empty = usedMiB(stores);
    tests::PacedLine line{stores, ratePerMinute, 1h};
    joinAll(line, waiting + passes);
    const auto joined = usedMiB(stores);
    line.advance(1h);
    letIn(line, passes);
    const auto all = usedMiB(stores);
    const bench::Reference server{"empty server", empty};
    bench::report({"Redis, 10 million waiting", joined, "MiB", server, {}, {}});
    bench::report({"Redis, and 60,000 live passes", all, "MiB", server, {}, 64});
}

} // namespace

int main()
{
    try {
        const auto stores = tests::TestStores::start();
        if (!stores)
            throw std::runtime_error(tests::TestStores::whyNot());
        measure(*stores);
        return 0;
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "line_memory: %s\n", failed.what());
        return 1;
    }
}
