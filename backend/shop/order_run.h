#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/shop/life_cycle.h"
#include "backend/shop/order_question.h"
#include "backend/shop/order_store.h"
#include "backend/shop/order_waiters.h"
#include "backend/shop/payment_port.h"
#include "backend/shop/stock_batcher.h"
#include "backend/shop/work_stretch.h"

namespace saikobi::shop {

/// What all orders of an instance work with.
struct OrderDesk {
    boost::asio::any_io_executor executor;
    OrderStore& store;
    StockBatcher& stock;
    PaymentPort& payments;
    std::string owner{};
    std::string returnUrl{};
    std::chrono::milliseconds firstPause{500};
    std::function<double()> chance{}; ///< 0 … 1
    WorkLimit& work;
};

/// Drives one order to its end: the state says what comes next, so that a fresh order, one that was
/// taken over and one that is repeated all go the same way. When a move finds that somebody else
/// was first, it reads the order and follows.
class OrderRun : public std::enable_shared_from_this<OrderRun> {
public:
    struct Events {
        std::function<void(const OrderRun&)> ended; ///< by a move of this run
        std::function<void(const OrderRun&)> judged; ///< the stock said yes or no
        /// The first waiter got its answer.
        std::function<void(const OrderRun&, std::chrono::steady_clock::time_point receivedAt)>
                answered;
        std::function<void(const std::string& order)> gone; ///< nothing more to do here
    };
    using News = OrderWaiters::News;

    OrderRun(OrderDesk& desk, OrderRow order, Events events);

    void start() { advance(); }
    /// For an order that was in other hands before: what was asked there may have run.
    void resume();
    /// For orders of another owner that somebody waits for.
    void follow() { readAgain(); }
    /// The buyer would rather not: no stock is wished for any more. What goes on already does so.
    void giveUp() { m_isGivenUp = true; }
    /// Answered at an end, when the shopper must act, or when the answer is overdue.
    void await(OrderAnswer answer, std::chrono::steady_clock::time_point receivedAt)
    {
        m_waiters.await(std::move(answer), receivedAt);
    }
    /// Answered once the provider's word has been written down.
    void awaitNews(News answer) { m_waiters.awaitNews(std::move(answer)); }
    void answerOverdue(std::chrono::steady_clock::time_point now)
    {
        m_waiters.answerOverdue(m_order, now);
    }

    const OrderRow& order() const { return m_order; }
    void addOutsideTime(std::chrono::milliseconds spent) { m_outsideTime += spent; }
    /// Spent at the provider, waiting for its budget or before asking it again.
    std::chrono::milliseconds outsideTime() const { return m_outsideTime; }

private:
    using Statement = std::function<void(OrderStore::Answer<bool>)>;
    using Act = std::function<void()>;

    void advance();
    void goOnReserved();
    void goOnAuthorised();
    /// `code`: why no money came, to give back.
    void wishStock(StockWish::Kind kind, const std::string& code = {});
    void onReserved(StockOutcome outcome);

    void ask(Question question);
    void carryOut(const Decision& decision, const PaymentAnswer& answer, Question question);
    void askLater(Question question, const std::string& review);
    void reserveAuthorised();
    void writeAuthorised(const Decision& decision);
    void writeDeclined(const Decision& decision);
    void endWithoutMoney(const Decision& decision);
    void writeNeedsAction(const PaymentAnswer& answer);
    void beginVoid(const Decision& decision);
    void leave();

    void apply(Statement statement, Act moved);
    void become(contract::OrderStatus status);
    void readAgain();
    void readOurs();
    OrderStore::Answer<OrderRow> accepting();
    void accept(contract::Result<OrderRow> read);
    void finish();
    /// After a pause that grows with every repeat of the same step; answers how long it is.
    std::chrono::milliseconds later(Act act);
    void after(std::chrono::milliseconds pause, Act act);

    OrderDesk& m_desk;
    OrderRow m_order{};
    Events m_events{};
    OrderWaiters m_waiters;
    boost::asio::steady_timer m_timer;
    WorkStretch m_work;
    std::chrono::milliseconds m_outsideTime{};
    int m_repeats = 0;
    bool m_mayHaveRun = false;
    bool m_hasAskedToEnd = false; ///< a move to an end went out
    bool m_isAuthorisationUnwritten = false; ///< it goes into the commit that reserves
    bool m_isGivenUp = false;
};

} // namespace saikobi::shop
