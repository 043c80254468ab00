#include "app/sources/postgres_reader.h"

#include <pqxx/pqxx>

#include <array>
#include <tuple>

#include "app/sources/desk_rows.h"
#include "app/sources/postgres_rows.h"

namespace saikobi::sources {

using contract::Result;
using model::AuditNews;
using namespace std::chrono_literals;

namespace {

constexpr auto auditPeriod = 10s;
constexpr auto overlap = 5s; ///< entries may be copied a moment after later ones

void readIdentity(pqxx::transaction_base& work, const std::string& sale, PostgresNews& into)
{
    const auto sent = std::chrono::steady_clock::now();
    const auto me = work.exec1(
            "select session_user, pg_has_role(session_user, 'saikobi_operator', 'member')");
    into.roundTripMs
            = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - sent)
                      .count();
    into.at = std::chrono::system_clock::now();
    into.user = me[0].as<std::string>();
    into.isOperator = me[1].as<bool>();
    const auto found = work.exec_params(
            "select name_ja, time_zone, coalesce(settings -> 'alarms', '{}')::text, "
            "coalesce(settings -> 'arrivals', '[]')::text, "
            "coalesce(settings -> 'contacts', '[]')::text "
            "from saikobi.sale where slug = $1",
            sale);
    into.saleExists = !found.empty();
    if (!into.saleExists)
        return;
    into.saleName = found[0][0].as<std::string>();
    into.timeZone = found[0][1].as<std::string>();
    into.alarmSettings = found[0][2].as<std::string>();
    into.arrivals = contract::arrivalPlanFromJson(found[0][3].as<std::string>());
    into.contacts = contract::contactsFromJson(found[0][4].as<std::string>());
}

void readProvider(pqxx::transaction_base& work, const std::string& sale, PostgresNews& into)
{
    // Several methods share an account; several accounts add up.
    const auto row = work.exec_params1(R"(
select sum(calls_per_second), coalesce(case when min(parallel) > 0 then sum(parallel) end, 0)
from saikobi.provider
where id in (select provider from saikobi.method where sale = $1))",
            sale);
    if (!row[0].is_null())
        into.callsPerSecond = row[0].as<double>();
    into.parallelCalls = row[1].as<std::int64_t>();
}

AuditNews readAudit(pqxx::transaction_base& work, const std::string& sale)
{
    AuditNews out;
    const auto rows = work.exec_params1(R"(
select (select count(*) from saikobi.audit_oversold where sale = $1 or sale is null)
    + (select count(*) from saikobi.audit_double_capture where sale = $1)
    + (select count(*) from saikobi.audit_stranded_stock where sale = $1 or sale is null)
    + (select count(*) from saikobi.audit_orphan_payment where sale = $1)
    + (select count(*) from saikobi.audit_unfinished_order where sale = $1))",
            sale);
    out.rows = rows[0].as<std::int64_t>();
    const auto median = work.exec_params1(R"(
select percentile_cont(0.5) within group (order by extract(epoch from o.ended_at - p.granted_at))
from saikobi.orders o
join saikobi.pass p on p.sale = o.sale and p.run = o.run and p.place = o.place and p.member = 0
where o.sale = $1 and o.status = 'paid' and o.ended_at > now() - interval '15 min')",
            sale);
    if (!median[0].is_null())
        out.purchaseTime = std::chrono::seconds{static_cast<std::int64_t>(median[0].as<double>())};
    return out;
}

/// Revision and text of the newest set; the text only when it is another one.
std::pair<std::string, std::optional<std::string>> readRunbook(
        pqxx::transaction_base& work, const std::optional<std::string>& known)
{
    const auto rows = work.exec_params(
            "select revision, case when revision is distinct from $1 then cards end "
            "from saikobi.runbook order by version desc limit 1",
            known);
    if (rows.empty())
        return {"", known == "" ? std::nullopt : std::optional<std::string>{""}};
    if (rows[0][1].is_null())
        return {rows[0][0].as<std::string>(), std::nullopt};
    return {rows[0][0].as<std::string>(), rows[0][1].as<std::string>()};
}

std::int64_t readUnsettled(pqxx::transaction_base& work, const std::string& sale)
{
    return work
            .exec_params1(R"(
select count(*) from saikobi.orders o
join saikobi.payment p on p.order_id = o.id and p.attempt = o.attempt
where o.sale = $1 and o.ended_at is null
    and p.standing = 'authorised' and p.authorised_at < now() - interval '60 s')",
                    sale)[0]
            .as<std::int64_t>();
}

} // namespace

PostgresReader::PostgresReader(const Profile& profile)
    : m_sale(profile.sale)
    , m_link(profile.postgresUrl, PostgresLink::Use::ReadOnly)
{
}

Result<PostgresNews> PostgresReader::poll(std::optional<contract::Instant> ticksAfter)
{
    PostgresNews news;
    const auto now = std::chrono::steady_clock::now();
    auto revision = m_runbook;
    const bool isAuditDue = !m_lastAudit || now - *m_lastAudit >= auditPeriod;
    const auto done = m_link.run(
            [&](pqxx::connection_base& on) {
                pqxx::read_transaction work(on);
                readIdentity(work, m_sale, news);
                readProvider(work, m_sale, news);
                news.products = readProducts(work, m_sale);
                news.slotPlaces = readSlots(work, m_sale);
                news.methods = readMethods(work, m_sale);
                news.instances = readInstances(work);
                news.line = readMark(work, m_sale);
                news.blocks = readBlocks(work, m_sale);
                news.unsettled = readUnsettled(work, m_sale);
                news.entries = readTimeline(work, m_sale,
                        m_lastEntry.value_or(contract::Instant{} + overlap) - overlap);
                news.alarms = readAlarms(work, m_sale);
                news.walks = readWalks(work, m_sale, !m_areWalksRead);
                if (isAuditDue)
                    news.audit = readAudit(work, m_sale);
                if (isAuditDue || !m_areWalksRead) // at every connect
                    std::tie(revision, news.runbook) = readRunbook(work, m_runbook);
                if (ticksAfter)
                    news.ticks = readTicks(work, m_sale, *ticksAfter);
            },
            deadline);
    m_areWalksRead = static_cast<bool>(done); // whatever was written while we could not look
    if (!done)
        return done.error();
    m_runbook = revision;
    if (isAuditDue)
        m_lastAudit = now;
    for (const auto& entry : news.entries)
        m_lastEntry = std::max(m_lastEntry.value_or(entry.at), entry.at);
    return news;
}

} // namespace saikobi::sources
