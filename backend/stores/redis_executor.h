#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/stores/store_health.h"

namespace saikobi::stores {

/// What Redis answered. An error answer never arrives as a Reply but as a Fault (Refused, detail =
/// Redis's own words).
struct Reply {
    enum class Kind { Nil, Integer, Text, List };
    Kind kind = Kind::Nil;
    std::int64_t integer = 0;
    std::string text{};
    std::vector<Reply> items{};

    bool isNil() const { return kind == Kind::Nil; }
};

using RedisCommand = std::vector<std::string>;

struct RedisOptions {
    std::string host{"127.0.0.1"};
    int port = 6379;
    std::string user{};
    std::string password{};
    std::chrono::milliseconds deadline{1000}; ///< of one round trip; later the outcome is unknown
    std::size_t queueLimit = 8192; ///< commands waiting; one more is refused as Busy
    /// Source of the function library; loaded on every new connection where it is missing or older.
    /// Empty: this user does not load functions.
    std::string library{};
    int libraryVersion = 0;
};

/// One thread with one connection. All commands that gathered during a round trip travel together
/// in the next one. Never throws; reconnects by itself.
class RedisExecutor {
public:
    explicit RedisExecutor(RedisOptions options);
    ~RedisExecutor();
    RedisExecutor(const RedisExecutor&) = delete;
    RedisExecutor& operator=(const RedisExecutor&) = delete;

    /// Completion: void(contract::Result<Reply>), delivered on the handler's associated executor.
    /// Faults: Unavailable (not sent), Unknown (sent, no answer in time), Busy, Refused.
    template<class Token>
    auto send(RedisCommand command, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(contract::Result<Reply>)>(
                [this](auto handler, RedisCommand sent) {
                    const auto where = boost::asio::get_associated_executor(handler);
                    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
                    enqueue(std::move(sent), [where, shared](contract::Result<Reply> result) {
                        boost::asio::post(where, [shared, result = std::move(result)]() mutable {
                            (*shared)(std::move(result));
                        });
                    });
                },
                token, std::move(command));
    }

    StoreHealth health() const;
    /// `run_id` of the server behind the present connection; empty while there is none.
    std::string serverRunId() const;

private:
    using Done = std::function<void(contract::Result<Reply>)>;
    void enqueue(RedisCommand command, Done done);

    class Worker;
    std::unique_ptr<Worker> m_worker;
};

/// Splits redis://user[:]@host:port; the password comes apart. Invalid names what is wrong.
contract::Result<RedisOptions> redisOptionsFromUrl(const std::string& url);

} // namespace saikobi::stores
