#include "backend/shop/life_cycle.h"

#include <algorithm>

namespace saikobi::shop {

using contract::OrderStatus;
using contract::Problem;
using contract::ProblemType;

namespace {

/// The provider keeps a 5xx under our key for ever: repeating it tells nothing any more.
constexpr const char* storedFailure = "stored_failure";
constexpr const char* notMade = "not_made";
constexpr const char* captureUnclear = "capture_unclear";

Decision decide(Verdict verdict, std::string reason = {}, std::string review = {})
{
    return {verdict, std::move(reason), std::move(review)};
}

} // namespace

Decision afterAuthorise(const PaymentAnswer& answer, bool mayHaveRun)
{
    switch (answer.outcome) {
    case PaymentOutcome::Done:
        if (answer.standing == PaymentStanding::Authorised)
            return decide(Verdict::Authorised);
        if (answer.standing == PaymentStanding::ActionRequired)
            return decide(Verdict::NeedsAction);
        return decide(Verdict::Query);
    case PaymentOutcome::Refused:
        return decide(Verdict::Declined, answer.code);
    case PaymentOutcome::Again:
        return decide(Verdict::Repeat);
    case PaymentOutcome::Unknown:
        return decide(answer.code == storedFailure ? Verdict::Query : Verdict::Repeat);
    case PaymentOutcome::Wrong:
        // Money of another amount was set aside: let it go and have somebody look.
        if (answer.standing == PaymentStanding::Authorised)
            return decide(Verdict::Void, void_reason::wrongAmount, answer.code);
        if (answer.standing == PaymentStanding::Captured)
            return decide(Verdict::Authorised, {}, answer.code);
        // Refused as our mistake at the first try: nothing can have run. Later something may have.
        return mayHaveRun ? decide(Verdict::Query, {}, answer.code)
                          : decide(Verdict::Declined, answer.code, answer.code);
    }
    return {};
}

Decision afterCapture(const PaymentAnswer& answer)
{
    switch (answer.outcome) {
    case PaymentOutcome::Done:
        // Paid is what was captured, never what was merely answered.
        return answer.standing == PaymentStanding::Captured
                ? decide(Verdict::Paid)
                : decide(Verdict::Repeat, {}, captureUnclear);
    case PaymentOutcome::Refused:
        return decide(Verdict::Void, void_reason::captureRefused);
    case PaymentOutcome::Again:
    case PaymentOutcome::Unknown:
        return decide(Verdict::Repeat); // never void what may have been captured
    case PaymentOutcome::Wrong:
        return answer.standing == PaymentStanding::Captured
                ? decide(Verdict::Paid, {}, answer.code)
                : decide(Verdict::Repeat, {}, answer.code);
    }
    return {};
}

Decision afterRelease(OrderStatus status, const PaymentAnswer& answer)
{
    switch (answer.outcome) {
    case PaymentOutcome::Done:
        return decide(Verdict::GiveBack);
    case PaymentOutcome::Refused:
        if (answer.standing != PaymentStanding::Captured)
            return decide(Verdict::Repeat, {}, answer.code);
        // The payment won the race: honoured with stock, if the order was only being closed.
        return decide(status == OrderStatus::Expiring ? Verdict::Authorised : Verdict::Paid);
    case PaymentOutcome::Again:
    case PaymentOutcome::Unknown:
        return decide(Verdict::Repeat);
    case PaymentOutcome::Wrong:
        return decide(Verdict::Repeat, {}, answer.code);
    }
    return {};
}

Decision afterQuery(OrderStatus status, const PaymentAnswer& answer)
{
    if (answer.outcome != PaymentOutcome::Done)
        return decide(
                Verdict::Query, {}, answer.outcome == PaymentOutcome::Wrong ? answer.code : "");
    const bool isExpiring = status == OrderStatus::Expiring;
    switch (answer.standing) {
    case PaymentStanding::Authorised:
    case PaymentStanding::Captured:
        return decide(Verdict::Authorised);
    case PaymentStanding::Declined:
        return isExpiring ? decide(Verdict::Release) : decide(Verdict::Declined, answer.code);
    case PaymentStanding::Voided:
        return isExpiring ? decide(Verdict::GiveBack) : decide(Verdict::Declined, "canceled");
    case PaymentStanding::ActionRequired:
        if (isExpiring)
            return decide(Verdict::Release);
        return decide(status == OrderStatus::Authorising ? Verdict::NeedsAction : Verdict::Leave);
    case PaymentStanding::None:
        if (isExpiring)
            return decide(Verdict::Release);
        if (status == OrderStatus::ActionRequired)
            return decide(Verdict::Leave);
        // Asked because its own answer could not be had; the provider has no such payment.
        return decide(Verdict::Declined, notMade, notMade);
    }
    return {};
}

std::chrono::milliseconds pauseBefore(int repeat, std::chrono::milliseconds first, double chance)
{
    const auto doublings = std::clamp(repeat, 0, 10);
    const auto longest = first * 10; // 5 s after 0.5 s
    const auto full = std::min(first * (1 << doublings), longest);
    return full
            - std::chrono::milliseconds{static_cast<std::int64_t>(
                    static_cast<double>(full.count()) / 4.0 * std::clamp(chance, 0.0, 1.0))};
}

Problem soldOutProblem(const std::string& reason, const std::string& order)
{
    if (reason == "slot_full")
        return {ProblemType::SlotFull, "no place is left in this slot", {}, {{"order", order}}};
    if (reason == "limit")
        return {ProblemType::LimitReached, "more than one person may have", {}, {{"order", order}}};
    return {ProblemType::SoldOut, "sold out while it was being paid", {}, {{"order", order}}};
}

} // namespace saikobi::shop
