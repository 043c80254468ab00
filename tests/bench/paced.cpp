// One request again and again at a set rate: paced HOST:PORT PATH RATE SECONDS [HEADER …]
// Requests come by the clock, never after an answer, and are timed from the instant they were meant
// for: what waits because the server is slow counts. Prints one JSON line.

#include <boost/json.hpp>

#include <cstdio>
#include <iostream>
#include <stdexcept>
#include <vector>

#include "tests/bench/load_client.h"

using namespace saikobi::bench;
using namespace std::chrono_literals;
using Clock = LoadClient::Clock;

namespace {

constexpr std::size_t connections = 64;

struct Words {
    Endpoint server{};
    std::string path{};
    double rate = 0;
    double seconds = 0;
    std::string headers{};
};

struct Count {
    std::vector<double> tookMs{};
    long long others = 0; ///< answers that were not 200
};

Count run(const Words& words)
{
    LoadClient client{words.server.host, words.server.port, connections};
    const auto request = "GET " + words.path + " HTTP/1.1\r\nHost: " + words.server.host + "\r\n"
            + words.headers + "\r\n";
    const auto total = static_cast<std::int64_t>(words.rate * words.seconds);
    std::vector<std::size_t> idle;
    for (std::size_t i = 0; i < connections; ++i)
        idle.push_back(i);
    std::vector<std::int64_t> meant(connections); // which request a connection carries
    Count count;
    count.tookMs.reserve(static_cast<std::size_t>(total));
    const auto began = Clock::now();
    const auto dueAt = [&](std::int64_t number) {
        return began
                + std::chrono::duration_cast<Clock::duration>(
                        std::chrono::duration<double>{static_cast<double>(number) / words.rate});
    };
    const LoadClient::OnAnswer note = [&](const LoadClient::Answer& answer) {
        const std::chrono::duration<double, std::milli> took
                = answer.readAt - dueAt(meant[answer.connection]);
        count.tookMs.push_back(took.count());
        count.others += answer.status == 200 ? 0 : 1;
        idle.push_back(answer.connection);
    };
    const auto giveUp = dueAt(total) + 10s;
    for (std::int64_t next = 0; next < total || idle.size() < connections;) {
        const auto now = Clock::now();
        if (now > giveUp)
            throw std::runtime_error("the server does not keep up");
        while (next < total && !idle.empty() && dueAt(next) <= now) {
            const auto connection = idle.back();
            idle.pop_back();
            meant[connection] = next++;
            client.send(connection, request);
        }
        client.poll(0ms, note);
    }
    return count;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        if (argc < 5)
            throw std::runtime_error("paced HOST:PORT PATH RATE SECONDS [HEADER …]");
        Words words{endpointOf(argv[1]), argv[2], std::stod(argv[3]), std::stod(argv[4]), {}};
        for (int i = 5; i < argc; ++i)
            words.headers += std::string{argv[i]} + "\r\n";
        auto count = run(words);
        const boost::json::object out{{"answers", count.tookMs.size()},
                {"p50_ms", percentile(count.tookMs, 0.50)},
                {"p99_ms", percentile(count.tookMs, 0.99)},
                {"max_ms", percentile(count.tookMs, 1.0)}, {"not_200", count.others}};
        std::cout << boost::json::serialize(out) << '\n';
        return 0;
    } catch (const std::exception& failed) {
        std::cerr << "paced: " << failed.what() << '\n';
        return 1;
    }
}
