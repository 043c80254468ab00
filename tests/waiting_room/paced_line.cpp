#include "tests/waiting_room/paced_line.h"

#include <stdexcept>

#include "backend/contract/keys.h"
#include "backend/stores/migration.h"
#include "tests/support/run_until.h"

namespace saikobi::tests {

using contract::Result;
using namespace std::chrono_literals;

namespace {

constexpr const char* clockKey = "{sale:clock}:us";

stores::RedisOptions withTestClock(stores::RedisOptions options)
{
    options.library = libraryWithTestClock();
    return options;
}

waiting_room::Recovery freshLine(int ratePerMinute)
{
    waiting_room::Recovery fresh;
    fresh.isFresh = true;
    fresh.mark.sale = "demo";
    fresh.mark.epoch = contract::Epoch{1};
    fresh.mark.ceiling = 1'000'000;
    fresh.mark.rate = {ratePerMinute};
    return fresh;
}

template<class T>
T valueOf(std::optional<Result<T>> answer)
{
    if (!answer)
        throw std::runtime_error("no answer");
    if (!*answer)
        throw std::runtime_error(answer->error().detail);
    return std::move(*answer).value();
}

} // namespace

std::string libraryWithTestClock()
{
    auto library = stores::functionLibrary();
    const std::string read{"local time = redis.call('TIME')"};
    const auto at = library.find(read);
    if (at == std::string::npos)
        throw std::runtime_error("the library has no now()");
    library.insert(
            at, std::string{"do return tonumber(redis.call('GET', '"} + clockKey + "')) end ");
    return library;
}

waiting_room::Recovery lossOf(const waiting_room::Paced& seen, std::int64_t ceiling)
{
    waiting_room::Recovery out;
    out.mark.ceiling = ceiling + 1000000;
    out.mark.issuedSeen = ceiling;
    out.mark.servingSeen = seen.line.serving;
    out.mark.passesSeen = seen.line.passes;
    out.mark.rate = seen.line.rate;
    out.mark.phase = seen.line.phase;
    out.mark.revision = seen.line.revision;
    out.mark.state = seen.line;
    out.mark.voids = std::to_string(seen.line.issued + 1) + "-" + std::to_string(ceiling);
    out.issuedBefore = seen.line.issued;
    return out;
}

PacedLine::PacedLine(TestStores& stores, int ratePerMinute, std::chrono::milliseconds opensIn)
    : m_stores(stores)
    , m_redis(withTestClock(stores.backendRedis()))
    , m_line("demo", m_context.get_executor(), m_redis)
{
    m_admin = std::move(stores::RedisConnection::open(stores.adminRedis())).value();
    m_operator = std::move(stores::RedisConnection::open(stores.operatorRedis())).value();
    m_sale.slug = "demo";
    m_sale.opensAt = now() + opensIn;
    m_report.instance = "a";
    m_line.setOperators({rehearsal::operatorName});
    setClock();
    valueOf(awaited<Result<contract::Nothing>>(
            m_context, [&](auto done) { m_line.recover(freshLine(ratePerMinute), done); }));
    pace();
}

void PacedLine::setClock()
{
    m_admin->call({"SET", clockKey, std::to_string(m_us)});
}

void PacedLine::advance(std::chrono::milliseconds by)
{
    m_us += by.count() * 1000;
    setClock();
}

contract::Instant PacedLine::now() const
{
    return contract::fromUnixMs(m_us / 1000);
}

waiting_room::Paced PacedLine::pace(const std::vector<contract::RelayedCommand>& relayed)
{
    auto paced = valueOf(awaited<Result<waiting_room::Paced>>(m_context,
            [&](auto done) { m_line.pace(m_epoch, m_sale, m_report, relayed, m_copied, done); }));
    m_revision = paced.line.revision;
    return paced;
}

contract::LineState PacedLine::run(std::chrono::milliseconds span)
{
    contract::LineState line;
    for (auto gone = 0ms; gone < span; gone += 100ms) {
        advance(100ms);
        line = pace().line;
    }
    return line;
}

waiting_room::Joined PacedLine::joinAs(const std::vector<std::string>& prints)
{
    return valueOf(awaited<Result<waiting_room::Joined>>(
            m_context, [&](auto done) { m_line.join(m_epoch, prints, done); }));
}

int PacedLine::join(int count)
{
    int entered = 0;
    while (count > 0) {
        std::vector<std::string> prints;
        for (; count > 0 && prints.size() < 512; --count) {
            auto print = std::to_string(10'000'000 + ++m_prints);
            prints.push_back(print.substr(1));
        }
        for (const auto& one : joinAs(prints).each)
            entered += one.passEnds ? 1 : 0;
    }
    return entered;
}

std::vector<waiting_room::Claimed::One> PacedLine::claim(const std::vector<std::int64_t>& places)
{
    if (places.empty())
        return {};
    return valueOf(awaited<Result<waiting_room::Claimed>>(m_context, [&](auto done) {
        m_line.claim(m_epoch, {places.begin(), places.end()}, done);
    })).each;
}

waiting_room::OrderGate PacedLine::checkOrder(
        std::int64_t place, const waiting_room::OrderWants& wants)
{
    const auto said = checkOrders({{std::to_string(place), wants}}).front();
    return said ? said.value() : throw std::runtime_error(said.error().detail);
}

PacedLine::GateAnswers PacedLine::checkOrders(const std::vector<waiting_room::GateQuestion>& orders)
{
    return valueOf(awaited<Result<GateAnswers>>(
            m_context, [&](auto done) { m_line.checkOrders(m_epoch, orders, done); }));
}

void PacedLine::leaveGate(const std::vector<std::string>& orders)
{
    valueOf(awaited<Result<contract::Nothing>>(
            m_context, [&](auto done) { m_line.leaveGate(m_epoch, orders, done); }));
}

void PacedLine::leave(std::int64_t place)
{
    valueOf(awaited<Result<contract::Nothing>>(
            m_context, [&](auto done) { m_line.leave(m_epoch, place, done); }));
}

void PacedLine::notePaid(std::int64_t place)
{
    valueOf(awaited<Result<contract::Nothing>>(m_context,
            [&](auto done) { m_line.notePaid(m_epoch, {std::to_string(place)}, done); }));
}

void PacedLine::recover(waiting_room::Recovery recovery)
{
    recovery.mark.sale = "demo";
    m_epoch = contract::Epoch{m_epoch.value + 1};
    recovery.mark.epoch = m_epoch;
    valueOf(awaited<Result<contract::Nothing>>(
            m_context, [&](auto done) { m_line.recover(recovery, done); }));
}

void PacedLine::command(const contract::Command& command)
{
    namespace field = contract::command_field;
    // Redis's own clock stamps entries; the test's clock stands in for it here too.
    static int sequence = 0;
    const auto appended = m_operator->call({"XADD",
            contract::keys::commands("demo", rehearsal::operatorName),
            std::to_string(m_us / 1000) + "-" + std::to_string(++sequence), std::string{field::id},
            command.id, std::string{field::kind}, std::string{contract::name(command.kind)},
            std::string{field::parameters}, contract::parametersToJson(command.parameters),
            std::string{field::reason}, command.reason, std::string{field::basedOn},
            std::to_string(command.basedOn.value), std::string{field::madeAt},
            std::to_string(contract::toUnixMs(command.madeAt))});
    if (!appended)
        throw std::runtime_error(appended.error().detail);
}

contract::Command PacedLine::made(
        contract::CommandKind kind, std::map<std::string, std::string> parameters)
{
    contract::Command command;
    const auto digits = std::to_string(100'000'000'000 + ++m_ids);
    command.id = "00000000-0000-4000-8000-" + digits;
    command.sale = "demo";
    command.kind = kind;
    command.parameters = std::move(parameters);
    command.reason = "a test";
    command.basedOn = m_revision;
    command.madeAt = now();
    return command;
}

std::vector<contract::TimelineEntry> PacedLine::timeline(const std::string& kind)
{
    std::vector<contract::TimelineEntry> out;
    const auto entries = m_admin->call({"XRANGE", contract::keys::timeline("demo"), "-", "+"});
    for (const auto& item : entries.value().items) {
        auto entry = contract::timelineEntryFromJson(item.items.at(1).items.at(1).text);
        if (!entry)
            throw std::runtime_error(entry.error().detail);
        if (entry.value().kind == kind)
            out.push_back(std::move(entry).value());
    }
    return out;
}

} // namespace saikobi::tests
