// From an operator's hold to the last pass, a hundred times, with three instances under a full load
// of polls and claims. The command goes the dashboard's way: into the operator's own stream, as the
// operator's own Redis user. The stream's id is the instant of the append on Redis's clock, and so
// is the instant of each pass, so that both can be compared.
#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QUuid>

#include <signal.h>

#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "app/sources/profile.h"
#include "backend/contract/command.h"
#include "backend/contract/keys.h"
#include "backend/stores/redis_connection.h"
#include "tests/bench/figure.h"
#include "tests/bench/held_line.h"
#include "tests/e2e/rehearsal_process.h"

using namespace saikobi;
using namespace std::chrono_literals;
using bench::HeldLine;
using Clock = HeldLine::Clock;

namespace {

constexpr int holds = 100;
constexpr int people = 16'000;
constexpr int ratePerMinute = 6000;
constexpr auto heldFor = 400ms;
constexpr auto openFor = 600ms;
const QString sale = QStringLiteral("demo");

/// The demo sale with a rate at which a late pass would show.
QString fastSale(const QString& folder)
{
    QFile from{
            qEnvironmentVariable("SAIKOBI_SOURCE") + QStringLiteral("/resources/sales/demo.toml")};
    QFile to{folder + QStringLiteral("/fast.toml")};
    if (!from.open(QIODevice::ReadOnly) || !to.open(QIODevice::WriteOnly))
        throw std::runtime_error("cannot write a sale file");
    auto text = from.readAll();
    const QByteArray usual{"start_rate = 300"};
    if (!text.contains(usual))
        throw std::runtime_error("demo.toml has another start_rate");
    const QByteArray fast = "start_rate = " + QByteArray::number(ratePerMinute);
    to.write(text.replace(usual, fast));
    return to.fileName();
}

/// The operator's own way into Redis.
class Desk {
public:
    explicit Desk(const QString& profilePath)
    {
        const auto read = sources::readProfile(profilePath);
        if (!read)
            throw std::runtime_error(read.error().detail);
        const auto& profile = read.value();
        m_stream = contract::keys::commands(sale.toStdString(), profile.redisUser);
        stores::RedisOptions options;
        options.host = profile.redisHost;
        options.port = profile.redisPort;
        options.user = profile.redisUser;
        options.password = profile.redisPassword;
        auto opened = stores::RedisConnection::open(options);
        if (!opened)
            throw std::runtime_error(opened.error().detail);
        m_redis = std::move(opened).value();
    }

    /// Unix milliseconds of Redis at which the command was appended.
    std::int64_t issue(contract::CommandKind kind, std::int64_t revision)
    {
        const auto id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
        const auto now = contract::toUnixMs(std::chrono::system_clock::now());
        namespace field = contract::command_field;
        const auto reply = m_redis->call({"XADD", m_stream, "*", std::string{field::id}, id,
                std::string{field::kind}, std::string{name(kind)}, std::string{field::parameters},
                contract::parametersToJson({}), std::string{field::reason}, "benchmark",
                std::string{field::basedOn}, std::to_string(revision), std::string{field::madeAt},
                std::to_string(now)});
        if (!reply)
            throw std::runtime_error(reply.error().detail);
        return std::stoll(reply.value().text);
    }

private:
    std::string m_stream{};
    std::unique_ptr<stores::RedisConnection> m_redis{};
};

struct Hold {
    Clock::time_point sentAt{};
    Clock::time_point releasedAt{};
    std::int64_t appendedMs = 0; ///< on Redis's clock
    std::int64_t releasedMs = 0;
};

void runUntil(HeldLine& line, Clock::time_point until)
{
    while (Clock::now() < until)
        line.run(2ms);
}

/// False: not within two seconds.
bool awaitPhase(HeldLine& line, const std::string& phase)
{
    const auto giveUp = Clock::now() + 2s;
    while (line.phase() != phase && Clock::now() < giveUp)
        line.run(2ms);
    return line.phase() == phase;
}

Hold holdOnce(HeldLine& line, Desk& desk)
{
    Hold hold;
    hold.sentAt = Clock::now();
    hold.appendedMs = desk.issue(contract::CommandKind::Hold, line.revision());
    runUntil(line, hold.sentAt + heldFor);
    if (!awaitPhase(line, "held"))
        throw std::runtime_error("the hold did not come into force");
    for (int tries = 0; line.phase() != "open"; ++tries) {
        if (tries == 5)
            throw std::runtime_error("the release did not come into force");
        const auto at = Clock::now();
        const auto atMs = desk.issue(contract::CommandKind::Release, line.revision());
        if (tries == 0) {
            hold.releasedAt = at;
            hold.releasedMs = atMs;
        }
        awaitPhase(line, "open");
    }
    runUntil(line, Clock::now() + openFor);
    return hold;
}

/// Of each hold, how long after it the last pass came that came before the release; 0: none did.
template<class Time, class Since>
std::vector<double> lastAfter(const std::vector<Hold>& all, const std::vector<Time>& passes,
        Time Hold::*from, Time Hold::*to, Since millisecondsSince)
{
    std::vector<double> out;
    for (const auto& hold : all) {
        double last = 0;
        for (const auto& pass : passes)
            if (pass > hold.*from && pass < hold.*to)
                last = std::max(last, millisecondsSince(pass, hold.*from));
        out.push_back(last);
    }
    return out;
}

void reportAll(const std::string& label, std::vector<double> latencies)
{
    bench::report({label + ", p50", bench::percentile(latencies, 0.50), "ms", {}, {}, {}});
    bench::report({label + ", p99", bench::percentile(latencies, 0.99), "ms", {}, {}, 250});
    bench::report({label + ", max", bench::percentile(latencies, 1.0), "ms", {}, {}, {}});
}

/// When Redis gave each pass, in Unix milliseconds, as the table has them.
std::vector<std::int64_t> passesGiven(tests::RehearsalProcess& rehearsal)
{
    const auto text = rehearsal.query(QStringLiteral(
            "select string_agg((extract(epoch from granted_at) * 1000)::bigint::text, "
            "',' order by granted_at) from saikobi.pass where sale = '%1'")
                                              .arg(sale));
    std::vector<std::int64_t> out;
    const auto words = text.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const auto& word : words)
        out.push_back(word.toLongLong());
    return out;
}

