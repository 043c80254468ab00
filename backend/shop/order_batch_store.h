#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/shop/order_store.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

/// What every order does, for many orders in one statement. Outcomes come in the order of what was
/// asked. All of it may be repeated when its outcome is unknown.
struct OrderBatches {
    template<class T>
    using Done = std::function<void(const contract::Result<std::vector<T>>&)>;

    void lookUp(std::vector<NewOrder> orders, Done<LookUp> done);
    void create(std::vector<NewOrder> orders, Done<LookUp> done);
    void authorise(std::vector<AuthorisedOrder> orders, Done<bool> done);
    void read(std::vector<std::string> orders, Done<contract::Result<OrderRow>> done);

    stores::PostgresExecutor& store;
    boost::asio::any_io_executor executor;
    std::string owner{};
};

} // namespace saikobi::shop
