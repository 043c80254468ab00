#include "backend/payments/census_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/stores/postgres_executor.h"

namespace saikobi::payments {

void takeCensus(stores::PostgresExecutor& postgres, boost::asio::any_io_executor executor,
        const std::string& instance, const std::string& incarnation, bool isLocal,
        std::function<void(contract::Result<BudgetCensus>)> answer)
{
    postgres.run<BudgetCensus>(
            [instance, incarnation, isLocal](pqxx::connection_base& on) {
                pqxx::work work{on};
                const auto row = work.exec_params1("select instances, local, self_local from "
                                                   "saikobi.budget_census($1, $2, $3)",
                        instance, incarnation, isLocal);
                work.commit();
                return BudgetCensus{
                        row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].as<bool>()};
            },
            boost::asio::bind_executor(std::move(executor), std::move(answer)));
}

} // namespace saikobi::payments
