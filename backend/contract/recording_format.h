#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The portable recording: one SQLite file that holds one run of a sale. All values are text, times
/// are UTC as Postgres writes them ("2026-11-20 03:00:00.25+00") and sort as they are. Besides the
/// tables below there are
///   recording (format, installation, sale, run, schema_version, kind)   one row: what this is; the
///                                kind is that of the installation: production, rehearsal or
///                                development
///   content (name, rows, hash)   of each table, and of `series`: how many rows it has, and their
///                                ContentSum
///   series (id, unit, first_at, numbers)   every figure in every second, counted by whoever wrote
///                                the file (contract/recorded_series.h); view `figure` has a row
///                                each
///   about (name, what)           what each table is, for whoever opens the file by hand
namespace saikobi::contract {

inline constexpr const char* recordingFormat = "saikobi-recording-3";
inline constexpr const char* recordingHead
        = "format, installation, sale, run, schema_version, kind";

/// A table of a recording and the rows of one run that it holds, in an order of its own. $1 is the
/// sale, $2 the run. Nothing in it says who bought: no pass, order number, pickup code, key,
/// payment reference or address.
struct RecordingTable {
    const char* name = "";
    const char* columns = "";
    const char* rows = "";
    const char* about = "";
};

using RecordedRow = std::vector<std::optional<std::string>>;

/// What a table holds, as one number over every value, its absence and its length: after FNV-1a,
/// but eight bytes at once, since a recording has hundreds of megabytes and is proved before it is
/// shown. It finds a lost, changed or added row; it is no protection against somebody who means to
/// deceive.
class ContentSum {
public:
    void add(const RecordedRow& row);
    /// The same value by value; `endRow()` after the last one.
    void addValue(const char* data, std::size_t size);
    void addAbsent() { addWord(0); }
    void endRow();
    std::int64_t rows() const { return m_rows; }
    std::string hash() const; ///< 16 hexadecimal digits

    friend bool operator==(const ContentSum&, const ContentSum&) = default;

private:
    void addWord(std::uint64_t word)
    {
        m_hash = (m_hash ^ word) * 1099511628211ULL;
        m_hash ^= m_hash >> 29U; // a product carries upwards only
    }

