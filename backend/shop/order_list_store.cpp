#include "backend/shop/order_list_store.h"

#include <pqxx/pqxx>

#include "backend/stores/postgres_fault.h"

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr const char* paidOrders
        = "select to_char(s.from_at at time zone v.time_zone, 'YYYY-MM-DD HH24:MI'), "
          "to_char(s.to_at at time zone v.time_zone, 'YYYY-MM-DD HH24:MI'), "
          "o.pickup_code, o.id, o.amount, l.lines "
          "from saikobi.orders o join saikobi.sale v on v.slug = o.sale "
          "left join saikobi.slot s on s.id = o.slot "
          "cross join lateral (select string_agg(p.code || ' x ' || i.qty, '; ' "
          "order by p.rank) as lines from saikobi.order_line i "
          "join saikobi.product p on p.id = i.product where i.order_id = o.id) l "
          "where o.sale = $1 and o.status = 'paid' "
          "order by s.from_at, s.rank, o.pickup_code";

std::string quoted(const std::string& value)
{
    if (value.find_first_of(",\"\r\n") == std::string::npos)
        return value;
    std::string out{'"'};
    for (const char c : value)
        out += c == '"' ? std::string{"\"\""} : std::string{c};
    return out + '"';
}

} // namespace

Result<std::int64_t> listPaidOrders(const std::string& url, const std::string& sale,
        const std::function<void(const std::string& line)>& write)
{
    try {
        pqxx::connection connection(stores::withSettings(url, "saikobid-orders-list"));
        pqxx::read_transaction work(connection);
        if (work.exec_params("select from saikobi.sale where slug = $1", sale).empty())
            return Fault{FaultCode::NotFound, "there is no sale '" + sale + "'"};
        write("slot_from,slot_to,pickup_code,order,amount,lines\r\n");
        const auto rows = work.exec_params(paidOrders, sale);
        for (const auto& row : rows) {
            std::string line;
            for (const auto& field : row)
                line += (field.num() > 0 ? "," : "") + quoted(field.is_null() ? "" : field.c_str());
            write(line + "\r\n");
        }
        return static_cast<std::int64_t>(rows.size());
    } catch (const std::exception& failed) {
        return stores::toFault(failed, true);
    }
}

} // namespace saikobi::shop
