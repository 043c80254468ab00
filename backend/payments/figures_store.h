#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <optional>
#include <string>

#include "backend/contract/result.h"
#include "backend/forecast/rate_advice.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::payments {

/// What Postgres knows of the payments of one sale. Ages in seconds; 0: there is none.
struct PaymentRecord {
    forecast::BuyingMeasured buying{};
    double recentSeconds = 0; ///< the newest ten seconds, as far as they were recorded
    double recentCalls = 0;
    double recentRefused = 0;
    double inFlight = 0; ///< of all instances
    double oldestUnsettledS = 0; ///< authorised, neither captured nor voided
    double inboxAgeS = 0; ///< oldest notification that was not applied
    double inboxParkedS = 0; ///< the same, of orders that are not known here
};

void readPaymentRecord(stores::PostgresExecutor& postgres, boost::asio::any_io_executor executor,
        const std::string& sale, std::function<void(contract::Result<PaymentRecord>)> answer);

} // namespace saikobi::payments
