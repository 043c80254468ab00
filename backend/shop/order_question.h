#pragma once

#include <string>

#include "backend/shop/life_cycle.h"
#include "backend/shop/order_store.h"
#include "backend/shop/payment_port.h"

namespace saikobi::shop {

/// What a provider can be asked about an order.
enum class Question { Authorise, Confirm, Start, Query, Capture, Release, Close };

/// How an order whose money is to be asked for begins. The provider knows a key for 24 h; after 23
/// nothing is asked for any more, only looked up.
Question firstQuestion(const OrderRow& order, contract::Instant now);

/// The payment of an order, as far as it is known.
PaymentReference referenceOf(const OrderRow& order);

/// The same words for the same attempt, so that a repeat under its key asks exactly what was asked
/// before. A rehearsal may die right before and right after.
void askProvider(PaymentPort& payments, Question question, const OrderRow& order,
        const std::string& returnUrl, PaymentPort::Answer answer);

/// What an answer to `question` means. `mayHaveRun`: it was asked before without a definite answer.
Decision judge(
        Question question, const OrderRow& order, const PaymentAnswer& answer, bool mayHaveRun);

/// Whether what was answered is the reference to go on with. A page keeps its own until its payment
/// has money: only by it can it be closed.
bool replacesReference(const OrderRow& order, const PaymentAnswer& answer);

} // namespace saikobi::shop
