#include "app/sources/redis_link.h"

#include <hiredis/hiredis.h>

namespace saikobi::sources {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

timeval toTimeval(std::chrono::milliseconds from)
{
    return {from.count() / 1000, (from.count() % 1000) * 1000};
}

RedisReply convert(const redisReply& from)
{
    RedisReply out;
    out.isNil = from.type == REDIS_REPLY_NIL;
    out.integer = from.integer;
    if (from.str)
        out.text.assign(from.str, static_cast<std::size_t>(from.len));
    for (std::size_t i = 0; i < from.elements; ++i)
        out.items.push_back(convert(*from.element[i]));
    return out;
}

} // namespace

std::string fieldOf(const RedisReply& entry, std::string_view field)
{
    if (entry.items.size() != 2)
        return {};
    const auto& words = entry.items[1].items;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
        if (words[i].text == field)
            return words[i + 1].text;
    return {};
}

void RedisLink::Free::operator()(redisContext* context) const
{
    redisFree(context);
}

RedisLink::RedisLink(redisContext* context)
    : m_context(context)
{
}

RedisLink::~RedisLink() = default;

Result<std::unique_ptr<RedisLink>> RedisLink::open(const Profile& profile)
{
    const auto where = profile.redisHost + ":" + std::to_string(profile.redisPort) + ": ";
    auto* context = redisConnectWithTimeout(
            profile.redisHost.c_str(), profile.redisPort, toTimeval(deadline));
    if (!context)
        return Fault{FaultCode::Unavailable, where + "out of memory"};
    std::unique_ptr<RedisLink> out{new RedisLink(context)};
    if (context->err)
        return Fault{FaultCode::Unavailable, where + context->errstr};
    redisSetTimeout(context, toTimeval(deadline));
    if (profile.redisUser.empty())
        return out;
    const auto signedIn = out->call({"AUTH", profile.redisUser, profile.redisPassword});
    if (!signedIn)
        return Fault{FaultCode::Unavailable,
                where + "sign-in as " + profile.redisUser + ": " + signedIn.error().detail};
    return out;
}

Result<RedisReply> RedisLink::call(const RedisWords& words)
{
    std::vector<const char*> starts;
    std::vector<std::size_t> lengths;
    for (const auto& word : words) {
        starts.push_back(word.data());
        lengths.push_back(word.size());
    }
    const std::unique_ptr<redisReply, void (*)(void*)> reply{
            static_cast<redisReply*>(redisCommandArgv(m_context.get(),
                    static_cast<int>(words.size()), starts.data(), lengths.data())),
            freeReplyObject};
    if (!reply)
        return Fault{FaultCode::Unknown, m_context->err ? m_context->errstr : "no answer"};
    if (reply->type == REDIS_REPLY_ERROR)
        return Fault{FaultCode::Refused, {reply->str, static_cast<std::size_t>(reply->len)}};
    return convert(*reply);
}

} // namespace saikobi::sources
