#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "backend/contract/measures.h"
#include "backend/contract/problem.h"
#include "backend/contract/result.h"
#include "backend/contract/sale.h"
#include "backend/contract/words.h"
#include "backend/shop/gate_port.h"
#include "backend/shop/payment_port.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

struct OrderLine {
    contract::ProductId product{};
    std::int64_t quantity = 0;
};

/// `POST orders`, read and limited. Prices come from the catalogue, never from the request.
struct OrderRequest {
    std::string idempotencyKey{};
    Buyer buyer{};
    contract::SlotId slot{};
    std::string method{};
    std::string means{};
    std::vector<OrderLine> lines{};
    std::chrono::steady_clock::time_point receivedAt{};
};

/// An order as its buyer may see it.
struct OrderView {
    std::string order{}; ///< UUID
    contract::OrderStatus status = contract::OrderStatus::Created;
    contract::Yen amount{};
    contract::SlotId slot{};
    std::string method{};
    std::vector<OrderLine> lines{};
    std::string pickupCode{}; ///< six Crockford characters, once paid
    std::string nextAction{}; ///< URL, with action_required
    contract::Instant createdAt{};
    int attempt = 1;
    std::string returnKey{}; ///< opens this order's page without a pass; a secret of its buyer
};

/// Another means of payment after a decline.
struct PayAgainRequest {
    std::string order{};
    Buyer buyer{};
    int attempt = 2; ///< the number of this try; it is the key under which a repeat is known
    std::string means{};
    std::chrono::steady_clock::time_point receivedAt{};
};

using OrderAnswer = std::function<void(std::variant<OrderView, contract::Problem>)>;

/// The order life cycle of one instance: created → authorising → authorised → reserved → capturing
/// → paid, or voided, declined, sold out. Every arrow is one committed, guarded row change. Lives
/// on one executor. It also finishes the orders of instances that fell silent. Orders are taken
/// only while tick() beats: until its first beat is written, and 4 s after the last one, place()
/// says OrdersPaused.
class Checkout {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::PostgresExecutor&
                orders; ///< statements of the order life cycle and the stock batcher
        GatePort& gate;
        PaymentPort& payments;
        std::function<contract::Measures&(const std::string& sale)> measures;
        std::string instance{};
        std::string incarnation{};
        std::string returnUrl{}; ///< https://shop/payments/return; gets ?sale=…&order=…
        std::chrono::milliseconds firstPause{
                500}; ///< before a call is repeated; doubled up to ten times that
        /// Its own connections for whatever is no new order (lane P0); null: the same.
        stores::PostgresExecutor* finishing = nullptr;
        /// Its own connection for bringing commits to the disk; null: one of those.
        stores::PostgresExecutor* flushing = nullptr;
    };
    explicit Checkout(Parts parts);
    ~Checkout();

    /// Answered within 10 s: with the order at its end or needing action, as it is when that takes
    /// longer, or with why not. An order that ended sold out is answered as SoldOut, SlotFull or
    /// LimitReached with member `order`.
    void place(const contract::Sale& sale, OrderRequest request, OrderAnswer answer);
    /// Of a declined order: attempt n + 1 with another means. Answered as place() is; OtherContent
    /// when this attempt was made with other means, Gone when there is nothing to pay again.
    void payAgain(PayAgainRequest request, OrderAnswer answer);
    /// The buyer gives up: a page is closed at the provider first, money that is set aside is let
    /// go. An order that is being paid already goes on, and the answer says so.
    void cancel(const std::string& order, const Buyer& buyer,
            std::chrono::steady_clock::time_point receivedAt, OrderAnswer answer);
    /// NotFound unless the order is this buyer's.
    void view(const std::string& order, const Buyer& buyer, OrderAnswer answer);
    /// NotFound unless this is the order's own key.
    void viewByKey(const std::string& order, const std::string& sale, const std::string& key,
            OrderAnswer answer);
    /// The browser is back from the provider's page: NotFound unless it shows the order's key. An
    /// unfinished order is looked into. Nothing is believed and nothing written.
    void comeBack(const std::string& order, const std::string& sale, const std::string& key,
            OrderAnswer answer);
    /// News about an order came in (webhook, browser's return): ask the provider, then go on.
    void refresh(const std::string& order, std::function<void(contract::Outcome)> answer);
    /// A notification says that money moved of an order that ended unpaid: asks the provider and
    /// notes a review when that is so. A fault: it could not be found out yet.
    void checkEnd(const std::string& order, std::function<void(contract::Outcome)> answer);
    /// Beats in table `instance`, takes over orders of silent owners, goes on with its own. The
    /// daemon calls it once a second.
    void tick();
    /// The beats arrive. Part of being ready.
    bool takesOrders() const;
    /// New orders are refused: as many are in our hands as can be done soon. May be asked from any
    /// thread.
    bool isFull() const;
    std::size_t unfinished() const;
    std::int64_t unfinished(const std::string& sale) const; ///< as of the last tick

private:
    class Impl;
    std::shared_ptr<Impl> m_impl; ///< answers under way hold it weakly
};

} // namespace saikobi::shop
