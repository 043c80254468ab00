#include "backend/recorder/purge_keys_store.h"

#include <utility>

#include "backend/contract/keys.h"
#include "backend/stores/redis_connection.h"

namespace saikobi::recorder {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr const char* atOnce = "1000"; ///< looked at per round trip; nobody else waits for long

/// Neither slugs nor the braces of the tag have a meaning in a pattern.
std::string patternOf(const std::string& sale)
{
    return contract::keys::ofSale(sale, "*");
}

} // namespace

Result<std::int64_t> removeKeys(const stores::RedisOptions& redis, const std::string& sale)
{
    auto opened = stores::RedisConnection::open(redis);
    if (!opened)
        return opened.error();
    auto& connection = *opened.value();
    std::int64_t gone = 0;
    std::string cursor = "0";
    do {
        auto page = connection.call({"SCAN", cursor, "MATCH", patternOf(sale), "COUNT", atOnce});
        if (!page)
            return page.error();
        auto& parts = page.value().items;
        if (parts.size() != 2)
            return Fault{FaultCode::Internal, "SCAN answered something else"};
        cursor = parts[0].text;
        stores::RedisCommand unlink{"UNLINK"};
        for (auto& key : parts[1].items)
            unlink.push_back(std::move(key.text));
        if (unlink.size() == 1)
            continue;
        const auto removed = connection.call(unlink);
        if (!removed)
            return removed.error();
        gone += removed.value().integer;
    } while (cursor != "0");
    return gone;
}

} // namespace saikobi::recorder
