#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "backend/contract/words.h"
#include "backend/shop/ledger_port.h"

/// Rules of the three-way reconciliation (CHECKOUT.md §2.3): what the provider's books and an order
/// say together. Pure; times are passed in.
namespace saikobi::shop {

enum class DifferenceKind {
    AuthorisedWithoutOrder, ///< money set aside that no live order waits for: let go
    CapturedWithoutPaid, ///< money taken, and the order ended otherwise or is not there
    CapturedTwice, ///< a second payment of a paid order
    PaidWithoutCapture, ///< goods promised, and the provider has no money for them
    AmountDiffers,
    UnitsWithoutPayment
};

std::string_view name(DifferenceKind kind);

/// An order as the comparison needs it.
struct OrderStanding {
    std::string order{};
    contract::OrderStatus status = contract::OrderStatus::Created;
    contract::Yen amount{};
    std::string reference{}; ///< of its payment; empty: not known yet
    std::chrono::seconds sinceEnd{}; ///< 0 while it is unfinished
};

struct Difference {
    DifferenceKind kind = DifferenceKind::AuthorisedWithoutOrder;
    std::string provider{};
    std::string reference{};
    std::string order{};
    std::string sale{};
    contract::Yen amount{};
    /// Only letting money go that nobody waits for, and giving back units of nobody, are ours to
    /// do.
    bool needsPerson = true;
};

/// News may be on its way; younger than this nothing is a difference.
inline constexpr std::chrono::seconds settleTime{60};

/// `order` null: there is none of that id. Nothing while the order is live: who owns it finishes
/// it.
std::optional<Difference> differenceOf(
        const LedgerPayment& payment, const OrderStanding* order, contract::Instant now);

} // namespace saikobi::shop
