// Joins per second over HTTP into three instances on one pair of stores, before the opening and in
// an open line. One thread holds all connections, so that its clock orders every write and read:
// no number may come twice, and none may be smaller than one that was in hand when it was asked
// for.
#include <QCoreApplication>

#include <charconv>
#include <cstdio>
#include <random>
#include <stdexcept>

#include "tests/bench/figure.h"
#include "tests/bench/join_history.h"
#include "tests/bench/load_client.h"
#include "tests/e2e/rehearsal_process.h"

using namespace saikobi;
using namespace std::chrono_literals;
using bench::Join;
using bench::LoadClient;
using Clock = LoadClient::Clock;

namespace {

constexpr std::size_t connections = 384;
constexpr auto warmUp = 1s;
constexpr auto span = 8s;

/// A request that is the same but for 32 hexadecimal digits.
class JoinRequest {
public:
    JoinRequest(const std::string& sale, const bench::Endpoint& server)
    {
        constexpr std::string_view body{R"({"visitor":"00000000000000000000000000000000"})"};
        m_text = "POST /sales/" + sale + "/tickets HTTP/1.1\r\nHost: " + server.host
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + std::to_string(body.size()) + "\r\n\r\n";
        m_visitor = m_text.size() + std::string_view{R"({"visitor":")"}.size();
        m_text += body;
    }

    /// For somebody who has never joined.
    const std::string& next()
    {
        constexpr std::string_view digits{"0123456789abcdef"};
        for (std::size_t half = 0; half < 2; ++half) {
            auto bits = m_random();
            for (std::size_t i = 0; i < 16; ++i, bits >>= 4U)
                m_text[m_visitor + 16 * half + i] = digits[bits & 15U];
        }
        return m_text;
    }

private:
    std::string m_text{};
    std::size_t m_visitor = 0;
    std::mt19937_64 m_random{std::random_device{}()};
};

std::int64_t numberIn(std::string_view body)
{
    constexpr std::string_view name{R"("number":)"};
    const auto at = body.find(name);
    std::int64_t number = 0;
    if (at != std::string_view::npos)
        std::from_chars(body.data() + at + name.size(), body.data() + body.size(), number);
    return number;
}

struct Measured {
    std::vector<Join> joins{};
    long long others = 0; ///< answers that gave no new number
    long long broken = 0;
    std::string firstOther{};
};

/// Every connection asks again as soon as it has been answered.
Measured joinFor(const bench::Endpoint& server, const std::string& sale, Clock::duration length)
{
    LoadClient client{server.host, server.port, connections};
    JoinRequest request{sale, server};
    Measured out;
    out.joins.reserve(1'000'000);
    const auto end = Clock::now() + length;
    std::size_t waiting = connections;
    for (std::size_t i = 0; i < connections; ++i)
        client.send(i, request.next());
    const LoadClient::OnAnswer note = [&](const LoadClient::Answer& answer) {
        if (answer.status == 201) {
            out.joins.push_back({answer.writtenAt, answer.readAt, numberIn(answer.body)});
        } else if (++out.others == 1) {
            out.firstOther = std::to_string(answer.status) + " " + std::string{answer.body};
        }
        if (answer.readAt < end)
            client.send(answer.connection, request.next());
        else
            --waiting;
    };
    while (waiting > 0 && Clock::now() < end + 5s)
        client.poll(10ms, note);
    out.broken = client.broken() + static_cast<long long>(waiting);
    return out;
}

bool measure(const bench::Endpoint& server, const std::string& sale, const std::string& label)
{
    const auto begun = Clock::now();
    const auto measured = joinFor(server, sale, warmUp + span);
    std::vector<double> tookMs;
    for (const auto& join : measured.joins)
        if (join.writtenAt >= begun + warmUp)
            tookMs.push_back(std::chrono::duration<double, std::milli>{join.readAt - join.writtenAt}
                                     .count());
    const auto perSecond
            = static_cast<double>(tookMs.size()) / std::chrono::duration<double>{span}.count();
    bench::report({label, perSecond, "joins/s", bench::Reference{"goal", 40'000}, 40'000, {}});
    bench::report({label + ", p50", bench::percentile(tookMs, 0.50), "ms", {}, {}, {}});
    bench::report({label + ", p99", bench::percentile(tookMs, 0.99), "ms", {}, {}, 50});
    if (measured.others + measured.broken > 0)
        std::printf("%lld other answers, %lld broken; the first: %s\n", measured.others,
                measured.broken, measured.firstOther.c_str());
    const bool isUnique
            = bench::mustBeZero(label + ", duplicates", bench::duplicatesIn(measured.joins));
    const bool isOrdered
            = bench::mustBeZero(label + ", inversions", bench::inversionsIn(measured.joins));
    return isUnique && isOrdered && !measured.joins.empty();
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app{argc, argv};
    try {
        tests::RehearsalProcess rehearsal;
        if (!rehearsal.start({QStringLiteral("--crowd"), QStringLiteral("none"),
                    QStringLiteral("--instances"), QStringLiteral("3")}))
            throw std::runtime_error(rehearsal.complaint().toStdString());
        const auto server
                = bench::endpointOf(rehearsal.address(QStringLiteral("http")).toStdString());
        const bool isGood = measure(server, "small", "joins before the opening")
                && measure(server, "demo", "joins into an open line");
        return isGood ? 0 : 1;
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "joins: %s\n", failed.what());
        return 1;
    }
}
