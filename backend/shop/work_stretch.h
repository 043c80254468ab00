#pragma once

#include <chrono>
#include <utility>

#include "backend/shop/work_limit.h"

namespace saikobi::shop {

/// While an order is in our own hands. What others take of that time is told to it.
class WorkStretch {
public:
    using Clock = std::chrono::steady_clock;

    explicit WorkStretch(WorkLimit& limit)
        : m_limit{limit}
    {
    }
    ~WorkStretch() { end(); }
    WorkStretch(const WorkStretch&) = delete;
    WorkStretch& operator=(const WorkStretch&) = delete;

    /// Nothing while one is under way.
    void begin()
    {
        if (m_isUnderWay)
            return;
        m_isUnderWay = true;
        m_begunAt = Clock::now();
        m_outside = {};
        m_limit.begin();
    }

    void addOutsideTime(Clock::duration spent) { m_outside += spent; }

    void end()
    {
        if (!m_isUnderWay)
            return;
        m_isUnderWay = false;
        const auto now = Clock::now();
        m_limit.end(now - m_begunAt - m_outside, now);
    }

    /// It was refused.
    void drop()
    {
        if (std::exchange(m_isUnderWay, false))
            m_limit.drop();
    }

private:
    WorkLimit& m_limit;
    Clock::time_point m_begunAt{};
    Clock::duration m_outside{};
    bool m_isUnderWay = false;
};

} // namespace saikobi::shop
