#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace saikobi::contract {

/// Why a buyer's request was not granted: the `type` of the RFC 9457 document. The words are chosen
/// by the pages. Retry-After goes with the ones that mean "later".
enum class ProblemType {
    BadRequest, ///< 400, detail names the field
    BadTicket, ///< 401
    BadPass, ///< 401: absent, forged, expired
    Blocked, ///< 403
    NotFound, ///< 404
    MethodNotAllowed, ///< 405
    Closed, ///< 409
    SoldOut, ///< 409
    SlotFull, ///< 409
    LimitReached, ///< 409: per-person limit
    OrderUnderWay, ///< 409, with `order`
    Stopped, ///< 409, with `product`: staff took it off sale
    MethodOff, ///< 409: this way to pay is not offered now
    Gone, ///< 410, with `reason`
    TooLarge, ///< 413
    OtherContent, ///< 422: the same idempotency key with another request
    WorkNeeded, ///< 428
    Limited, ///< 429, too many from this client
    LastPieces, ///< 429: orders on their way want all that is left; basket kept
    PaymentsBusy, ///< 429, no place for both provider calls; basket kept
    OrdersPaused, ///< 503: maintenance, or a store is away; basket kept
    FullForNow, ///< 503
    Unavailable ///< 503: the line is interrupted; the place is safe
};

std::string_view name(ProblemType type);
int httpStatus(ProblemType type);

struct Problem {
    ProblemType type = ProblemType::Unavailable;
    std::string detail{}; ///< English, for programs: which field, which product
    std::optional<std::chrono::milliseconds> retryAfter{};
    std::map<std::string, std::string> members{}; ///< reason, order, product …
};

} // namespace saikobi::contract
