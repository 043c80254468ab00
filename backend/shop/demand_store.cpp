#include "backend/shop/demand_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/stores/postgres_executor.h"

namespace saikobi::shop {

namespace {

SaleDemand demandOf(pqxx::connection_base& on, const std::string& sale, std::int32_t run)
{
    pqxx::nontransaction work(on);
    SaleDemand out;
    for (const auto& row : work.exec_params(
                 "select product, available, is_sold_out, orders, passes, units, squares, undecided"
                 " from saikobi.product_demand($1, $2)",
                 sale, run)) {
        out.products.push_back({row[0].as<std::int64_t>(), row[1].as<std::int64_t>(),
                row[2].as<bool>(), row[3].as<double>(), row[4].as<double>(), row[5].as<double>(),
                row[6].as<double>()});
        out.undecided = row[7].as<double>();
    }
    return out;
}

} // namespace

void readDemand(stores::PostgresExecutor& reads, boost::asio::any_io_executor executor,
        const std::string& sale, contract::Run run,
        std::function<void(contract::Result<SaleDemand>)> done)
{
    reads.run<SaleDemand>(
            [sale, run](pqxx::connection_base& on) { return demandOf(on, sale, run.value); },
            boost::asio::bind_executor(std::move(executor), std::move(done)));
}

} // namespace saikobi::shop
