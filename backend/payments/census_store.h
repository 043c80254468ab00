#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>

#include "backend/contract/result.h"
#include "backend/payments/share_keeper.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::payments {

/// Writes whether this incarnation sends on its own share, without Redis, and reads how many live
/// instances there are and how many of them do so.
void takeCensus(stores::PostgresExecutor& postgres, boost::asio::any_io_executor executor,
        const std::string& instance, const std::string& incarnation, bool isLocal,
        std::function<void(contract::Result<BudgetCensus>)> answer);

} // namespace saikobi::payments
