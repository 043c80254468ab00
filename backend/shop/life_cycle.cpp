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
constexpr const char* authorisedOnly = "authorised_only";

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

Decision afterRelease(const PaymentAnswer& answer)
{
    switch (answer.outcome) {
    case PaymentOutcome::Done:
        return decide(Verdict::GiveBack);
    case PaymentOutcome::Refused:
        return answer.standing == PaymentStanding::Captured
                ? decide(Verdict::Paid)
                : decide(Verdict::Repeat, {}, answer.code);
    case PaymentOutcome::Again:
    case PaymentOutcome::Unknown:
        return decide(Verdict::Repeat);
    case PaymentOutcome::Wrong:
        return decide(Verdict::Repeat, {}, answer.code);
    }
    return {};
}

Decision afterClose(PayingWay way, const PaymentAnswer& answer)
{
    switch (answer.outcome) {
    case PaymentOutcome::Done:
        return decide(Verdict::GiveBack);
    case PaymentOutcome::Refused:
        if (answer.standing == PaymentStanding::Captured && way.stockFirst)
            return decide(Verdict::Paid);
        if (answer.standing == PaymentStanding::Captured
                || answer.standing == PaymentStanding::Authorised)
            return decide(Verdict::Authorised);
        return decide(Verdict::Query, {}, answer.code);
    case PaymentOutcome::Again:
        return decide(Verdict::Repeat);
    case PaymentOutcome::Unknown:
        return decide(answer.code == storedFailure ? Verdict::Query : Verdict::Repeat);
    case PaymentOutcome::Wrong:
        return decide(Verdict::Query, {}, answer.code);
    }
    return {};
}

namespace {

/// The provider has no such payment, or one that nobody has tried.
Decision afterNothing(PayingWay way, OrderStatus status)
{
    if (status == OrderStatus::Expiring)
        return decide(Verdict::Close);
    if (status == OrderStatus::ActionRequired)
        return decide(Verdict::Leave);
    // Asked because its own answer could not be had: there is no payment, and of a page nobody
    // knows the address.
    return decide(Verdict::Declined, notMade, way.stockFirst ? "" : notMade);
}

/// On the provider's page a decline is not the end: another means can be chosen there.
Decision afterDecline(PayingWay way, OrderStatus status, const std::string& code)
{
    if (status == OrderStatus::Expiring)
        return decide(Verdict::Close);
    if (way.flow == contract::PaymentFlow::Hosted && status == OrderStatus::ActionRequired)
        return decide(Verdict::Leave);
    return decide(Verdict::Declined, code);
}

} // namespace

Decision afterQuery(PayingWay way, OrderStatus status, const PaymentAnswer& answer)
{
    if (answer.outcome != PaymentOutcome::Done)
        return decide(
                Verdict::Query, {}, answer.outcome == PaymentOutcome::Wrong ? answer.code : "");
    const bool isExpiring = status == OrderStatus::Expiring;
    switch (answer.standing) {
    case PaymentStanding::Authorised:
        // Its page was told to take the money; what it did instead needs a person.
        return way.stockFirst ? decide(Verdict::Query, {}, authorisedOnly)
                              : decide(Verdict::Authorised);
    case PaymentStanding::Captured:
        return decide(way.stockFirst ? Verdict::Paid : Verdict::Authorised);
    case PaymentStanding::Declined:
        return afterDecline(way, status, answer.code);
    case PaymentStanding::Voided:
        return isExpiring ? decide(Verdict::GiveBack) : decide(Verdict::Declined, "canceled");
    case PaymentStanding::ActionRequired:
        if (isExpiring)
            return decide(Verdict::Close);
        return decide(
                status == OrderStatus::ActionRequired ? Verdict::Leave : Verdict::NeedsAction);
    case PaymentStanding::None:
        return afterNothing(way, status);
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
