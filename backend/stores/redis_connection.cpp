#include "backend/stores/redis_connection.h"

#include <hiredis/hiredis.h>

#include <charconv>

namespace saikobi::stores {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace {

timeval toTimeval(std::chrono::milliseconds from)
{
    return {from.count() / 1000, (from.count() % 1000) * 1000};
}

Reply convert(const redisReply& from)
{
    Reply out;
    switch (from.type) {
    case REDIS_REPLY_INTEGER:
        out.kind = Reply::Kind::Integer;
        out.integer = from.integer;
        break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
    case REDIS_REPLY_ERROR: // inside a list: the words of the error
        out.kind = Reply::Kind::Text;
        out.text.assign(from.str, static_cast<std::size_t>(from.len));
        break;
    case REDIS_REPLY_ARRAY:
        out.kind = Reply::Kind::List;
        for (std::size_t i = 0; i < from.elements; ++i)
            out.items.push_back(convert(*from.element[i]));
        break;
    default:
        break;
    }
    return out;
}

std::string runIdIn(const std::string& info)
{
    constexpr std::string_view label{"run_id:"};
    const auto at = info.find(label);
    if (at == std::string::npos)
        return {};
    return info.substr(at + label.size(), 40);
}

} // namespace

void RedisConnection::Free::operator()(redisContext* context) const
{
    redisFree(context);
}

RedisConnection::RedisConnection(redisContext* context)
    : m_context(context)
{
}

RedisConnection::~RedisConnection() = default;

Result<std::unique_ptr<RedisConnection>> RedisConnection::open(const RedisOptions& options)
{
    const auto where = options.host + ":" + std::to_string(options.port);
    auto* context = redisConnectWithTimeout(
            options.host.c_str(), options.port, toTimeval(options.deadline));
    if (!context)
        return Fault{FaultCode::Unavailable, "redis " + where + ": out of memory"};
    std::unique_ptr<RedisConnection> out{new RedisConnection(context)};
    if (context->err)
        return Fault{FaultCode::Unavailable, "redis " + where + ": " + context->errstr};
    redisSetTimeout(context, toTimeval(options.deadline));
    if (const auto prepared = out->prepare(options); !prepared)
        return Fault{FaultCode::Unavailable, "redis " + where + ": " + prepared.error().detail};
    return out;
}

Outcome RedisConnection::prepare(const RedisOptions& options)
{
    if (!options.user.empty())
        if (const auto signedIn = call({"AUTH", options.user, options.password}); !signedIn)
            return Fault{FaultCode::Refused,
                    "sign-in as " + options.user + ": " + signedIn.error().detail};
    const auto info = call({"INFO", "server"});
    if (!info)
        return info.error();
    m_runId = runIdIn(info.value().text);
    return loadLibrary(options);
}

Outcome RedisConnection::loadLibrary(const RedisOptions& options)
{
    if (options.library.empty())
        return Nothing{};
    const auto version = call({"FCALL", "saikobi_version", "0"});
    if (!version && version.error().code == FaultCode::Unknown)
        return version.error();
    if (version && version.value().integer >= options.libraryVersion)
        return Nothing{};
    const auto loaded = call({"FUNCTION", "LOAD", "REPLACE", options.library});
    if (!loaded)
        return Fault{FaultCode::Refused, "function library: " + loaded.error().detail};
    return Nothing{};
}

void RedisConnection::append(const RedisCommand& command)
{
    std::vector<const char*> words;
    std::vector<std::size_t> lengths;
    for (const auto& word : command) {
        words.push_back(word.data());
        lengths.push_back(word.size());
    }
    redisAppendCommandArgv(
            m_context.get(), static_cast<int>(words.size()), words.data(), lengths.data());
}

Result<Reply> RedisConnection::read()
{
    void* raw = nullptr;
    if (redisGetReply(m_context.get(), &raw) != REDIS_OK || !raw) {
        const std::string why = m_context->err ? m_context->errstr : "no answer";
        return Fault{FaultCode::Unknown, "redis: " + why};
    }
    const std::unique_ptr<redisReply, void (*)(void*)> reply{
            static_cast<redisReply*>(raw), freeReplyObject};
    if (reply->type == REDIS_REPLY_ERROR)
        return Fault{FaultCode::Refused, {reply->str, static_cast<std::size_t>(reply->len)}};
    return convert(*reply);
}

Result<Reply> RedisConnection::call(const RedisCommand& command)
{
    append(command);
    return read();
}

Result<RedisOptions> redisOptionsFromUrl(const std::string& url)
{
    constexpr std::string_view scheme{"redis://"};
    // What stands before an @ may be a password: it is not repeated.
    const auto shown = url.substr(url.rfind('@') == std::string::npos ? 0 : url.rfind('@') + 1);
    const auto wrong = [&shown](const char* why) {
        return Fault{FaultCode::Invalid, "redis address '" + shown + "': " + why};
    };
    if (url.rfind(scheme, 0) != 0)
        return wrong("must begin with redis://");
    auto rest = url.substr(scheme.size());
    RedisOptions out;
    if (const auto at = rest.find('@'); at != std::string::npos) {
        out.user = rest.substr(0, at);
        rest = rest.substr(at + 1);
        if (const auto colon = out.user.find(':'); colon != std::string::npos) {
            if (colon + 1 != out.user.size())
                return wrong("a password does not belong into an address");
            out.user.resize(colon);
        }
    }
    rest = rest.substr(0, rest.find('/'));
    const auto colon = rest.rfind(':');
    out.host = rest.substr(0, colon);
    if (out.host.empty())
        return wrong("has no host");
    if (colon == std::string::npos)
        return out;
    const auto digits = rest.substr(colon + 1);
    const auto [end, failed]
            = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (failed != std::errc{} || end != digits.data() + digits.size() || out.port < 1
            || out.port > 65535)
        return wrong("has no valid port");
    return out;
}

} // namespace saikobi::stores
