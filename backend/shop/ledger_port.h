#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/shop/payment_port.h"

namespace saikobi::shop {

/// A payment as the provider's own books have it.
struct LedgerPayment {
    std::string reference{}; ///< "pi_…"
    std::string order{}; ///< UUID; empty: made by somebody else on the same account
    std::string sale{};
    contract::Yen amount{};
    contract::Yen received{};
    PaymentStanding standing = PaymentStanding::None;
    contract::Instant createdAt{};
};

struct LedgerPage {
    std::vector<LedgerPayment> payments{}; ///< newest first
    bool hasMore = false;
};

/// What the reconciler needs of payments. Answers arrive on the executor given to the
/// implementation; each page is one call in the budget's idle gaps.
class LedgerPort {
public:
    virtual ~LedgerPort() = default;
    /// Payments created since then; `after` is the last reference of the page before, or empty.
    virtual void list(const std::string& provider, contract::Instant since,
            const std::string& after, std::function<void(contract::Result<LedgerPage>)> answer)
            = 0;
};

} // namespace saikobi::shop
