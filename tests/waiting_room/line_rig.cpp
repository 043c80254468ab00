#include "tests/waiting_room/line_rig.h"

namespace saikobi::tests {

using contract::Problem;
using namespace std::chrono_literals;

namespace {

const contract::Instant longAgo{};

/// Making an RSA key is slow; all rigs of a program share one.
const std::string& passPem()
{
    static const auto pem = waiting_room::PassKeys::generatePem();
    return pem;
}

template<class T>
std::optional<Problem> problemOf(const std::optional<std::variant<T, Problem>>& answer)
{
    if (!answer)
        return Problem{contract::ProblemType::Unavailable, "no answer", {}, {}};
    const auto* problem = std::get_if<Problem>(&*answer);
    return problem ? std::optional{*problem} : std::nullopt;
}

} // namespace

LineRig::LineRig(TestStores& stores, int ratePerMinute, std::int64_t numberMargin,
        const std::function<void(contract::Sale&)>& settle)
    : m_stores(stores)
    , m_margin(numberMargin)
    , m_ticketKeys({{1, std::string(32, 'k'), longAgo}})
    , m_passKeys(
              std::move(waiting_room::PassKeys::fromPem({{passPem(), longAgo}}, "tests")).value())
{
    m_stores.clear();
    m_stores.execute("insert into saikobi.sale (slug, name_ja, name_en, start_rate, opens_at)"
                     " values ('demo', '見本', 'Sample', "
            + std::to_string(ratePerMinute) + ", now())");
    m_sale.slug = "demo";
    m_sale.startRate = {ratePerMinute};
    m_sale.opensAt = contract::fromUnixMs(1'000'000'000'000);
    if (settle)
        settle(m_sale);
    addInstance();
}

LineRig::~LineRig() = default;

waiting_room::Line& LineRig::addInstance()
{
    auto redis = m_stores.backendRedis();
    redis.deadline = 300ms;
    auto postgres = m_stores.backendPostgres(1);
    postgres.deadline = 1000ms;
    Instance added;
    added.redis = std::make_unique<stores::RedisExecutor>(redis);
    added.postgres = std::make_unique<stores::PostgresExecutor>(postgres);
    added.name = "i" + std::to_string(++m_names);
    waiting_room::Line::Parts parts{m_context.get_executor(), *added.redis, *added.postgres,
            m_ticketKeys, m_passKeys, m_measures};
    parts.numberMargin = m_margin;
    parts.subjectKey = subjectKey;
    parts.clock = [ahead = m_ahead] { return contract::Instant::clock::now() + *ahead; };
    added.line = std::make_unique<waiting_room::Line>(m_sale, parts);
    added.line->setOperators({rehearsal::operatorName});
    m_instances.push_back(std::move(added));
    return *m_instances.back().line;
}

waiting_room::Line& LineRig::line(std::size_t index)
{
    return *m_instances.at(index).line;
}

void LineRig::dropInstance(std::size_t index)
{
    // The line before the executors it uses.
    m_instances.at(index).line.reset();
    m_instances.erase(m_instances.begin() + static_cast<std::ptrdiff_t>(index));
}

void LineRig::paceOnce()
{
    for (const auto& instance : m_instances)
        instance.line->pace({instance.name, false, false, false});
    runUntil(
            m_context, [] { return false; }, 20ms);
}

bool LineRig::comesTrue(const std::function<bool()>& isSo)
{
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (!isSo() && std::chrono::steady_clock::now() < until)
        paceOnce();
    return isSo();
}

bool LineRig::becomesReady()
{
    return comesTrue([this] {
        for (const auto& instance : m_instances)
            if (!instance.line->isReady() || instance.line->status()->isRedisLost)
                return false;
        return true;
    });
}

std::variant<waiting_room::JoinAnswer, Problem> LineRig::join(
        const std::string& visitor, std::size_t index)
{
    using Answer = std::variant<waiting_room::JoinAnswer, Problem>;
    return awaited<Answer>(m_context, [&](auto done) { line(index).join(visitor, done); }).value();
}

std::variant<waiting_room::JoinAnswer, Problem> LineRig::joinAs(
        const waiting_room::Visitor& visitor, std::size_t index)
{
    using Answer = std::variant<waiting_room::JoinAnswer, Problem>;
    return awaited<Answer>(m_context, [&](auto done) { line(index).join(visitor, done); }).value();
}

std::variant<waiting_room::JoinAnswer, Problem> LineRig::take(
        const Taking& taking, std::size_t index)
{
    using Answer = std::variant<waiting_room::JoinAnswer, Problem>;
    return awaited<Answer>(m_context, [&](auto done) {
        taking(line(index).moves(), done);
    }).value();
}

std::variant<waiting_room::ClaimAnswer, Problem> LineRig::claim(
        const std::string& ticket, std::size_t index)
{
    using Answer = std::variant<waiting_room::ClaimAnswer, Problem>;
    const auto read = line(index).readTicket(ticket);
    if (const auto* problem = std::get_if<Problem>(&read))
        return *problem;
    return awaited<Answer>(m_context, [&](auto done) {
        line(index).claim(std::get<waiting_room::Ticket>(read), done);
    }).value();
}

waiting_room::JoinAnswer LineRig::enter(const std::string& visitor)
{
    waiting_room::JoinAnswer joined;
    comesTrue([&] { // who is told to ask again does so, and finds the same number
        if (joined.number != 0)
            return true;
        const auto told = join(visitor);
        if (const auto* answer = std::get_if<waiting_room::JoinAnswer>(&told))
            joined = *answer;
        return joined.number != 0;
    });
    comesTrue([&] {
        if (joined.pass)
            return true;
        const auto claimed = claim(joined.ticket);
        if (const auto* answer = std::get_if<waiting_room::ClaimAnswer>(&claimed))
            joined.pass = answer->pass;
        return joined.pass.has_value();
    });
    return joined;
}

std::optional<Problem> LineRig::checkOrder(const std::string& pass, std::size_t index)
{
    const auto read = line(index).readPass(pass);
    if (const auto* problem = std::get_if<Problem>(&read))
        return *problem;
    return problemOf(awaited<std::variant<contract::Nothing, Problem>>(m_context, [&](auto done) {
        line(index).checkOrder(std::get<waiting_room::PassClaims>(read), {}, done);
    }));
}

std::optional<Problem> LineRig::leave(const std::string& pass, std::size_t index)
{
    const auto read = line(index).readPass(pass);
    if (const auto* problem = std::get_if<Problem>(&read))
        return *problem;
    return problemOf(awaited<std::variant<contract::Nothing, Problem>>(m_context,
            [&](auto done) { line(index).leave(std::get<waiting_room::PassClaims>(read), done); }));
}

} // namespace saikobi::tests
