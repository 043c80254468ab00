#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "backend/payments/breaker.h"
#include "backend/payments/budget_store.h"
#include "backend/payments/in_flight_gate.h"
#include "backend/payments/local_budget.h"
#include "backend/payments/provider_gate.h"
#include "backend/payments/retry_budget.h"

namespace saikobi::payments {

/// A call that was sent and not answered.
struct ProviderGate::Flight {
    std::string sale{};
    std::string method{};
    Clock::time_point sentAt{};
    bool isAuthorising = false;
    bool isOverdue = false; ///< counted as a failure already
    bool isYoung = true; ///< not late yet, as of the last tick
};

/// What a ProviderGate remembers.
struct ProviderGate::State {
    explicit State(Parts given);

    static forecast::CallAgreement agreementOf(const contract::ProviderAccount& account);

    InFlightGate& gateOf(const std::string& method);
    std::chrono::milliseconds usualOf(const std::string& method) const;
    /// Whether any method has a place that is not only for finishing.
    bool hasRoomForOrder() const;
    /// Tells other threads whether an order would be refused at once; after each change of that.
    void showRoom()
    {
        isFull.store(!hasRoomForOrder() || booking->isTooLong(), std::memory_order_relaxed);
    }
    std::uint64_t begin(const ProviderCall& call);
    void end(std::uint64_t flight, ProviderCall& call);
    void showInFlight(const std::string& sale, const std::string& method);

    Parts parts;
    BudgetStore budget;
    StripeClient client;
    Breaker breaker;
    RetryBudget repeats;
    ShareKeeper share;
    std::optional<LocalBudget> local{};
    std::map<std::string, InFlightGate> gates{}; ///< by method
    std::map<std::uint64_t, Flight> flights{};
    std::uint64_t flightsBegun = 0;
    std::size_t youngFlights = 0; ///< how many of them: counting them anew would cost every order
    std::map<std::pair<std::string, std::string>, int> shown{}; ///< by sale and method
    struct Unfinished {
        Clock::time_point since{};
        Clock::time_point asked{};
    };
    std::map<std::string, Unfinished> unfinished{}; ///< finishing calls not sent, by order
    std::shared_ptr<BudgetLane> booking;
    std::shared_ptr<BudgetLane> sending;
    std::shared_ptr<BudgetLane> finishing;
    std::shared_ptr<BudgetLane> idle;
    std::chrono::microseconds callGap{};
    double shareLeft = 1; ///< of R′, after what the provider refused
    Clock::time_point closedUntil{}; ///< the order lane, after a 429
    Clock::time_point settledAt{};
    BudgetCensus settledFor{};
    Clock::time_point censusAt{};
    bool isAskingCensus = false;
    std::atomic<bool> isFull = false;
    mutable std::mutex publishing;
    shop::ProviderState published{};
};

} // namespace saikobi::payments
