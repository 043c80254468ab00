#include "app/sources/postgres_rows.h"

#include <pqxx/pqxx>

namespace saikobi::sources {

using contract::Instant;

namespace {

/// Instants travel as Unix milliseconds, so that no time zone of a session can touch them.
Instant instantIn(const pqxx::field& field)
{
    return contract::fromUnixMs(field.as<std::int64_t>());
}

} // namespace

/// Counts are those of the second that was recorded, so that all consoles and the recording show
/// the same; where nobody records, those of this moment.
std::vector<contract::ProductStock> readProducts(
        pqxx::transaction_base& work, const std::string& sale)
{
    std::vector<contract::ProductStock> out;
    for (const auto& row : work.exec_params(R"(
with taped as (select key::bigint as product, data from saikobi.scene_now n
    join saikobi.scene_mark m using (sale)
    where n.sale = $1 and n.part = 'stock' and m.at > clock_timestamp() - interval '3 s')
select p.id, p.code, p.name_ja, coalesce((t.data ->> 0)::bigint, s.total),
    coalesce((t.data ->> 1)::bigint, s.held), coalesce((t.data ->> 2)::bigint, s.sold), v.state,
    coalesce((t.data ->> 3)::bigint, k.units, 0),
    (extract(epoch from v.offer_at) * 1000)::bigint, coalesce(v.offer_units, 0)
from saikobi.product p
left join taped t on t.product = p.id
join saikobi.stock s on s.product = p.id
join saikobi.product_state v on v.product = p.id
left join (select product, sum(qty)::bigint as units from saikobi.reservation
    where order_id is null group by product) k on k.product = p.id
where p.sale = $1 and p.listed
order by p.rank)",
                 sale)) {
        contract::ProductStock product;
        product.id.value = row[0].as<std::int64_t>();
        product.code = row[1].as<std::string>();
        product.name = row[2].as<std::string>();
        product.total = row[3].as<std::int64_t>();
        product.held = row[4].as<std::int64_t>();
        product.sold = row[5].as<std::int64_t>();
        product.state = contract::fromName<contract::ProductState>(row[6].as<std::string>())
                                .value_or(contract::ProductState::Stopped);
        product.kept = row[7].as<std::int64_t>();
        if (!row[8].is_null())
            product.offerAt = instantIn(row[8]);
        product.offerUnits = row[9].as<std::int64_t>();
        out.push_back(std::move(product));
    }
    return out;
}

std::vector<contract::SlotPlaces> readSlots(pqxx::transaction_base& work, const std::string& sale)
{
    std::vector<contract::SlotPlaces> out;
    for (const auto& row : work.exec_params(R"(
select id, (extract(epoch from from_at) * 1000)::bigint, (extract(epoch from to_at) * 1000)::bigint,
    total, held, sold, stopped
from saikobi.slot where sale = $1 and listed order by rank)",
                 sale))
        out.push_back({{row[0].as<std::int64_t>()}, instantIn(row[1]), instantIn(row[2]),
                row[3].as<std::int64_t>(), row[4].as<std::int64_t>(), row[5].as<std::int64_t>(),
                row[6].as<bool>()});
    return out;
}

std::vector<contract::InstanceView> readInstances(pqxx::transaction_base& work)
{
    std::vector<contract::InstanceView> out;
    for (const auto& row : work.exec(R"(
select distinct on (name) name, incarnation, version,
    (extract(epoch from started_at) * 1000)::bigint, (extract(epoch from beat_at) * 1000)::bigint, ready
from saikobi.instance where beat_at > now() - interval '10 min'
order by name, started_at desc)"))
        out.push_back({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>(),
                instantIn(row[3]), instantIn(row[4]), row[5].as<bool>()});
    return out;
}

std::vector<contract::BlockEntry> readBlocks(pqxx::transaction_base& work, const std::string& sale)
{
    std::vector<contract::BlockEntry> out;
    for (const auto& row : work.exec_params(R"(
select b.key, b.value ->> 'reason', b.value ->> 'actor', (b.value ->> 'at')::bigint,
    nullif((b.value ->> 'until')::bigint, 0)
from saikobi.queue_mark q, jsonb_each(q.blocks) b where q.sale = $1
order by (b.value ->> 'at')::bigint desc limit 1000)",
                 sale)) {
        contract::BlockEntry entry;
        entry.what = row[0].as<std::string>();
        entry.reason = row[1].as<std::string>("");
        entry.actor = row[2].as<std::string>("");
        if (!row[3].is_null())
            entry.at = contract::fromUnixMs(row[3].as<std::int64_t>());
        if (!row[4].is_null())
            entry.until = contract::fromUnixMs(row[4].as<std::int64_t>());
        out.push_back(std::move(entry));
    }
    return out;
}

