#include "backend/shop/stock_watch_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/stores/postgres_executor.h"

namespace saikobi::shop {

namespace {

using Clock = std::chrono::steady_clock;

void look(stores::PostgresExecutor& audit, boost::asio::any_io_executor executor, StockLooked done,
        const char* statement)
{
    audit.run<StockLook>(
            [statement](pqxx::connection_base& on) {
                pqxx::nontransaction work(on);
                // The role's 5 s are for what buyers wait for; the executor's deadline holds here.
                work.exec("set statement_timeout = 0");
                const auto begun = Clock::now();
                const auto row = work.exec1(statement);
                return StockLook{row[0].as<int>(0), row[1].as<int>(0),
                        std::chrono::duration_cast<std::chrono::milliseconds>(
                                Clock::now() - begun)};
            },
            boost::asio::bind_executor(std::move(executor), std::move(done)));
}

} // namespace

void lookAtNewStock(
        stores::PostgresExecutor& audit, boost::asio::any_io_executor executor, StockLooked done)
{
    look(audit, std::move(executor), std::move(done),
            "select saikobi.audit_new_stock(), saikobi.release_offers()");
}

void lookAtAllStock(
        stores::PostgresExecutor& audit, boost::asio::any_io_executor executor, StockLooked done)
{
    look(audit, std::move(executor), std::move(done), "select saikobi.audit_all_stock(), 0");
}

} // namespace saikobi::shop
