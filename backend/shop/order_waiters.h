#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "backend/contract/result.h"
#include "backend/shop/checkout.h"
#include "backend/shop/order_store.h"

namespace saikobi::shop {

/// Who waits for an order: buyers for its end, others for the provider's word being written down.
class OrderWaiters {
public:
    using Clock = std::chrono::steady_clock;
    using News = std::function<void(contract::Outcome)>;
    using Answered = std::function<void(Clock::time_point receivedAt)>;

    /// `answered` is called once, for whoever gets the first answer.
    explicit OrderWaiters(Answered answered)
        : m_answered(std::move(answered))
    {
    }

    bool isEmpty() const { return m_waiting.empty(); }
    void await(OrderAnswer answer, Clock::time_point receivedAt);
    void awaitNews(News answer) { m_news.push_back(std::move(answer)); }
    /// Who has waited as long as a request may is told how the order stands.
    void answerOverdue(const OrderRow& order, Clock::time_point now);
    void answerAll(const OrderRow& order);
    void tellNews();

private:
    struct Waiter {
        OrderAnswer answer{};
        Clock::time_point receivedAt{};
    };
    void note(const Waiter& waiter);

    Answered m_answered;
    std::vector<Waiter> m_waiting{};
    std::vector<News> m_news{};
    bool m_isAnswered = false;
};

} // namespace saikobi::shop