/// Pages that ask for their place without a pause, while it lives.
class Polls {
public:
    Polls(const QString& http, const std::string& ticket)
    {
        m_wrk.start(QStringLiteral("wrk"),
                {QStringLiteral("-t1"), QStringLiteral("-c64"), QStringLiteral("-d300s"),
                        QStringLiteral("-H"),
                        QStringLiteral("Authorization: Bearer ") + QString::fromStdString(ticket),
                        http + QStringLiteral("/sales/") + sale + QStringLiteral("/tickets/me")});
        if (!m_wrk.waitForStarted())
            throw std::runtime_error("wrk does not start");
    }
    ~Polls()
    {
        m_wrk.kill();
        m_wrk.waitForFinished();
    }
    Polls(const Polls&) = delete;
    Polls& operator=(const Polls&) = delete;

    /// Answers per second; throws when not all were good.
    double stop()
    {
        ::kill(static_cast<pid_t>(m_wrk.processId()), SIGINT); // it sums up
        m_wrk.waitForFinished();
        const auto said = QString::fromUtf8(m_wrk.readAllStandardOutput());
        static const QRegularExpression rate{QStringLiteral("Requests/sec:\\s*([0-9.]+)")};
        const auto found = rate.match(said);
        if (!found.hasMatch() || said.contains(QStringLiteral("Non-2xx")))
            throw std::runtime_error("wrk was not answered: " + said.toStdString());
        return found.captured(1).toDouble();
    }

private:
    QProcess m_wrk;
};

bool measure(tests::RehearsalProcess& rehearsal)
{
    const auto http = rehearsal.address(QStringLiteral("http"));
    HeldLine line{bench::endpointOf(http.toStdString()), sale.toStdString()};
    Desk desk{rehearsal.address(QStringLiteral("operator"))};
    line.join(people);
    if (!awaitPhase(line, "open"))
        throw std::runtime_error("the sale did not open");
    Polls polls{http, line.someTicket()};
    runUntil(line, Clock::now() + 2s);
    std::vector<Hold> all;
    while (all.size() < holds)
        all.push_back(holdOnce(line, desk));
    const auto polled = polls.stop();
    runUntil(line, Clock::now() + 3s); // rows of passes are written in batches

    const auto given = passesGiven(rehearsal);
    const auto byRedis = lastAfter(all, given, &Hold::appendedMs, &Hold::releasedMs,
            [](std::int64_t pass, std::int64_t hold) { return static_cast<double>(pass - hold); });
    const auto seen = lastAfter(all, line.granted(), &Hold::sentAt, &Hold::releasedAt,
            [](Clock::time_point pass, Clock::time_point hold) {
                return std::chrono::duration<double, std::milli>{pass - hold}.count();
            });
    bench::report({"own places told meanwhile", polled, "answers/s", {}, 1000.0, {}});
    reportAll("hold to the last pass given", byRedis);
    reportAll("hold to the last pass received", seen);
    bench::report({"passes given between the holds", static_cast<double>(given.size()), "passes",
            {}, holds * 10.0, {}});
    const auto late
            = std::count_if(byRedis.begin(), byRedis.end(), [](double ms) { return ms > 250; });
    return bench::mustBeZero("holds with a pass after 250 ms (I8)", late) && !given.empty();
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app{argc, argv};
    try {
        tests::RehearsalProcess rehearsal;
        if (!rehearsal.start({QStringLiteral("--crowd"), QStringLiteral("none"),
                    QStringLiteral("--instances"), QStringLiteral("3"), QStringLiteral("--sale"),
                    fastSale(rehearsal.folder())}))
            throw std::runtime_error(rehearsal.complaint().toStdString());
        return measure(rehearsal) ? 0 : 1;
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "hold_latency: %s\n", failed.what());
        return 1;
    }
}
