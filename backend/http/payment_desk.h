#pragma once

#include "backend/http/call.h"

namespace saikobi::http {

/// GET /payments/return: the browser is back from the provider's page. Only a hint that there is
/// news; needs no pass and writes nothing.
void backFromProvider(const CallPtr& call);
/// POST /payments/webhooks: a provider's notification, handed on as the bytes it was signed as.
void takeNotification(const CallPtr& call);

} // namespace saikobi::http
