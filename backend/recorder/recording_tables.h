#pragma once

#include <array>

namespace saikobi::recorder {

/// A table of an exported recording and the rows of one run that it holds, each value as text, in
/// an order of its own. $1 is the sale, $2 the run. Nothing in it says who bought: no pass, order
/// number, pickup code, key, payment reference or address.
struct RecordingTable {
    const char* name = "";
    const char* columns = "";
    const char* rows = "";
};

inline constexpr std::array recordingTables{
        RecordingTable{"sale",
                "slug, run, name_ja, name_en, time_zone, opens_at, closes_at, start_rate, settings",
                "select slug, $2::integer, name_ja, name_en, time_zone, opens_at, closes_at, "
                "start_rate, settings - 'exempt' from saikobi.sale where slug = $1"},
        RecordingTable{"tick", "at, instance, incarnation, counters, histograms, gauges, line",
                "select at, instance, incarnation, counters, histograms, gauges, line "
                "from saikobi.tick where sale = $1 and run = $2 order by at, instance, "
                "incarnation"},
        // Whom staff blocked is an address or a member: the entry stays, what it names does not.
        // The subject of a difference is an order.
        RecordingTable{"timeline", "id, at, source, actor, kind, subject, reason, revision, data",
                "select id, at, source, actor, kind, "
                "case when kind = 'difference' then '' else subject end, reason, revision, "
                "case when kind = 'difference' or data::text like '%block%' then '{}' "
                "else data end from saikobi.timeline where sale = $1 and run = $2 order by at, id"},
        RecordingTable{"product", "code, name_ja, name_en, price, total, held, sold, sold_out_at",
                "select p.code, p.name_ja, p.name_en, p.price, s.total, s.held, s.sold, "
                "s.sold_out_at from saikobi.product p join saikobi.stock s on s.product = p.id "
                "where p.sale = $1 and $2::integer is not null order by p.code"},
        RecordingTable{"slot", "rank, from_at, to_at, total, held, sold",
                "select rank, from_at, to_at, total, held, sold from saikobi.slot "
                "where sale = $1 and $2::integer is not null order by rank"},
        RecordingTable{"purchase",
                "number, created_at, ended_at, status, method, slot, amount, attempt, reason",
                "select row_number() over (order by o.created_at, o.id), o.created_at, o.ended_at, "
                "o.status, o.method, s.rank, o.amount, o.attempt, o.reason "
                "from saikobi.orders o left join saikobi.slot s on s.id = o.slot "
                "where o.sale = $1 and o.run = $2 order by 1"},
        RecordingTable{"purchase_line", "number, product, qty, price",
                "select o.number, p.code, l.qty, l.price from (select id, "
                "row_number() over (order by created_at, id) as number from saikobi.orders "
                "where sale = $1 and run = $2) o join saikobi.order_line l on l.order_id = o.id "
                "join saikobi.product p on p.id = l.product order by o.number, p.code"},
};

} // namespace saikobi::recorder
