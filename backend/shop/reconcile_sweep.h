#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "backend/shop/reconcile_store.h"
#include "backend/shop/reconciler.h"

namespace saikobi::shop {

/// One walk through the provider's books and back: page after page of payments is held beside the
/// orders, then the paid orders that no page named are asked for one by one. It holds itself until
/// it is done, or until its next step after the reconciler is gone.
class ReconcileSweep : public std::enable_shared_from_this<ReconcileSweep> {
public:
    using Done = std::function<void(contract::Result<SweepReport>)>;

    ReconcileSweep(const Reconciler::Parts& parts, ReconcileStore store, std::string provider,
            std::weak_ptr<const void> owner, contract::Instant since, Done done);

    void start() { nextPage(); }

private:
    void nextPage();
    void compare(const std::vector<LedgerPayment>& payments, bool hasMore);
    void judge(const std::vector<LedgerPayment>& payments,
            const std::map<std::string, OrderStanding>& orders, bool hasMore);
    void repairNext(bool hasMore);
    void nextPaidOrders();
    void askNext();
    void judgeMissing(const OrderStanding& order, const PaymentAnswer& told);
    bool isOver() const { return m_owner.expired(); }
    void fail(const contract::Fault& why) { m_done(why); }

    Reconciler::Parts m_parts;
    ReconcileStore m_store; ///< its own: a sweep may outlive who began it
    std::string m_provider{};
    contract::Instant m_since{};
    std::weak_ptr<const void> m_owner{};
    Done m_done{};
    SweepReport m_report{};
    std::string m_after{}; ///< last reference, then last order
    int m_pages = 0;
    std::set<std::string> m_captured{}; ///< orders with money in the provider's books
    std::deque<Difference> m_toRepair{};
    std::deque<OrderStanding> m_toAsk{};
    bool m_hasMoreOrders = false;
};

} // namespace saikobi::shop
