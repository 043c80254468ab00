#include <pqxx/pqxx>

#include <set>

#include "backend/recorder/export_store.h"
#include "backend/stores/postgres_fault.h"

namespace saikobi::recorder {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace {

using Gone = std::map<std::string, std::int64_t>;

/// Why a sale must stay, each with the number that is found.
struct Hindrance {
    const char* question = "";
    const char* says = "";
};

constexpr Hindrance hindrances[]{
        {"select count(*) from saikobi.queue_mark where sale = $1 and phase <> 'closed'",
                "the sale is not closed"},
        {"select count(*) from saikobi.orders where sale = $1 and ended_at is null",
                "orders are unfinished"},
        {"select count(*) from saikobi.difference where sale = $1 and closed_at is null",
                "differences are open: saikobid reconcile names them"},
        {"select count(*) from saikobi.orders where sale = $1 and review <> ''",
                "orders wait for a person's decision (review)"},
};

Outcome mayGo(pqxx::transaction_base& work, const std::string& sale)
{
    if (work.exec_params("select from saikobi.sale where slug = $1 for update", sale).empty())
        return Fault{FaultCode::NotFound, "there is no sale '" + sale + "'"};
    for (const auto& hindrance : hindrances) {
        const auto found = work.exec_params1(hindrance.question, sale)[0].as<std::int64_t>();
        if (found > 0)
            return Fault{FaultCode::Refused,
                    "sale '" + sale + "' stays: " + hindrance.says + " (" + std::to_string(found)
                            + ")"};
    }
    return Nothing{};
}

/// Each run that has rows must have been exported.
Outcome isExported(pqxx::transaction_base& work, const std::string& sale, const std::set<int>& runs)
{
    for (const auto& row :
            work.exec_params("select run from saikobi.orders where sale = $1 union "
                             "select run from saikobi.tick where sale = $1 union "
                             "select run from saikobi.timeline where sale = $1 union "
                             "select run from saikobi.sale where slug = $1 order by 1",
                    sale))
        if (!runs.contains(row[0].as<int>()))
            return Fault{FaultCode::Refused,
                    "sale '" + sale + "' stays: run " + row[0].as<std::string>()
                            + " is in none of the exports"};
    return Nothing{};
}

void remove(pqxx::transaction_base& work, const std::string& table, const std::string& where,
        const std::string& sale, Gone& gone)
{
    const auto rows = work.exec_params(
            "delete from saikobi." + work.quote_name(table) + " where " + where, sale);
    if (rows.affected_rows() > 0)
        gone[table] += static_cast<std::int64_t>(rows.affected_rows());
}

/// What hangs on orders and products first; then whatever table has a sale, also those of later
/// schema versions; the sale itself last.
Gone removeAll(pqxx::transaction_base& work, const std::string& sale)
{
    const std::string ofOrders{"order_id in (select id from saikobi.orders where sale = $1)"};
    const std::string ofProducts{"product in (select id from saikobi.product where sale = $1)"};
    Gone gone;
    remove(work, "inbox", ofOrders, sale, gone);
    for (const auto& row : work.exec("select c.table_name from information_schema.columns c "
                                     "join information_schema.tables t using (table_schema, "
                                     "table_name) where c.table_schema = 'saikobi' and "
                                     "c.column_name = 'order_id' and t.table_type = 'BASE TABLE' "
                                     "and c.table_name not in ('inbox', 'reservation')"))
        remove(work, row[0].as<std::string>(), ofOrders, sale, gone);
    remove(work, "reservation", ofProducts, sale, gone);
    remove(work, "stock", ofProducts, sale, gone);
    for (const auto& row : work.exec("select c.table_name from information_schema.columns c "
                                     "join information_schema.tables t using (table_schema, "
                                     "table_name) where c.table_schema = 'saikobi' and "
                                     "c.column_name = 'sale' and t.table_type = 'BASE TABLE'"))
        remove(work, row[0].as<std::string>(), "sale = $1", sale, gone);
    remove(work, "sale", "slug = $1", sale, gone);
    return gone;
}

} // namespace

Result<Gone> purgeSale(const std::string& url, const std::string& sale,
        const std::vector<std::string>& exports, const std::function<Outcome()>& elsewhere)
{
    std::set<int> runs;
    for (const auto& path : exports) {
        const auto run = verifyExport(url, sale, path);
        if (!run)
            return run.error();
        runs.insert(run.value());
    }
    try {
        pqxx::connection connection(stores::withSettings(url, "saikobid-purge"));
        pqxx::work work(connection);
        work.exec("set local role saikobi_owner");
        work.exec("set local statement_timeout = 0");
        if (const auto may = mayGo(work, sale); !may)
            return may.error();
        if (const auto exported = isExported(work, sale, runs); !exported)
            return exported.error();
        auto gone = removeAll(work, sale);
        if (const auto removed = elsewhere ? elsewhere() : Outcome{Nothing{}}; !removed)
            return removed.error();
        work.commit();
        return gone;
    } catch (const std::exception& failed) {
        return stores::toFault(failed, true);
    }
}

} // namespace saikobi::recorder
