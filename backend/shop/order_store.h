#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/contract/words.h"
#include "backend/shop/basket.h"
#include "backend/stores/batcher.h"

namespace pqxx {
class connection_base;
}

namespace saikobi::stores {
class CommitFlush;
class PostgresExecutor;
} // namespace saikobi::stores

namespace saikobi::shop {

/// An order as it is written before the provider is asked.
struct NewOrder {
    std::string id{}; ///< made before sending, so that a repeat is known
    Buyer buyer{};
    std::string idempotencyKey{};
    std::string returnKey{}; ///< stands in the address that the provider sends the buyer back to
    Basket basket{};
};

enum class KeyVerdict {
    Free, ///< nothing stands in the way
    Created,
    Same, ///< the key was used for the same content
    Other, ///< … for other content
    UnderWay, ///< another order of this person is unfinished
    MethodOff, ///< staff or the sale file took the method away
    Stopped, ///< staff took the product away
    SoldOut,
    Limit,
    SlotFull
};

struct LookUp {
    KeyVerdict verdict = KeyVerdict::Free;
    std::string order{}; ///< with Created, Same, Other and UnderWay
    contract::ProductId product{}; ///< with Stopped, SoldOut and Limit
    std::vector<std::int64_t> left{}; ///< with Free: of each line's product, in their order
    std::optional<std::int64_t> placesLeft{}; ///< … and of the slot
};

struct OrderRow {
    std::string id{};
    Buyer buyer{};
    contract::OrderStatus status = contract::OrderStatus::Created;
    std::string owner{}; ///< empty: nobody
    contract::SlotId slot{};
    std::string method{};
    std::string provider{};
    std::string means{};
    contract::PaymentFlow flow = contract::PaymentFlow::Direct;
    bool stockFirst = false;
    std::string returnKey{};
    contract::Yen amount{};
    int attempt = 1;
    std::string reason{};
    std::string nextAction{};
    bool isPageExpired = false; ///< by the clock of Postgres
    std::string pickupCode{};
    std::string reference{}; ///< of the payment
    contract::Instant createdAt{};
    std::vector<OrderLine> lines{};
};

/// What the provider set aside for an order, and where.
struct AuthorisedOrder {
    std::string order{};
    std::string reference{};
};

enum class PayAgainVerdict {
    Created,
    Same, ///< this very attempt exists
    Other, ///< it exists with other means
    UnderWay, ///< another order of this person is unfinished
    Over ///< there is nothing to try again
};

/// Statements of the order life cycle. What every order does travels in batches, one statement and
/// one commit for many; what few do is one commit each. Answers arrive on the executor. A move that
/// answers false changed nothing: somebody was first.
class OrderStore {
public:
    template<class T>
    using Answer = std::function<void(contract::Result<T>)>;

    /// `finishing`: its own connections for whatever is no new order; null: the same.
    OrderStore(stores::PostgresExecutor& orders, boost::asio::any_io_executor executor,
            std::string owner, stores::CommitFlush& flush,
            stores::PostgresExecutor* finishing = nullptr);

    void lookUp(const NewOrder& order, Answer<LookUp> answer);
    void create(const NewOrder& order, Answer<LookUp> answer);
    /// NotFound. An end is told only when it is on the disk (I3), whoever wrote it.
    void read(const std::string& order, Answer<OrderRow> answer);
    /// After a move of ours that is known to be there.
    void readOurs(const std::string& order, Answer<OrderRow> answer);

    void authorised(const std::string& order, const std::string& reference, Answer<bool> answer);
    void needsAction(const std::string& order, const std::string& reference, const std::string& url,
            Answer<bool> answer);
    void declined(const std::string& order, const std::string& code, const std::string& review,
            const std::string& reference, Answer<bool> answer);
    /// Stock first: the key of the page's start.
    void beginPage(const std::string& order, Answer<bool> answer);
    void payAgain(const std::string& order, int attempt, const std::string& means,
            Answer<PayAgainVerdict> answer);
    void beginVoid(const std::string& order, const std::string& reason, const std::string& review,
            Answer<bool> answer);
    void cancel(const std::string& order, Answer<bool> answer);
    void beginExpiry(const std::string& order, Answer<bool> answer);
    /// The buyer gives up at the provider's page.
    void giveUpPage(const std::string& order, Answer<bool> answer);
    void take(const std::string& order, Answer<bool> answer);
    void leave(const std::string& order, Answer<bool> answer);
    void noteReview(const std::string& order, const std::string& review, Answer<bool> answer);

    /// Beats for this incarnation.
    void beat(const std::string& instance, Answer<bool> answer);
    /// Takes over what silent owners left, and names all unfinished orders that are ours now.
    void takeOver(Answer<std::vector<std::string>> answer);

private:
    template<class... Values>
    void move(const char* point, const char* statement, Answer<bool> answer, Values... values);

    stores::PostgresExecutor& m_orders;
    boost::asio::any_io_executor m_executor;
    std::string m_owner{};
    stores::CommitFlush& m_flush;
    stores::Batcher<NewOrder, LookUp> m_lookUps;
    stores::Batcher<NewOrder, LookUp> m_creations;
    stores::Batcher<AuthorisedOrder, bool> m_authorisations;
    stores::Batcher<std::string, contract::Result<OrderRow>> m_readings;
};

} // namespace saikobi::shop
