#pragma once

#include <functional>
#include <memory>
#include <string>

#include "backend/shop/placing.h"

namespace saikobi::shop {

/// The way of another means of payment for a declined order: its own? · this attempt known already?
/// · pass alive, both calls booked? · attempt written. A refusal leaves the order as it ended.
class PayingAgain : public std::enable_shared_from_this<PayingAgain> {
public:
    struct Events {
        std::function<void(const OrderRow& order, OrderAnswer answer)> existing; ///< wait for it
        std::function<void(const OrderRow& order, OrderAnswer answer)> created; ///< ours to drive
        std::function<void(const std::string& sale)> refusedForBudget;
        std::function<void(const std::string& order)> gone; ///< always the last event
    };
    /// Answers by itself or hands the answer over in one of the events.
    PayingAgain(Placing::Parts& parts, PayAgainRequest request, OrderAnswer answer, Events events);

    void start();

private:
    void judge(const OrderRow& order);
    void onAdmission(const Admission& admission);
    void onWritten(const contract::Result<PayAgainVerdict>& written);
    void refuse(const contract::Problem& problem);
    void giveBack();
    void hand(const std::function<void(const OrderRow&, OrderAnswer)>& over);

    Placing::Parts& m_parts;
    PayAgainRequest m_request{};
    OrderAnswer m_answer{};
    Events m_events{};
    OrderRow m_order{};
    bool m_isBooked = false;
    bool m_isAtGate = false;
};

} // namespace saikobi::shop
