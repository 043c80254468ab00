#include "tests/support/run_until.h"

namespace saikobi::tests {

bool runUntil(boost::asio::io_context& context, const std::function<bool()>& isDone,
        std::chrono::milliseconds atMost)
{
    const auto until = std::chrono::steady_clock::now() + atMost;
    // Answers come from other threads: while none is under way the context has no work of its own.
    const auto work = boost::asio::make_work_guard(context);
    context.restart();
    while (!isDone()) {
        if (context.run_one_until(until) == 0)
            return isDone();
    }
    return true;
}

} // namespace saikobi::tests
