// Nanoseconds to check one ticket: the way of `tickets/me`, beside the same HMAC in one call.
#include <array>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/sale_tickets.h"
#include "backend/waiting_room/ticket_memo.h"
#include "tests/bench/figure.h"

using namespace saikobi;
using waiting_room::SaleTickets;
using waiting_room::Ticket;
using waiting_room::TicketKeys;

namespace {

constexpr int rounds = 5; ///< the best one counts: nothing else was on the machine then
constexpr int checks = 400'000;
constexpr std::size_t people = 1024;

/// `check(i)` is true for a good one.
template<class Check>
double nanosecondsOf(long long& wrong, const Check& check)
{
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < checks; ++i)
            wrong += check(static_cast<std::size_t>(i) % people) ? 0 : 1;
        const std::chrono::duration<double, std::nano> took
                = std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count() / checks);
    }
    return best;
}

std::vector<std::string> signedTickets(const SaleTickets& tickets, contract::Instant now)
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < people; ++i) {
        Ticket ticket;
        ticket.sale = "demo";
        ticket.number = static_cast<std::int64_t>(i) + 1;
        ticket.joinedAt = now;
        out.push_back(tickets.sign(ticket, now));
    }
    return out;
}

} // namespace

int main()
{
    const auto now = contract::fromUnixMs(1767225600123);
    const TicketKeys keys{{{7, std::string(32, 'k'), {}}}};
    const SaleTickets tickets{keys, "demo"};
    const auto encoded = signedTickets(tickets, now);
    long long wrong = 0;

    const std::string body(30, 'b');
    const auto oneCall = nanosecondsOf(
            wrong, [&](std::size_t) { return !waiting_room::hmacSha256(body, body).empty(); });
    const auto check
            = nanosecondsOf(wrong, [&](std::size_t i) { return tickets.verify(encoded[i]); });
    waiting_room::TicketMemo memo{*tickets.verify(encoded[0])};
    const auto again = nanosecondsOf(
            wrong, [&](std::size_t) { return remembered(memo, encoded[0], "demo") != nullptr; });
    auto forged = encoded[0];
    forged.back() = forged.back() == 'A' ? 'E' : 'A';
    const auto refused = nanosecondsOf(wrong, [&](std::size_t) { return !tickets.verify(forged); });

    const bench::Reference reference{"HMAC-SHA-256 in one call of OpenSSL", oneCall};
    bench::report({"check of a ticket", check, "ns", reference, {}, 200});
    bench::report({"check of a forged ticket", refused, "ns", reference, {}, 200});
    bench::report({"the same ticket again on a connection", again, "ns", reference, {}, 50});
    return bench::mustBeZero("good tickets refused, forged ones taken", wrong) ? EXIT_SUCCESS
                                                                               : EXIT_FAILURE;
}
