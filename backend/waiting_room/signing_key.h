#pragma once

#include <spdlog/spdlog.h>

#include <algorithm>
#include <mutex>
#include <vector>

#include "backend/contract/quantity.h"

namespace saikobi::waiting_room {

/// The newest key whose time has come, of at least one, oldest first. While none may sign yet (a
/// wrong date in a configuration, a clock set back) the oldest does: verifying never asks for
/// dates, and buyers must not wait for one.
template<class Key>
const Key& signingKey(const std::vector<Key>& keys, contract::Instant now)
{
    const auto newest = std::find_if(
            keys.rbegin(), keys.rend(), [now](const Key& key) { return key.signFrom <= now; });
    if (newest != keys.rend())
        return *newest;
    static std::once_flag told;
    std::call_once(told, [] {
        spdlog::warn("saikobi.waiting_room: no key may sign yet by its date, the oldest one does");
    });
    return keys.front();
}

} // namespace saikobi::waiting_room
