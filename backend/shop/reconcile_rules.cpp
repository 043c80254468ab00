#include "backend/shop/reconcile_rules.h"

namespace saikobi::shop {

using contract::OrderStatus;

namespace {

Difference make(DifferenceKind kind, const LedgerPayment& payment)
{
    Difference out;
    out.kind = kind;
    out.reference = payment.reference;
    out.order = payment.order;
    out.sale = payment.sale;
    out.amount = payment.amount;
    out.needsPerson = kind != DifferenceKind::AuthorisedWithoutOrder
            && kind != DifferenceKind::UnitsWithoutPayment;
    return out;
}

std::optional<Difference> withoutLiveOrder(const LedgerPayment& payment)
{
    if (payment.standing == PaymentStanding::Authorised)
        return make(DifferenceKind::AuthorisedWithoutOrder, payment);
    if (payment.standing == PaymentStanding::Captured)
        return make(DifferenceKind::CapturedWithoutPaid, payment);
    return std::nullopt;
}

std::optional<Difference> ofPaid(const LedgerPayment& payment, const OrderStanding& order)
{
    const bool isItsOwn = order.reference.empty() || order.reference == payment.reference;
    if (!isItsOwn && payment.standing == PaymentStanding::Captured)
        return make(DifferenceKind::CapturedTwice, payment);
    if (!isItsOwn)
        return withoutLiveOrder(payment);
    if (payment.standing != PaymentStanding::Captured)
        return make(DifferenceKind::PaidWithoutCapture, payment);
    if (payment.received != order.amount)
        return make(DifferenceKind::AmountDiffers, payment);
    return std::nullopt;
}

} // namespace

std::string_view name(DifferenceKind kind)
{
    switch (kind) {
    case DifferenceKind::AuthorisedWithoutOrder:
        return "authorised_without_order";
    case DifferenceKind::CapturedWithoutPaid:
        return "captured_without_paid";
    case DifferenceKind::CapturedTwice:
        return "captured_twice";
    case DifferenceKind::PaidWithoutCapture:
        return "paid_without_capture";
    case DifferenceKind::AmountDiffers:
        return "amount_differs";
    case DifferenceKind::UnitsWithoutPayment:
        return "units_without_payment";
    }
    return {};
}

std::optional<Difference> differenceOf(
        const LedgerPayment& payment, const OrderStanding* order, contract::Instant now)
{
    if (payment.order.empty() || now - payment.createdAt < settleTime)
        return std::nullopt;
    if (!order)
        return withoutLiveOrder(payment);
    if (!contract::isEnd(order->status) || order->sinceEnd < settleTime)
        return std::nullopt;
    return order->status == OrderStatus::Paid ? ofPaid(payment, *order) : withoutLiveOrder(payment);
}

} // namespace saikobi::shop
