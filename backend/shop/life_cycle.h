#pragma once

#include <chrono>
#include <string>

#include "backend/contract/problem.h"
#include "backend/contract/words.h"
#include "backend/shop/payment_port.h"

/// Rules of the order life cycle (CHECKOUT.md §2): what an answer of the provider means for an
/// order. Three outcomes, never two: what is not known is asked again, never rounded to either
/// side.
namespace saikobi::shop {

/// What to do next. `Repeat` asks the same again under the same key, after a pause.
enum class Verdict {
    Repeat,
    Query, ///< ask how the payment stands
    Close, ///< shut the page or intent at the provider
    Authorised,
    NeedsAction, ///< the shopper must go to the provider's page
    Declined,
    Paid,
    Void, ///< write `voiding` with the reason, then let it go
    GiveBack, ///< nothing is left at the provider: end it here
    Leave ///< the shopper is still at the provider's page
};

/// How the money of an order is asked for.
struct PayingWay {
    contract::PaymentFlow flow = contract::PaymentFlow::Direct;
    bool stockFirst = false; ///< its page takes the money; there is no capture of ours
};

struct Decision {
    Verdict verdict = Verdict::Repeat;
    std::string reason{}; ///< decline code, or why it is voided
    std::string review{}; ///< what a person must look at; empty: nothing
};

/// Reasons of `voiding`. The end that follows is chosen by give_back_batch.
namespace void_reason {
inline constexpr const char* captureRefused = "capture_refused";
inline constexpr const char* wrongAmount = "wrong_amount";
inline constexpr const char* cancelled = "cancelled";
} // namespace void_reason

/// Of an authorisation, another means for it, or the start of a page. `mayHaveRun`: this or another
/// instance asked before and got no definite answer.
Decision afterAuthorise(const PaymentAnswer& answer, bool mayHaveRun);
Decision afterCapture(const PaymentAnswer& answer);
/// Of an order in `voiding`.
Decision afterRelease(const PaymentAnswer& answer);
/// Of an order in `expiring`. A payment that got there first is honoured.
Decision afterClose(PayingWay way, const PaymentAnswer& answer);
/// Of an order in `authorising`, `action_required` or `expiring`, or `reserved` with stock first.
Decision afterQuery(PayingWay way, contract::OrderStatus status, const PaymentAnswer& answer);

/// 0.5 s · 2ⁿ up to 5 s, shortened by chance (0 … 1) by up to a quarter, so that repeats do not
/// march in step. `first` replaces the 0.5 s.
std::chrono::milliseconds pauseBefore(int repeat, std::chrono::milliseconds first, double chance);

/// Why an order that ended as `sold_out` was refused.
contract::Problem soldOutProblem(const std::string& reason, const std::string& order);

} // namespace saikobi::shop
