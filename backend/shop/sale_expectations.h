#pragma once

#include <vector>

#include "backend/contract/sale.h"
#include "backend/shop/sale_reader.h"

namespace saikobi::shop {

// What a sale file says about the day itself: the limits of its alarms, and how many will come.

/// [alarms."A02.error_ratio.3"] moves a limit, [alarms.A27] takes an alarm out of service; either
/// needs a reason. What is no limit, never ends or would chatter is refused.
void readAlarms(SaleReader from, contract::Sale& sale);

/// [[arrivals]] minute = -60, per_minute = 120: from that minute of the opening on.
void readArrivals(std::vector<SaleReader> from, contract::Sale& sale);

} // namespace saikobi::shop
