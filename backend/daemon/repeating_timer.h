#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace saikobi::daemon {

/// Calls something at a steady pace until it is destroyed. A late call does not make the next ones
/// hurry. A wait that has run out already stands in the executor's queue with success, so what it
/// would call is held weakly.
class RepeatingTimer {
public:
    RepeatingTimer(boost::asio::any_io_executor executor, std::chrono::milliseconds period,
            std::function<void()> work)
        : m_state(std::make_shared<State>(std::move(executor), period, std::move(work)))
    {
        arm(m_state);
    }

private:
    struct State {
        State(boost::asio::any_io_executor executor, std::chrono::milliseconds every,
                std::function<void()> what)
            : timer(std::move(executor))
            , period(every)
            , work(std::move(what))
        {
        }
        boost::asio::steady_timer timer;
        std::chrono::milliseconds period;
        std::function<void()> work;
    };

    static void arm(const std::shared_ptr<State>& state)
    {
        state->timer.expires_after(state->period);
        state->timer.async_wait(
                [weak = std::weak_ptr{state}](const boost::system::error_code& failed) {
                    const auto alive = weak.lock();
                    if (failed || !alive)
                        return;
                    arm(alive);
                    alive->work();
                });
    }

    std::shared_ptr<State> m_state;
};

} // namespace saikobi::daemon
