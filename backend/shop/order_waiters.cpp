#include "backend/shop/order_waiters.h"

#include <utility>

#include "backend/shop/order_view.h"

namespace saikobi::shop {

using namespace std::chrono_literals;

namespace {

constexpr auto answerWithin = 9s; ///< looked at once a second: answered within 10 s

} // namespace

void OrderWaiters::await(OrderAnswer answer, Clock::time_point receivedAt)
{
    m_waiting.push_back({std::move(answer), receivedAt});
}

void OrderWaiters::answerOverdue(const OrderRow& order, Clock::time_point now)
{
    std::vector<Waiter> patient;
    std::vector<Waiter> overdue;
    for (auto& waiter : m_waiting)
        (now - waiter.receivedAt < answerWithin ? patient : overdue).push_back(std::move(waiter));
    m_waiting = std::move(patient);
    for (const auto& waiter : overdue) {
        note(waiter);
        waiter.answer(viewOf(order));
    }
}

void OrderWaiters::answerAll(const OrderRow& order)
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto& waiter : waiting) {
        note(waiter);
        waiter.answer(answerOf(order));
    }
}

void OrderWaiters::tellNews()
{
    const auto told = std::exchange(m_news, {});
    for (const auto& answer : told)
        answer(contract::Nothing{});
}

void OrderWaiters::note(const Waiter& waiter)
{
    if (!std::exchange(m_isAnswered, true))
        m_answered(waiter.receivedAt);
}

} // namespace saikobi::shop