    std::int64_t m_rows = 0;
    std::uint64_t m_hash = 1469598103934665603ULL;
};

/// What a recording holds, by table.
using RecordingContent = std::map<std::string, ContentSum>;

inline constexpr std::array recordingTables{
        RecordingTable{"sale",
                "slug, run, name_ja, name_en, time_zone, opens_at, closes_at, start_rate, settings",
                "select slug, $2::integer, name_ja, name_en, time_zone, opens_at, closes_at, "
                "start_rate, settings - 'exempt' from saikobi.sale where slug = $1",
                "the sale as its file described it; settings as JSON"},
        RecordingTable{"tick", "at, instance, incarnation, counters, histograms, gauges, line",
                "select at, instance, incarnation, counters, histograms, gauges, line "
                "from saikobi.tick where sale = $1 and run = $2 order by at, instance, "
                "incarnation",
                "a second of one instance; counters grow from its start. Instance '' is the whole "
                "sale, with the state of the line"},
        // Whom staff blocked is an address or a member: the entry stays, what it names does not.
        // The subject of a difference is an order.
        RecordingTable{"timeline", "id, at, source, actor, kind, subject, reason, revision, data",
                "select id, at, source, actor, kind, "
                "case when kind = 'difference' then '' else subject end, reason, revision, "
                "case when kind = 'difference' or data::text like '%block%' then '{}' "
                "else data end from saikobi.timeline where sale = $1 and run = $2 order by at, id",
                "everything that happened. Kind 'feed': what a console (source) saw of a store; "
                "its data has the state, since when, and what was before"},
        RecordingTable{"scene", "at, part, is_full, data",
                R"(with blocked as (
    select b.key, row_number() over (order by min(at), b.key) as n
    from saikobi.scene s, jsonb_each(s.data) b
    where s.sale = $1 and s.run = $2 and s.part = 'block' group by b.key)
select at, part, is_full, case part
    when 'block' then (select coalesce(jsonb_object_agg('hidden-' || blocked.n,
            case when jsonb_typeof(e.value) = 'object' then e.value - 'reason' else e.value end), '{}')
        from jsonb_each(data) e join blocked using (key))
    when 'desk' then jsonb_set(jsonb_set(data, '{"",findings}', (
            select coalesce(jsonb_agg(f - 'reference' - 'order'), '[]')
            from jsonb_array_elements(data -> '' -> 'findings') f)), '{"",audits}', (
            select coalesce(jsonb_object_agg(v.key, jsonb_build_array(v.value -> 0, (
                select coalesce(jsonb_agg(case when r ->> 0 in ('order', 'person')
                    then jsonb_set(r, '{1}', '""') else r end), '[]')
                from jsonb_array_elements(v.value -> 1) r))), '{}')
            from jsonb_each(data -> '' -> 'audits') v))
    else data end
from saikobi.scene where sale = $1 and run = $2 order by at, part)",
                "what Postgres held: by part, what changed in that second, or all of it. Stock is "
                "[total, held, sold, kept], places are [total, held, sold], by their ids; null: "
                "gone"},
        RecordingTable{"walk", "card, walk, steps",
                "select card, walk, mark ->> 'steps' from saikobi.walk_mark "
                "where sale = $1 and run = $2 and step = '@begin' order by card, walk",
                "the steps of a card of the runbook as it was walked for the n-th time; what was "
                "done of them is in the timeline"},
        RecordingTable{"product", "code, name_ja, name_en, price, total, held, sold, sold_out_at",
                "select p.code, p.name_ja, p.name_en, p.price, s.total, s.held, s.sold, "
                "s.sold_out_at from saikobi.product p join saikobi.stock s on s.product = p.id "
                "where p.sale = $1 and $2::integer is not null order by p.code",
                "what was sold, as it stood when the recording was made"},
        RecordingTable{"slot", "rank, from_at, to_at, total, held, sold",
                "select rank, from_at, to_at, total, held, sold from saikobi.slot "
                "where sale = $1 and $2::integer is not null order by rank",
                "times for collecting"},
        RecordingTable{"purchase",
                "number, created_at, ended_at, status, method, slot, amount, attempt, reason",
                "select row_number() over (order by o.created_at, o.id), o.created_at, o.ended_at, "
                "o.status, o.method, s.rank, o.amount, o.attempt, o.reason "
                "from saikobi.orders o left join saikobi.slot s on s.id = o.slot "
                "where o.sale = $1 and o.run = $2 order by 1",
                "an order without its buyer; numbered here, by nothing that anybody else knows"},
        RecordingTable{"purchase_line", "number, product, qty, price",
                "select o.number, p.code, l.qty, l.price from (select id, "
                "row_number() over (order by created_at, id) as number from saikobi.orders "
                "where sale = $1 and run = $2) o join saikobi.order_line l on l.order_id = o.id "
                "join saikobi.product p on p.id = l.product order by o.number, p.code",
                "its lines"},
        RecordingTable{"visit", "rank, granted_at, ended_at, outcome",
                "select row_number() over (order by place, member), granted_at, ended_at, outcome "
                "from saikobi.pass where sale = $1 and run = $2 order by place, member",
                "a pass without its holder, in the order of the line"},
};

/// Not in Postgres: counted from the ticks when a recording is written.
inline constexpr RecordingTable seriesTable{"series", "id, unit, first_at, numbers", "",
        "every figure as a list of numbers, one a second from first_at on; null: nothing was "
        "recorded. View 'figure' has a row for each"};
inline constexpr const char* figureView
        = "create view figure as select strftime('%Y-%m-%d %H:%M:%S', substr(s.first_at, 1, 19), "
          "n.key || ' seconds') || '+00' as at, s.id, s.unit, n.value "
          "from series s, json_each(s.numbers) n";

} // namespace saikobi::contract
