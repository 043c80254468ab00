#include "backend/shop/end_check.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "backend/shop/order_question.h"

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::OrderStatus;
using contract::Outcome;
using contract::Result;

namespace {

constexpr const char* chargedAfterEnd = "charged_after_end";
constexpr const char* setAsideAfterEnd = "set_aside_after_end";

/// What contradicts an end without payment; empty: nothing.
std::string reviewOf(const PaymentAnswer& told)
{
    if (told.standing == PaymentStanding::Captured)
        return chargedAfterEnd;
    if (told.standing == PaymentStanding::Authorised)
        return setAsideAfterEnd;
    return told.outcome == PaymentOutcome::Wrong ? told.code : "";
}

} // namespace

void EndCheck::look(const std::string& order, Answer answer)
{
    if (!m_asked.emplace(order, answer).second)
        return answer(Fault{FaultCode::Busy, "the provider is being asked"});
    m_store.read(order, [weak = weak_from_this(), order](const Result<OrderRow>& read) {
        const auto self = weak.lock();
        if (!self)
            return;
        if (!read)
            return self->finish(order, read.error());
        const auto& row = read.value();
        if (!contract::isEnd(row.status) || row.status == OrderStatus::Paid)
            return self->finish(order, Nothing{});
        self->m_payments.query(referenceOf(row), [weak, row](const PaymentAnswer& told) {
            if (const auto still = weak.lock())
                still->judge(row, told);
        });
    });
}

void EndCheck::judge(const OrderRow& order, const PaymentAnswer& told)
{
    if (told.outcome != PaymentOutcome::Done && told.outcome != PaymentOutcome::Wrong)
        return finish(order.id, Fault{FaultCode::Unavailable, told.code});
    const auto review = reviewOf(told);
    if (review.empty())
        return finish(order.id, Nothing{});
    spdlog::error("saikobi.shop: order {} ended as {} and needs a look: {}", order.id,
            contract::name(order.status), review);
    note(order.id, review);
}

void EndCheck::note(const std::string& order, const std::string& review)
{
    m_store.noteReview(order, review, [weak = weak_from_this(), order](const Result<bool>& noted) {
        if (const auto self = weak.lock())
            self->finish(order, noted ? Outcome{Nothing{}} : Outcome{noted.error()});
    });
}

void EndCheck::finish(const std::string& order, const Outcome& outcome)
{
    if (const auto asked = m_asked.extract(order))
        asked.mapped()(outcome);
}

} // namespace saikobi::shop
