#pragma once

#include "backend/http/call.h"

namespace saikobi::http {

/// POST orders: buy. Prices and limits are the catalogue's; the request only names things.
void placeOrder(const CallPtr& call);
/// GET orders/{order}, for the buyer whose pass placed it.
void viewOrder(const CallPtr& call);
/// POST …/attempts {attempt, means}: another means after a decline. The number of the attempt is
/// its key: sent again it is the same try.
void payAgain(const CallPtr& call);
/// POST …/cancel: the buyer gives up. The answer says what became of it.
void giveUpOrder(const CallPtr& call);

} // namespace saikobi::http
