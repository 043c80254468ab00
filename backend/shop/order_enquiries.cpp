#include "backend/shop/order_enquiries.h"

#include <utility>

#include "backend/shop/admission.h"
#include "backend/shop/order_view.h"

namespace saikobi::shop {

using contract::FaultCode;
using contract::Nothing;
using contract::OrderStatus;
using contract::Result;

void OrderEnquiries::view(const std::string& order, MayShow mayShow, OrderAnswer answer)
{
    find(order, std::move(mayShow), answer,
            [answer](OrderEnquiries&, const OrderRow& row) { answer(viewOf(row)); });
}

void OrderEnquiries::comeBack(const std::string& order, MayShow mayShow, OrderAnswer answer)
{
    find(order, std::move(mayShow), answer, [answer](OrderEnquiries& self, const OrderRow& row) {
        if (contract::isEnd(row.status))
            return answer(viewOf(row));
        // Whether the provider could be asked or not: the order itself says how it stands.
        self.refresh(row.id, [answer, row](const contract::Outcome&) { answer(viewOf(row)); });
    });
}

void OrderEnquiries::cancel(
        const std::string& order, MayShow mayShow, Clock::time_point receivedAt, OrderAnswer answer)
{
    find(order, std::move(mayShow), answer,
            [answer, receivedAt](OrderEnquiries& self, const OrderRow& row) {
                if (const auto run = self.m_book->find(row.id))
                    run->giveUp();
                if (row.status != OrderStatus::ActionRequired)
                    return self.follow(row, answer, receivedAt);
                self.m_store.giveUpPage(row.id,
                        [weak = self.weak_from_this(), row, receivedAt, answer](
                                const Result<bool>& done) {
                            const auto still = weak.lock();
                            if (!still)
                                return;
                            if (!done)
                                return answer(ordersPaused());
                            if (!done.value()) // somebody was first
                                return still->follow(row, answer, receivedAt);
                            still->goOn(row.id, answer, receivedAt);
                        });
            });
}

void OrderEnquiries::refresh(
        const std::string& order, std::function<void(contract::Outcome)> answer)
{
    if (const auto run = m_book->find(order)) {
        if (run->order().status == OrderStatus::ActionRequired)
            return run->awaitNews(std::move(answer));
        return answer(Nothing{}); // it is being worked on; the row will say
    }
    m_store.take(order,
            [weak = weak_from_this(), order, answer = std::move(answer)](
                    const Result<bool>& taken) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (!taken)
                    return answer(taken.error());
                if (!taken.value())
                    return answer(Nothing{}); // nobody's wait: ended, or another instance has it
                self->m_book->resume(order, answer);
            });
}

void OrderEnquiries::follow(const OrderRow& row, OrderAnswer answer, Clock::time_point receivedAt)
{
    const bool isKnown = m_book->find(row.id) != nullptr;
    const auto run = m_book->take(row);
    run->await(std::move(answer), receivedAt);
    if (!isKnown)
        run->follow();
}

/// The order has just become ours: nobody else moves it, so that there is nothing to wait for.
void OrderEnquiries::goOn(
        const std::string& order, OrderAnswer answer, Clock::time_point receivedAt)
{
    m_store.read(order,
            [weak = weak_from_this(), answer = std::move(answer), receivedAt](
                    const Result<OrderRow>& read) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (!read)
                    return answer(notRead(read.error().code));
                const bool isKnown = self->m_book->find(read.value().id) != nullptr;
                const auto run = self->m_book->take(read.value());
                run->await(answer, receivedAt);
                if (!isKnown)
                    run->resume();
            });
}

void OrderEnquiries::find(
        const std::string& order, MayShow mayShow, OrderAnswer refused, Found found)
{
    m_store.read(order,
            [weak = weak_from_this(), mayShow = std::move(mayShow), refused = std::move(refused),
                    found = std::move(found)](const Result<OrderRow>& read) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (!read)
                    return refused(notRead(read.error().code));
                if (!mayShow(read.value()))
                    return refused(notRead(FaultCode::NotFound));
                found(*self, read.value());
            });
}

} // namespace saikobi::shop
