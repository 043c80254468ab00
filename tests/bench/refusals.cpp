// Nanoseconds of what decides about a request before any work is done: the guards of a buyer's
// listener with their tables full, and the block list at its bound.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "backend/http/guard.h"
#include "backend/waiting_room/block_list.h"
#include "backend/waiting_room/work.h"
#include "tests/bench/figure.h"

using namespace saikobi;
using namespace std::chrono_literals;
using http::Guard;

namespace {

constexpr int rounds = 5; ///< the best one counts: nothing else was on the machine then
constexpr int asked = 200'000;
constexpr std::size_t people = 1U << 17U; ///< twice what the tables hold

template<class Ask>
double nanosecondsOf(const Ask& ask)
{
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < asked; ++i)
            ask(static_cast<std::size_t>(i) % people);
        const std::chrono::duration<double, std::nano> took
                = std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count() / asked);
    }
    return best;
}

std::vector<Guard::Address> someAddresses()
{
    std::mt19937 random{1};
    std::vector<Guard::Address> out(people);
    for (auto& address : out)
        for (auto& byte : address)
            byte = static_cast<std::uint8_t>(random());
    return out;
}

waiting_room::BlockList fullList()
{
    std::vector<waiting_room::BlockEntry> entries;
    for (std::size_t i = 0; i < waiting_room::BlockList::limit; ++i)
        entries.push_back(
                {"198." + std::to_string(i % 250) + "." + std::to_string(i / 4) + ".0/24", {}, {}});
    waiting_room::BlockList list{std::move(entries)};
    list.keep(contract::fromUnixMs(1767225600000));
    return list;
}

} // namespace

int main()
{
    const auto addresses = someAddresses();
    const auto now = std::chrono::steady_clock::now();
    const auto list = fullList();
    const auto blocked = waiting_room::addressFromText("198.7.1.77").value();
    long long wrong = list.blocksAddress(blocked) ? 0 : 1;
    std::size_t sum = 0;
    const auto look = nanosecondsOf(
            [&](std::size_t i) { sum += list.blocksAddress(addresses[i]) ? 1 : 0; });
    const auto find
            = nanosecondsOf([&](std::size_t) { wrong += list.blocksAddress(blocked) ? 0 : 1; });

    Guard guard;
    shop::CatalogueDocument sale;
    sale.sale.slug = "demo";
    const auto joins = nanosecondsOf([&](std::size_t i) {
        sum += guard.joinsOf(sale, addresses[i], now) == Guard::Joins::Few ? 1 : 0;
        guard.countJoin("demo", addresses[i], now);
    });
    for (int i = 0; i < 4000; ++i)
        guard.countJoin("demo", blocked, now);
    const auto refused = nanosecondsOf([&](std::size_t) {
        wrong += guard.joinsOf(sale, blocked, now) == Guard::Joins::TooMany ? 0 : 1;
    });
    const auto forgeries = nanosecondsOf(
            [&](std::size_t i) { sum += guard.countForgery(addresses[i], now) ? 1 : 0; });
    waiting_room::Ticket ticket;
    ticket.sale = "demo";
    const auto claims = nanosecondsOf([&](std::size_t i) {
        ticket.number = static_cast<std::int64_t>(i) + 1;
        sum += guard.mayClaim(ticket, now) ? 1 : 0;
        sum += guard.noteVisit(Guard::Visit::Claim, ticket, now, 1s) ? 1 : 0;
    });

    const waiting_room::TicketKeys keys{{{7, std::string(32, 'k'), {}}}};
    const auto noon = contract::fromUnixMs(1767225600000);
    const auto salt = waiting_room::work::saltOf(keys, "demo", noon);
    const std::string visitor(32, 'a');
    const auto work = nanosecondsOf([&](std::size_t) {
        wrong += waiting_room::work::isSalt(salt, keys, "demo", noon)
                        && !waiting_room::work::isDone({salt, visitor, "1"}, 20)
                ? 0
                : 1;
    });

    bench::report({"block list of 1000, an address that is free", look, "ns", {}, {}, 200});
    bench::report({"block list of 1000, a blocked address", find, "ns", {}, {}, 200});
    bench::report({"join limit asked and counted, table full", joins, "ns", {}, {}, 500});
    bench::report({"join refused for its address", refused, "ns", {}, {}, 250});
    bench::report({"forgery counted, table full", forgeries, "ns", {}, {}, 500});
    bench::report({"claim and visit counted, table full", claims, "ns", {}, {}, 1000});
    bench::report({"work that was not done, with its salt", work, "ns", {}, {}, 10'000});
    return bench::mustBeZero("guards that decided wrongly", wrong + (sum == 0 ? 1 : 0))
            ? EXIT_SUCCESS
            : EXIT_FAILURE;
}
