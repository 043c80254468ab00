#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "backend/contract/measures.h"
#include "backend/contract/sale.h"
#include "backend/payments/budget_store.h"
#include "backend/payments/stripe_client.h"
#include "backend/shop/payment_port.h"

namespace saikobi::payments {

/// One provider account at work: its budget, its connections, the calls under way. Lives on one
/// executor; coroutines hold it until they end.
class ProviderDesk : public std::enable_shared_from_this<ProviderDesk> {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::RedisExecutor& redis;
        contract::ProviderAccount account{};
        ProviderEndpoint endpoint{};
        ClientLimits limits{};
        std::function<contract::Measures&(const std::string& sale)> measures;
    };
    explicit ProviderDesk(Parts parts);
    ~ProviderDesk();

    /// Writes the agreed limits into the budget. Invalid when they leave no room for any call.
    void settle(const contract::ProviderAccount& account,
            std::function<void(contract::Outcome)> answer);

    void book(std::function<void(shop::BudgetAnswer)> answer);
    void giveBack();
    boost::asio::awaitable<shop::PaymentAnswer> authorise(shop::PaymentRequest request);
    /// Capture or cancel.
    boost::asio::awaitable<shop::PaymentAnswer> finish(
            StripeOperation operation, shop::PaymentReference payment);
    boost::asio::awaitable<shop::PaymentAnswer> query(shop::PaymentReference payment);

private:
    struct Call; // one exchange with the provider and what it is about
    enum class Gate { Booked, Finishing, Idle };

    boost::asio::awaitable<contract::Result<StripeReply>> exchange(Call& call, Gate gate);
    boost::asio::awaitable<bool> takePlace(Gate gate, StripeOperation operation);
    boost::asio::awaitable<Place> await(std::shared_ptr<BudgetLane> lane, std::string endpoint);
    boost::asio::awaitable<shop::PaymentAnswer> ask(Call& call, Gate gate);
    boost::asio::awaitable<shop::PaymentAnswer> retrieve(shop::PaymentReference payment, Gate gate);
    boost::asio::awaitable<shop::PaymentAnswer> search(shop::PaymentReference payment, Gate gate);
    boost::asio::awaitable<shop::PaymentAnswer> searchWindow(
            shop::PaymentReference payment, SearchWindow window, Gate gate);
    bool takeBooked();
    void settleAgain();
    void count(const Call& call, const shop::PaymentAnswer& answer, unsigned status);

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace saikobi::payments
