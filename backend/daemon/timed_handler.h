#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "backend/http/handler.h"

namespace saikobi::daemon {

/// Notes how long a handler takes, from the arrival of a request to its answer: the slowest one of
/// ten seconds. On the handler's thread, and no longer than it.
class TimedHandler final : public http::Handler {
public:
    explicit TimedHandler(http::Handler& next)
        : m_next(next)
    {
    }

    void handle(const http::Request& request, http::Reply reply) override
    {
        m_next.handle(request,
                [this, began = request.receivedAt, reply = std::move(reply)](
                        http::Response response) {
                    const std::chrono::duration<double, std::milli> took
                            = std::chrono::steady_clock::now() - began;
                    m_slowest[m_second] = std::max(m_slowest[m_second], took.count());
                    reply(std::move(response));
                });
    }

    void endSecond()
    {
        m_second = (m_second + 1) % m_slowest.size();
        m_slowest[m_second] = 0;
    }
    double slowestMs() const { return *std::max_element(m_slowest.begin(), m_slowest.end()); }

private:
    http::Handler& m_next;
    std::array<double, 10> m_slowest{};
    std::size_t m_second = 0;
};

} // namespace saikobi::daemon
