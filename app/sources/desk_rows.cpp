#include "app/sources/desk_rows.h"

#include <pqxx/pqxx>

namespace saikobi::sources {

using contract::AuditView;
using contract::Instant;

namespace {

constexpr std::size_t mostAuditRows = 50; ///< of each view; more help nobody

Instant instantIn(const pqxx::field& field)
{
    return contract::fromUnixMs(field.as<std::int64_t>());
}

std::chrono::seconds secondsIn(const pqxx::field& field)
{
    return std::chrono::seconds{static_cast<std::int64_t>(field.as<double>(0))};
}

/// Columns: subject, id, what, found, allowed, and how many rows there are. Rows of counters whose
/// product is gone belong to every sale.
struct AuditQuery {
    AuditView view;
    const char* sql;
};
constexpr std::array auditQueries{AuditQuery{AuditView::Oversold, R"(
select subject, id::text, violation, found, allowed, count(*) over ()
from saikobi.audit_oversold where sale = $1 or sale is null limit 50)"},
        AuditQuery{AuditView::StrandedStock, R"(
select 'product', product::text, status, qty, 0, count(*) over ()
from saikobi.audit_stranded_stock where sale = $1 or sale is null limit 50)"},
        AuditQuery{AuditView::DoubleCapture, R"(
select 'order', order_id::text, captures || ' captures', captured::bigint, amount, count(*) over ()
from saikobi.audit_double_capture where sale = $1 limit 50)"},
        AuditQuery{AuditView::OrphanPayment, R"(
select 'order', order_id::text, standing || ', ' || status, null::bigint, null::bigint, count(*) over ()
from saikobi.audit_orphan_payment where sale = $1 limit 50)"},
        AuditQuery{AuditView::UnfinishedOrder, R"(
select 'order', order_id::text, status, extract(epoch from now() - deadline)::bigint, 0, count(*) over ()
from saikobi.audit_unfinished_order where sale = $1 order by deadline limit 50)"},
        AuditQuery{AuditView::Points, R"(
select case when order_id is null then 'person' else 'order' end, coalesce(order_id::text, person),
    violation, found, expected, count(*) over ()
from saikobi.audit_points where sale = $1 limit 50)"}};

/// "first bound holds n": class of an age in seconds, 0 … 6, in SQL.
std::string classOf(const char* age)
{
    std::string bounds;
    for (const auto bound : contract::ageBounds)
        bounds += (bounds.empty() ? "" : ", ") + std::to_string(bound.count());
    return "width_bucket(extract(epoch from " + std::string{age} + ")::double precision, array["
            + bounds + "]::double precision[])";
}

contract::AgeCounts agesIn(const pqxx::result& rows)
{
    contract::AgeCounts out{};
    for (const auto& row : rows)
        out.at(row[0].as<std::size_t>()) = row[1].as<std::int64_t>();
    return out;
}

std::string quoted(const std::string& field)
{
    if (field.find_first_of(",\"\r\n") == std::string::npos)
        return field;
    std::string out{"\""};
    for (const char c : field)
        out += c == '"' ? std::string{"\"\""} : std::string{c};
    return out + '"';
}

} // namespace

std::vector<contract::MethodView> readMethods(pqxx::transaction_base& work, const std::string& sale)
{
    std::vector<contract::MethodView> out;
    for (const auto& row : work.exec_params(R"(
select m.id, m.name_ja, m.name_en, coalesce(m.provider, ''), m.flow, m.enabled, m.usual_from_ms,
    m.usual_to_ms, coalesce(p.calls_per_second, 0), coalesce(p.calls_per_second_endpoint, 0),
    coalesce(p.parallel, 0)
from saikobi.method m left join saikobi.provider p on p.id = m.provider
where m.sale = $1 order by m.rank limit 32)",
                 sale)) {
        contract::MethodView method;
        method.id = row[0].as<std::string>();
        method.nameJa = row[1].as<std::string>();
        method.nameEn = row[2].as<std::string>();
        method.provider = row[3].as<std::string>();
        method.flow = contract::fromName<contract::PaymentFlow>(row[4].as<std::string>())
                              .value_or(contract::PaymentFlow::Direct);
        method.isEnabled = row[5].as<bool>();
        method.usualFrom = std::chrono::milliseconds{row[6].as<std::int64_t>()};
        method.usualTo = std::chrono::milliseconds{row[7].as<std::int64_t>()};
        method.callsPerSecond = row[8].as<double>();
        method.callsPerSecondEndpoint = row[9].as<double>();
        method.parallel = row[10].as<std::int64_t>();
        out.push_back(std::move(method));
    }
    return out;
}

void readAudits(pqxx::transaction_base& work, const std::string& sale, contract::DeskRecord& into)
{
    static_assert(mostAuditRows == 50); // as the statements say
    for (const auto& query : auditQueries)
        for (const auto& row : work.exec_params(query.sql, sale)) {
            contract::AuditRow out;
            out.view = query.view;
            out.subject = row[0].as<std::string>();
            out.id = row[1].as<std::string>("");
            out.what = row[2].as<std::string>("");
            if (!row[3].is_null())
                out.found = row[3].as<std::int64_t>();
            if (!row[4].is_null())
                out.allowed = row[4].as<std::int64_t>();
            into.audits.push_back(std::move(out));
            into.auditRows.at(static_cast<std::size_t>(query.view)) = row[5].as<std::int64_t>();
        }
}

std::vector<contract::FindingRow> readFindings(
        pqxx::transaction_base& work, const std::string& sale)
{
    std::vector<contract::FindingRow> out;
    // Payments of no known sale may be this one's: whoever pays at the same account looks at them.
    for (const auto& row : work.exec_params(R"(
select id, kind, provider, reference, case when order_id <> '00000000-0000-0000-0000-000000000000'
        then order_id::text else '' end, amount, needs_person,
    (extract(epoch from found_at) * 1000)::bigint, (extract(epoch from closed_at) * 1000)::bigint, repair
from saikobi.difference
where sale = $1 or sale = '' and provider in (select provider from saikobi.method where sale = $1)
order by closed_at is not null, found_at desc limit 100)",
                 sale)) {
        contract::FindingRow finding;
        finding.id = row[0].as<std::int64_t>();
        finding.kind = row[1].as<std::string>();
        finding.provider = row[2].as<std::string>();
        finding.reference = row[3].as<std::string>();
        finding.order = row[4].as<std::string>();
        finding.amount = row[5].as<std::int64_t>();
        finding.needsPerson = row[6].as<bool>();
        finding.foundAt = instantIn(row[7]);
        if (!row[8].is_null())
            finding.closedAt = instantIn(row[8]);
        finding.repair = row[9].as<std::string>();
        out.push_back(std::move(finding));
    }
    return out;
}

