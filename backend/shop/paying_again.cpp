#include "backend/shop/paying_again.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "backend/shop/order_view.h"

namespace saikobi::shop {

using contract::FaultCode;
using contract::OrderStatus;
using contract::Problem;
using contract::ProblemType;
using contract::Result;

namespace {

Problem otherContent(const std::string& order)
{
    return {ProblemType::OtherContent, "this attempt was made with other means", {},
            {{"order", order}}};
}

Problem nothingToPay(const std::string& order)
{
    return {ProblemType::Gone, "there is nothing to pay again", {},
            {{"reason", "order-over"}, {"order", order}}};
}

Problem underWay()
{
    return {ProblemType::OrderUnderWay, "another order of this pass is unfinished", {}, {}};
}

} // namespace

PayingAgain::PayingAgain(
        Placing::Parts& parts, PayAgainRequest request, OrderAnswer answer, Events events)
    : m_parts(parts)
    , m_request(std::move(request))
    , m_answer(std::move(answer))
    , m_events(std::move(events))
{
}

void PayingAgain::start()
{
    m_parts.store.read(m_request.order, [weak = weak_from_this()](const Result<OrderRow>& read) {
        const auto self = weak.lock();
        if (!self)
            return;
        if (!read)
            return self->refuse(notRead(read.error().code));
        if (!isBuyerOf(read.value(), self->m_request.buyer))
            return self->refuse(notRead(FaultCode::NotFound));
        self->judge(read.value());
    });
}

void PayingAgain::judge(const OrderRow& order)
{
    m_order = order;
    if (order.attempt == m_request.attempt)
        return order.means == m_request.means ? hand(m_events.existing)
                                              : refuse(otherContent(order.id));
    if (order.status != OrderStatus::Declined || order.attempt != m_request.attempt - 1)
        return refuse(nothingToPay(order.id));
    // Counted as it was before; it is no new order, so that what is left does not stop it.
    StockWanted wanted{order.id, {}, order.slot, {}};
    for (const auto& line : order.lines)
        wanted.lines.push_back({line.product, line.quantity, {}});
    askAdmission(m_parts.gate, m_parts.payments, order.buyer, wanted, order.provider,
            m_parts.chance, [weak = weak_from_this()](const Admission& admission) {
                if (const auto self = weak.lock())
                    self->onAdmission(admission);
            });
}

void PayingAgain::onAdmission(const Admission& admission)
{
    m_isBooked = admission.isBooked;
    m_isAtGate = !admission.refusal;
    if (admission.isForBudget)
        m_events.refusedForBudget(m_order.buyer.sale);
    if (admission.refusal)
        return refuse(*admission.refusal);
    m_parts.store.payAgain(m_order.id, m_request.attempt, m_request.means,
            [weak = weak_from_this()](const Result<PayAgainVerdict>& written) {
                if (const auto self = weak.lock())
                    self->onWritten(written);
            });
}

void PayingAgain::onWritten(const Result<PayAgainVerdict>& written)
{
    if (!written && written.error().code == FaultCode::Conflict)
        return refuse(underWay());
    if (!written) {
        // Written or not: whoever ticks next finds it, and the same attempt sent again joins it.
        spdlog::warn("saikobi.shop: attempt {} of order {} not known to be written: {}",
                m_request.attempt, m_order.id, written.error().detail);
        m_isBooked = m_isBooked && written.error().code != FaultCode::Unknown;
        return refuse(ordersPaused());
    }
    switch (written.value()) {
    case PayAgainVerdict::Created:
        m_isBooked = m_isAtGate = false; // the order's own from here on
        return hand(m_events.created);
    case PayAgainVerdict::Same:
        giveBack();
        return hand(m_events.existing);
    case PayAgainVerdict::Other:
        return refuse(otherContent(m_order.id));
    case PayAgainVerdict::UnderWay:
        return refuse(underWay());
    case PayAgainVerdict::Over:
        return refuse(nothingToPay(m_order.id));
    }
}

void PayingAgain::refuse(const Problem& problem)
{
    const auto self = shared_from_this();
    giveBack();
    const auto answer = std::exchange(m_answer, {});
    m_events.gone(m_request.order);
    answer(problem);
}

void PayingAgain::hand(const std::function<void(const OrderRow&, OrderAnswer)>& over)
{
    const auto self = shared_from_this();
    over(m_order, std::exchange(m_answer, {}));
    m_events.gone(m_request.order);
}

void PayingAgain::giveBack()
{
    if (std::exchange(m_isBooked, false))
        m_parts.payments.giveBack(m_order.provider);
    if (std::exchange(m_isAtGate, false))
        m_parts.gate.leave(m_order.buyer.sale, m_order.id);
}

} // namespace saikobi::shop
