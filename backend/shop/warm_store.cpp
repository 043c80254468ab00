#include "backend/shop/warm_store.h"

#include <pqxx/pqxx>

namespace saikobi::shop {

namespace {

/// Empty lists for lists and nothing for the rest, whatever the functions take by now.
constexpr const char* emptyBatches = R"sql(
    select format('select * from %s(%s)', p.oid::regproc, string_agg(format(
        case when t.typcategory = 'A' then '''{}''::%s' else 'null::%s' end, t.oid::regtype),
        ', ' order by a.n))
    from pg_proc p, unnest(p.proargtypes) with ordinality a (type, n)
        join pg_type t on t.oid = a.type
    where p.pronamespace = 'saikobi'::regnamespace
        and p.proname in ('look_up_orders', 'create_orders', 'authorise_orders', 'stock_batch')
    group by p.oid)sql";

} // namespace

void warmOrders(pqxx::connection_base& on)
{
    pqxx::work work(on);
    for (const auto& call : work.exec(emptyBatches))
        work.exec(call[0].c_str());
    work.abort(); // there was nothing to keep
}

} // namespace saikobi::shop
