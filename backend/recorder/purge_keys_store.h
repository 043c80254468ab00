#pragma once

#include <cstdint>
#include <string>

#include "backend/contract/result.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::recorder {

/// Removes every key of a sale from Redis, also those of later versions; no other sale's. As a user
/// who may read and write them (saikobi_backend). Safe to repeat. Answers how many are gone.
contract::Result<std::int64_t> removeKeys(
        const stores::RedisOptions& redis, const std::string& sale);

} // namespace saikobi::recorder