std::optional<contract::Observed<contract::LineState>> readMark(
        pqxx::transaction_base& work, const std::string& sale)
{
    const auto rows = work.exec_params(R"(
select state::text, (extract(epoch from seen_at) * 1000)::bigint
from saikobi.queue_mark where sale = $1)",
            sale);
    if (rows.empty())
        return std::nullopt;
    auto line = contract::lineStateFromJson(rows[0][0].as<std::string>());
    if (!line)
        return std::nullopt; // nothing was seen of this run yet
    return contract::Observed<contract::LineState>{std::move(line).value(), instantIn(rows[0][1])};
}

std::vector<contract::TimelineEntry> readTimeline(
        pqxx::transaction_base& work, const std::string& sale, Instant after)
{
    std::vector<contract::TimelineEntry> out;
    for (const auto& row : work.exec_params(R"(
select jsonb_build_object('id', id, 'sale', sale, 'run', run,
    'at', (extract(epoch from at) * 1000)::bigint, 'source', source, 'actor', actor, 'kind', kind,
    'subject', subject, 'reason', reason, 'revision', revision, 'data', data)::text
from saikobi.timeline
where sale = $1 and (kind <> 'feed' or subject <> 'looks') -- only a replay wants these
    and (at > 'epoch'::timestamptz + $2 * interval '1 millisecond'
    or id like 'console:%' and at > clock_timestamp() - interval '10 minutes') -- these come late
order by at desc limit 200)",
                 sale, contract::toUnixMs(after)))
        if (auto entry = contract::timelineEntryFromJson(row[0].as<std::string>()))
            out.push_back(std::move(entry).value());
    return out;
}

contract::AlarmList readAlarms(pqxx::transaction_base& work, const std::string& sale)
{
    contract::AlarmList out;
    for (const auto& row : work.exec_params(
                 "select alarm, record::text from saikobi.alarm where sale = $1", sale)) {
        const auto text = row[1].as<std::string>();
        if (row[0].as<std::string>() == "rings")
            out.rings = contract::ringsFromJson(text);
        else if (auto record = contract::alarmFromJson(text))
            out.records.push_back(std::move(record).value());
    }
    return out;
}

contract::WalkMarks readWalks(pqxx::transaction_base& work, const std::string& sale, bool all)
{
    contract::WalkMarks out;
    for (const auto& row : work.exec_params(R"(
select mark::text from saikobi.walk_mark
where sale = $1 and run = (select run from saikobi.sale where slug = $1)
    and ($2 or written_at > clock_timestamp() - interval '10 seconds')
limit 2000)",
                 sale, all))
        if (auto mark = contract::walkMarkFromJson(row[0].as<std::string>()))
            out.push_back(std::move(mark).value());
    return out;
}

std::vector<contract::Tick> readTicks(
        pqxx::transaction_base& work, const std::string& sale, Instant after)
{
    std::vector<contract::Tick> out;
    for (const auto& row : work.exec_params(R"(
select jsonb_build_object('sale', sale, 'run', run, 'at', (extract(epoch from at) * 1000)::bigint,
    'instance', instance, 'incarnation', incarnation, 'counters', counters,
    'histograms', histograms, 'gauges', gauges, 'line', line)::text
from saikobi.tick
where sale = $1 and at > 'epoch'::timestamptz + $2 * interval '1 millisecond'
order by at limit 1500)",
                 sale, contract::toUnixMs(after)))
        if (auto tick = contract::tickFromJson(row[0].as<std::string>()))
            out.push_back(std::move(tick).value());
    return out;
}

} // namespace saikobi::sources
