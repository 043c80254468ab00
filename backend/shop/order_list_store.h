#pragma once

#include <functional>
#include <string>

#include "backend/contract/result.h"

namespace saikobi::shop {

/// Paid orders for the desk that hands them over, as lines of a CSV file (RFC 4180): the first
/// names the columns, the others are ordered by slot and pickup code. Times are the sale's own. A
/// viewer's address will do. NotFound: no such sale. Answers the number of orders.
contract::Result<std::int64_t> listPaidOrders(const std::string& url, const std::string& sale,
        const std::function<void(const std::string& line)>& write);

} // namespace saikobi::shop
