#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>

namespace saikobi::daemon {

/// Calls something at a steady pace until it is destroyed. A late call does not make the next ones
/// hurry.
class RepeatingTimer {
public:
    RepeatingTimer(boost::asio::any_io_executor executor, std::chrono::milliseconds period,
            std::function<void()> work)
        : m_timer(std::move(executor))
        , m_period(period)
        , m_work(std::move(work))
    {
        arm();
    }

    void cancel() { m_timer.cancel(); }

private:
    void arm()
    {
        m_timer.expires_after(m_period);
        m_timer.async_wait([this](const boost::system::error_code& failed) {
            if (failed)
                return;
            arm();
            m_work();
        });
    }

    boost::asio::steady_timer m_timer;
    std::chrono::milliseconds m_period;
    std::function<void()> m_work;
};

} // namespace saikobi::daemon
