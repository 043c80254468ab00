#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace saikobi::tests {

/// Runs handlers until `isDone`, at most until the deadline. For what completes on an io_context of
/// the test: no sleep, no fixed wait.
bool runUntil(boost::asio::io_context& context, const std::function<bool()>& isDone,
        std::chrono::milliseconds atMost = std::chrono::seconds{10});

/// Starts something that answers through a callback and runs the context until the answer is there:
///     const auto reply = awaited<Result<Reply>>(context, [&](auto done) { redis.send({…}, done);
///     });
/// Empty when no answer came in time.
template<class Answer, class Start>
std::optional<Answer> awaited(boost::asio::io_context& context, Start start,
        std::chrono::milliseconds atMost = std::chrono::seconds{10})
{
    // Shared: a late answer must not meet a variable that is gone.
    const auto answer = std::make_shared<std::optional<Answer>>();
    start([answer](Answer value) { *answer = std::move(value); });
    runUntil(
            context, [&answer] { return answer->has_value(); }, atMost);
    return *answer;
}

} // namespace saikobi::tests
