#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "backend/http/message.h"
#include "backend/waiting_room/network.h"

namespace saikobi::http {

/// What the proxies on the way wrote, the nearest last. An entry is empty where it names nobody:
/// `unknown`, a name instead of an address, or something unreadable.
using Hops = std::vector<std::optional<waiting_room::AddressBytes>>;

/// From `X-Forwarded-For`; from `Forwarded` (RFC 7239) only where that one is absent. A proxy that
/// writes one of the two must therefore take the other out of what clients send.
/// At most the 32 entries nearest to us.
Hops hopsOf(const Request& request);

} // namespace saikobi::http
