#pragma once

#include "backend/http/call.h"

namespace saikobi::http {

/// GET /sales/{sale}: pre-queue, queue, hold, shop or closed, whichever applies to who asks.
void showSale(const Call& call);
/// GET /sales/{sale}/orders/{order} for browsers.
void showOrder(const Call& call);

} // namespace saikobi::http
