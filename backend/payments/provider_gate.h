#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "backend/contract/measures.h"
#include "backend/contract/sale.h"
#include "backend/payments/budget_lane.h"
#include "backend/payments/share_keeper.h"
#include "backend/payments/stripe_client.h"
#include "backend/shop/payment_port.h"

namespace saikobi::stores {
class RedisExecutor;
}

namespace saikobi::payments {

/// One exchange with the provider and what it is about.
struct ProviderCall {
    StripeCall wire{};
    shop::PaymentReference about{};
    std::chrono::milliseconds providerTime{};
    std::chrono::milliseconds budgetTime{};
    bool wasOverdue = false; ///< so late that it counted as a failure before it was answered
};

/// Everything that stands between a call and its provider account: breaker, repeats, places in
/// flight, connection, budget. What gets through is counted, and what comes of it moves the limits.
/// Lives on one executor; coroutines hold it until they end.
class ProviderGate : public std::enable_shared_from_this<ProviderGate> {
public:
    using Clock = std::chrono::steady_clock;
    enum class Lane { Booked, Finishing, Idle };
    using Census = std::function<void(
            bool isLocal, std::function<void(contract::Result<BudgetCensus>)> answer)>;

    struct Parts {
        boost::asio::any_io_executor executor;
        stores::RedisExecutor& redis;
        contract::ProviderAccount account{};
        ProviderEndpoint endpoint{};
        ClientLimits limits{};
        /// Of an ordinary day, by method; others are taken for 2 s.
        std::map<std::string, std::chrono::milliseconds> usual{};
        std::function<contract::Measures&(const std::string& sale)> measures;
        /// Writes into table `instance` whether this one sends on its own share and reads who else
        /// does. Empty: there is no such share.
        Census census{};
        std::function<double()> chance{}; ///< 0 … 1
    };
    static std::shared_ptr<ProviderGate> make(Parts parts);
    ~ProviderGate();

    /// Writes the agreed limits into the budget. Invalid when they leave no room for any call.
    void settle(const contract::ProviderAccount& account,
            std::function<void(contract::Outcome)> answer);
    void book(std::function<void(shop::BudgetAnswer)> answer);
    void giveBack();
    /// Busy with a code: nothing was sent. Lost: no budget. Unavailable: no connection. Unknown.
    boost::asio::awaitable<contract::Result<StripeReply>> exchange(ProviderCall& call, Lane lane);
    /// What the answer was taken for.
    void learn(const ProviderCall& call, const contract::Result<StripeReply>& reply,
            const shop::PaymentAnswer& answer);
    /// Several times a second: what is overdue, who else is there, how the account stands.
    void tick();
    shop::ProviderState state() const; ///< from any thread

    /// How the account stands, for the figures.
    struct Standing {
        contract::ProviderAccount account{};
        double shareLeft = 1; ///< of R′, after what the provider refused
        int breaker = 0; ///< 0 closed, 1 half open, 2 open
        bool isLocal = false; ///< on our own share, without Redis
        bool isOrderLaneClosed = false;
    };
    Standing standing() const;

private:
    struct State;
    struct Flight;
    enum class Ask { Book, Send, Finish, Idle };

    explicit ProviderGate(Parts parts);
    std::shared_ptr<BudgetLane> laneOf(Ask kind, std::optional<std::chrono::microseconds> patience);
    void ask(Ask kind, const std::string& endpoint, BudgetLane::Verdict answer);
    void askLocally(Ask kind, const std::string& endpoint, BudgetLane::Verdict answer);
    boost::asio::awaitable<Place> await(std::shared_ptr<BudgetLane> lane, std::string endpoint);
    boost::asio::awaitable<Place> takePlace(ProviderCall& call, Lane lane);
    contract::Outcome admit(const ProviderCall& call, Lane lane);
    void free(const std::string& lease);
    void settleAgain();
    void noteOverdue(Clock::time_point now);
    void takeCensus(Clock::time_point now);
    void followCensus();
    void publish(Clock::time_point now);
    void noteFinishing(const ProviderCall& call, Clock::time_point now);
    Clock::time_point orderLaneClosedUntil(Clock::time_point now) const;
    void learnHealth(const ProviderCall& call, const contract::Result<StripeReply>& reply);
    void countRefusal(const ProviderCall& call, const StripeReply& reply);
    void countOutcome(const ProviderCall& call, const contract::Result<StripeReply>& reply,
            const shop::PaymentAnswer& answer);

    std::unique_ptr<State> m_state;
};

} // namespace saikobi::payments