/// Only unfinished orders are looked at: they have an index of their own.
void readAges(pqxx::transaction_base& work, const std::string& sale, contract::DeskRecord& into)
{
    into.heldAges = agesIn(work.exec_params("select " + classOf("now() - o.created_at")
                    + " as class, sum(r.qty)::bigint from saikobi.orders o "
                      "join saikobi.reservation r on r.order_id = o.id "
                      "where o.sale = $1 and o.ended_at is null group by 1",
            sale));
    into.authorisedAges = agesIn(work.exec_params("select " + classOf("now() - p.authorised_at")
                    + " as class, count(*) from saikobi.orders o join saikobi.payment p "
                      "on p.order_id = o.id and p.attempt = o.attempt "
                      "where o.sale = $1 and o.ended_at is null and p.standing = 'authorised' "
                      "group by 1",
            sale));
    for (const auto& row : work.exec_params(R"(
select method, count(*), sum(amount)::bigint, extract(epoch from now() - min(created_at))
from saikobi.orders where sale = $1 and ended_at is null and status = 'action_required'
group by method order by method limit 32)",
                 sale))
        into.deferred.push_back({row[0].as<std::string>(), row[1].as<std::int64_t>(),
                row[2].as<std::int64_t>(), secondsIn(row[3])});
    // A notification without an order here is parked; it belongs to every sale of that account.
    const auto inbox = work.exec1(R"(
select count(*) filter (where o.id is not null or i.order_id is null),
    coalesce(extract(epoch from now()
        - min(i.received_at) filter (where o.id is not null or i.order_id is null)), 0),
    count(*) filter (where o.id is null and i.order_id is not null),
    coalesce(extract(epoch from now()
        - min(i.received_at) filter (where o.id is null and i.order_id is not null)), 0)
from saikobi.inbox i left join saikobi.orders o on o.id = i.order_id
where i.applied_at is null)");
    into.inboxOpen = inbox[0].as<std::int64_t>();
    into.inboxAge = secondsIn(inbox[1]);
    into.inboxParked = inbox[2].as<std::int64_t>();
    into.inboxParkedAge = secondsIn(inbox[3]);
}

contract::ProductDetail readDetail(
        pqxx::transaction_base& work, const std::string& sale, contract::ProductId product)
{
    contract::ProductDetail out;
    out.product = product;
    out.heldAges = agesIn(work.exec_params("select " + classOf("now() - o.created_at")
                    + " as class, sum(r.qty)::bigint from saikobi.orders o "
                      "join saikobi.reservation r on r.order_id = o.id and r.product = $2 "
                      "where o.sale = $1 and o.ended_at is null group by 1",
            sale, product.value));
    // The newest intervals of the primary key are the newest movements.
    for (const auto& row : work.exec_params(R"(
select (extract(epoch from o.changed_at) * 1000)::bigint, coalesce(r.order_id::text, ''), r.qty,
    coalesce(o.status, 'kept'), coalesce(o.method, '')
from (select order_id, qty, first_unit from saikobi.reservation where product = $1
    order by first_unit desc limit 50) r
left join saikobi.orders o on o.id = r.order_id
order by r.first_unit desc)",
                 product.value)) {
        contract::StockMove move;
        if (!row[0].is_null())
            move.at = instantIn(row[0]);
        move.order = row[1].as<std::string>();
        move.quantity = row[2].as<std::int64_t>();
        move.status = row[3].as<std::string>();
        move.method = row[4].as<std::string>();
        out.moves.push_back(std::move(move));
    }
    return out;
}

std::string readPaidOrdersCsv(pqxx::transaction_base& work, const std::string& sale)
{
    std::string out{"slot_from,slot_to,pickup_code,order,amount,lines\r\n"};
    // As `saikobid orders --csv` writes it: one list, wherever it was made.
    for (const auto& row : work.exec_params(R"(
select to_char(s.from_at at time zone v.time_zone, 'YYYY-MM-DD HH24:MI'),
    to_char(s.to_at at time zone v.time_zone, 'YYYY-MM-DD HH24:MI'), o.pickup_code, o.id, o.amount, l.lines
from saikobi.orders o join saikobi.sale v on v.slug = o.sale
left join saikobi.slot s on s.id = o.slot
cross join lateral (select string_agg(p.code || ' x ' || i.qty, '; ' order by p.rank) as lines
    from saikobi.order_line i join saikobi.product p on p.id = i.product where i.order_id = o.id) l
where o.sale = $1 and o.status = 'paid'
order by s.from_at, s.rank, o.pickup_code)",
                 sale)) {
        for (const auto& field : row)
            out += (field.num() > 0 ? "," : "") + quoted(field.is_null() ? "" : field.c_str());
        out += "\r\n";
    }
    return out;
}

} // namespace saikobi::sources
