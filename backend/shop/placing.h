#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/shop/admission.h"
#include "backend/shop/gate_port.h"
#include "backend/shop/order_store.h"
#include "backend/shop/payment_port.h"
#include "backend/shop/work_stretch.h"

namespace saikobi::shop {

/// The way of a request until its order exists: known already? · pass alive? · both provider calls
/// booked? · order written. A refusal on the way leaves nothing behind.
class Placing : public std::enable_shared_from_this<Placing> {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        OrderStore& store;
        GatePort& gate;
        PaymentPort& payments;
        std::chrono::milliseconds firstPause{500};
        std::function<double()> chance{};
        WorkLimit& work;
    };
    struct Events {
        std::function<void(Placing&)> created; ///< the order is ours to drive
        std::function<void(Placing&, const std::string& order)> existing; ///< the key's own order
        std::function<void(Placing&)> refusedForBudget;
        std::function<void(Placing&)> gone; ///< answered; always the last event
    };
    struct Waiter {
        OrderAnswer answer{};
        std::chrono::steady_clock::time_point receivedAt{};
    };

    Placing(Parts& parts, NewOrder order, Events events);

    void start();
    void await(OrderAnswer answer, std::chrono::steady_clock::time_point receivedAt);
    void answerOverdue(std::chrono::steady_clock::time_point now);
    std::vector<Waiter> takeWaiters();

    const NewOrder& order() const { return m_order; }
    std::chrono::milliseconds budgetTime() const { return m_budgetTime; }

private:
    void judge(const LookUp& known);
    void askAdmission(const LookUp& known);
    void onAdmission(const Admission& admission);
    void create();
    void giveBack();
    void onCreated(const contract::Result<LookUp>& made);
    void refuse(const contract::Problem& problem);

    Parts& m_parts;
    NewOrder m_order{};
    Events m_events{};
    std::vector<Waiter> m_waiters{};
    boost::asio::steady_timer m_timer;
    WorkStretch m_work;
    std::chrono::milliseconds m_budgetTime{};
    int m_repeats = 0;
    bool m_isBooked = false;
    bool m_isAtGate = false; ///< counted there, perhaps
    bool m_mayExist = false; ///< a create is under way, or one is in doubt
    bool m_isInDoubt = false; ///< a create ended and its commit is not known
    bool m_isGivenUp = false;
};

} // namespace saikobi::shop
