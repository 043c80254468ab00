#pragma once

#include "backend/http/call.h"

namespace saikobi::http {

/// POST orders: buy. Prices and limits are the catalogue's; the request only names things.
void placeOrder(const CallPtr& call);
/// GET orders/{order}, for the buyer whose pass placed it.
void viewOrder(const CallPtr& call);

} // namespace saikobi::http
