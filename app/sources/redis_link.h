#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/sources/profile.h"
#include "backend/contract/result.h"

struct redisContext;

namespace saikobi::sources {

/// What Redis answered; an error answer arrives as a Fault (Refused, in Redis's own words).
struct RedisReply {
    bool isNil = false;
    std::int64_t integer = 0;
    std::string text{};
    std::vector<RedisReply> items{};
};

/// Text of `field` in a stream entry [id, [name, value, …]]; empty when it has none.
std::string fieldOf(const RedisReply& entry, std::string_view field);

using RedisWords = std::vector<std::string>;

/// One signed-in connection, used by one thread. Each call ends at its deadline.
class RedisLink {
public:
    static constexpr std::chrono::milliseconds deadline{1000};

    static contract::Result<std::unique_ptr<RedisLink>> open(const Profile& profile);
    ~RedisLink();
    RedisLink(const RedisLink&) = delete;
    RedisLink& operator=(const RedisLink&) = delete;

    /// Unknown: no answer in time or broken; the link must then be dropped.
    contract::Result<RedisReply> call(const RedisWords& words);

private:
    explicit RedisLink(redisContext* context);

    struct Free {
        void operator()(redisContext* context) const;
    };
    std::unique_ptr<redisContext, Free> m_context;
};

} // namespace saikobi::sources
