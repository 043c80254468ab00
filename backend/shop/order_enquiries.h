#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "backend/shop/checkout.h"
#include "backend/shop/order_book.h"
#include "backend/shop/order_store.h"

namespace saikobi::shop {

/// What is asked about orders that exist: by their buyer, by whoever holds the key of their return
/// address, and by news from the provider.
class OrderEnquiries : public std::enable_shared_from_this<OrderEnquiries> {
public:
    using Clock = std::chrono::steady_clock;
    using MayShow = std::function<bool(const OrderRow&)>;

    OrderEnquiries(OrderStore& store, std::shared_ptr<OrderBook> book)
        : m_store(store)
        , m_book(std::move(book))
    {
    }

    void view(const std::string& order, MayShow mayShow, OrderAnswer answer);
    void comeBack(const std::string& order, MayShow mayShow, OrderAnswer answer);
    void cancel(const std::string& order, MayShow mayShow, Clock::time_point receivedAt,
            OrderAnswer answer);
    void refresh(const std::string& order, std::function<void(contract::Outcome)> answer);
    /// Waits for an order that may be in anybody's hands.
    void follow(const OrderRow& row, OrderAnswer answer, Clock::time_point receivedAt);

private:
    using Found = std::function<void(OrderEnquiries&, const OrderRow&)>;
    /// Answers the problem, or hands over the order that may be shown.
    void find(const std::string& order, MayShow mayShow, OrderAnswer refused, Found found);

    void goOn(const std::string& order, OrderAnswer answer, Clock::time_point receivedAt);

    OrderStore& m_store;
    std::shared_ptr<OrderBook> m_book;
};

} // namespace saikobi::shop
