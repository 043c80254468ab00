#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/shop/gate_port.h"
#include "backend/shop/payment_port.h"

namespace saikobi::tests {

enum class ProviderCall { Authorise, Confirm, Start, Capture, Release, Close, Query };

/// What happens to one call.
enum class Fate {
    Plain, ///< it runs and is answered
    Again, ///< nothing runs: "later"
    LostBefore, ///< the request never arrives; the caller learns nothing
    LostAfter, ///< it runs, but the answer is lost
    Refused, ///< definitely not: declined, capture refused
    NeedsAction, ///< of an authorisation: the shopper must act
    Wrong ///< our mistake
};

/// A payment provider in memory, idempotent per order as the real one is per key. It remembers what
/// it did, so that a test can hold its books beside those of the shop.
class InProcessProvider final : public shop::PaymentPort {
public:
    struct Payment {
        std::string reference{};
        shop::PaymentStanding standing = shop::PaymentStanding::None;
        contract::Yen amount{};
        int captures = 0;
        int attempt = 1;
    };

    explicit InProcessProvider(boost::asio::any_io_executor executor)
        : m_executor(std::move(executor))
    {
    }

    std::function<Fate(ProviderCall, const std::string& order)> fate{};
    std::optional<shop::BudgetAnswer> budgetRefusal{};
    shop::ProviderState providerState{};
    std::map<std::string, Payment> payments{}; ///< by order
    std::vector<ProviderCall> calls{};
    int booked = 0;
    int givenBack = 0;

    /// The shopper has done what the provider's page asks.
    void act(const std::string& order, shop::PaymentStanding result);
    int count(shop::PaymentStanding standing) const;

    void book(const std::string& provider, std::function<void(shop::BudgetAnswer)> answer) override;
    void giveBack(const std::string& provider) override;
    void authorise(const shop::PaymentRequest& request, Answer answer) override;
    void confirm(const shop::PaymentRequest& request, const std::string& reference,
            Answer answer) override;
    void start(const shop::PaymentRequest& request, Answer answer) override;
    void capture(const shop::PaymentReference& payment, Answer answer) override;
    void release(const shop::PaymentReference& payment, Answer answer) override;
    void close(const shop::PaymentReference& payment, Answer answer) override;
    void query(const shop::PaymentReference& payment, Answer answer) override;
    shop::ProviderState state(const std::string& provider) const override;

private:
    using Effect = std::function<shop::PaymentAnswer()>;
    void run(Fate wish, ProviderCall call, const Effect& effect, Answer answer);
    Fate fateOf(ProviderCall call, const std::string& order) const;
    shop::PaymentAnswer stateOf(const std::string& order, shop::PaymentOutcome outcome) const;

    boost::asio::any_io_executor m_executor;
};

/// Lets everybody in, or answers the problem that was set.
class OpenGate final : public shop::GatePort {
public:
    explicit OpenGate(boost::asio::any_io_executor executor)
        : m_executor(std::move(executor))
    {
    }
    std::optional<contract::Problem> problem{};
    std::vector<std::string> paid{}; ///< subjects, in the order they were told
    void notePaid(const shop::Buyer& buyer) override { paid.push_back(buyer.subject); }
    std::vector<shop::StockWanted> wanted{}; ///< of each question
    std::vector<std::string> left{}; ///< orders that left the count
    void check(const shop::Buyer& buyer, const shop::StockWanted& wants, Checked answer) override;
    void leave(const std::string& sale, const std::string& order) override;

private:
    boost::asio::any_io_executor m_executor;
};

} // namespace saikobi::tests
