#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "backend/contract/quantity.h"
#include "backend/contract/words.h"

namespace saikobi::shop {

/// One authorisation of one order, its parameters written before it is asked.
struct PaymentRequest {
    std::string order{}; ///< the order's UUID: the key everywhere
    int attempt = 1; ///< key is <order>:auth:<attempt>
    std::string sale{};
    std::string provider{}; ///< account
    std::string method{};
    std::string means{}; ///< the provider's token for the buyer's means of payment; not for a page
    contract::Yen amount{};
    std::string returnUrl{}; ///< where the buyer comes back to, however it went
    contract::PaymentFlow flow = contract::PaymentFlow::Direct;
    bool capturesAtOnce = false; ///< the page takes the money: units are held already
};

/// A payment that exists at the provider.
struct PaymentReference {
    std::string order{};
    std::string sale{};
    std::string provider{};
    std::string method{};
    /// "pi_…", or "cs_…" of a page whose payment has no reference yet; empty: search by the order.
    std::string reference{};
    contract::Yen amount{};
    int attempt = 1;
    contract::PaymentFlow flow = contract::PaymentFlow::Direct;
    bool capturesAtOnce = false; ///< Captured is what its page leads to
};

enum class PaymentStanding { None, ActionRequired, Authorised, Captured, Voided, Declined };

/// Three outcomes, never two, and two kinds of not-done: `Again` (nothing ran, ask later with the
/// same key) and `Wrong` (our bug: review, no repeat).
enum class PaymentOutcome { Done, Refused, Again, Unknown, Wrong };

struct PaymentAnswer {
    PaymentOutcome outcome = PaymentOutcome::Unknown;
    PaymentStanding standing = PaymentStanding::None; ///< of the payment after the call, when known
    std::string reference{};
    std::string code{}; ///< decline code or error code
    std::string redirectUrl{}; ///< with ActionRequired
    contract::Yen amount{};
    std::chrono::milliseconds providerTime{}; ///< spent waiting for the provider
    std::chrono::milliseconds budgetTime{}; ///< spent waiting for a place in the budget
};

struct BudgetAnswer {
    bool isGranted = false;
    bool isLost = false; ///< Redis cannot say: never a yes
    std::chrono::milliseconds wait{}; ///< how long until it may be granted
};

/// Whether an account can be asked at all. Finishing calls go on whatever it says.
struct ProviderState {
    bool isOrderLaneClosed = false; ///< no new order may be begun with it now
    bool isDown = false; ///< the breaker is open
    bool isFull = false; ///< as many calls as it can bear are under way; true only for the instant
    std::chrono::steady_clock::time_point until{}; ///< when it is worth trying; past: not known
};

/// What the shop needs of payments. Answers arrive on the executor given to the implementation.
class PaymentPort {
public:
    using Answer = std::function<void(PaymentAnswer)>;
    virtual ~PaymentPort() = default;
    /// Books an authorisation and, before it, its finishing call; waits up to 0.5 s if that will
    /// do.
    virtual void book(const std::string& provider, std::function<void(BudgetAnswer)> answer) = 0;
    /// A place that was booked and is not needed any more (definite decline, refused before
    /// asking).
    virtual void giveBack(const std::string& provider) = 0;
    /// The call itself; its place was booked.
    virtual void authorise(const PaymentRequest& request, Answer answer) = 0;
    /// Another means of payment for the payment `reference`; its place was booked. Key
    /// <order>:auth:<attempt>.
    virtual void confirm(const PaymentRequest& request, const std::string& reference, Answer answer)
            = 0;
    /// Opens the provider's page; its place was booked. Done + ActionRequired with the page's
    /// reference and redirectUrl. Key <order>:start:<attempt>.
    virtual void start(const PaymentRequest& request, Answer answer) = 0;
    /// Finishing calls wait for their place in the finish lane; key <order>:cap and <order>:void.
    virtual void capture(const PaymentReference& payment, Answer answer) = 0;
    virtual void release(const PaymentReference& payment, Answer answer) = 0; ///< void
    /// Expires the page or cancels the intent that nobody has paid, in the finish lane; key
    /// <order>:close. Done with Voided: closed. Refused with Authorised or Captured: the payment
    /// was first.
    virtual void close(const PaymentReference& payment, Answer answer) = 0;
    /// Of a page: judged by its payment, whose reference is answered once there is one.
    virtual void query(const PaymentReference& payment, Answer answer) = 0;
    /// Cheap, from the executor of the answers.
    virtual ProviderState state(const std::string& provider) const = 0;
};

} // namespace saikobi::shop
