#include "backend/shop/reconcile_sweep.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr int mostPages = 10000; ///< a million payments
constexpr std::size_t ordersAtOnce = 1000; ///< as the store answers at most

PaymentReference referenceOf(const Difference& difference)
{
    PaymentReference out;
    out.order = difference.order;
    out.sale = difference.sale;
    out.provider = difference.provider;
    out.reference = difference.reference;
    out.amount = difference.amount;
    return out;
}

} // namespace

ReconcileSweep::ReconcileSweep(const Reconciler::Parts& parts, ReconcileStore store,
        std::string provider, std::weak_ptr<const void> owner, contract::Instant since, Done done)
    : m_parts(parts)
    , m_store(std::move(store))
    , m_provider(std::move(provider))
    , m_since(since)
    , m_owner(std::move(owner))
    , m_done(std::move(done))
{
}

void ReconcileSweep::nextPage()
{
    if (isOver())
        return;
    if (++m_pages > mostPages)
        return fail({FaultCode::Invalid, "the provider's books have no end"});
    m_parts.ledger.list(m_provider, m_since, m_after,
            [self = shared_from_this()](const Result<LedgerPage>& page) {
                if (!page)
                    return self->fail(page.error());
                const auto& payments = page.value().payments;
                self->compare(payments, page.value().hasMore && !payments.empty());
            });
}

void ReconcileSweep::compare(const std::vector<LedgerPayment>& payments, bool hasMore)
{
    if (isOver())
        return;
    std::vector<std::string> orders;
    for (const auto& payment : payments) {
        m_after = payment.reference;
        if (!payment.order.empty())
            orders.push_back(payment.order);
    }
    m_report.payments += static_cast<std::int64_t>(payments.size());
    m_store.standings(orders,
            [self = shared_from_this(), payments, hasMore](
                    const Result<std::map<std::string, OrderStanding>>& found) {
                if (!found)
                    return self->fail(found.error());
                self->judge(payments, found.value(), hasMore);
            });
}

void ReconcileSweep::judge(const std::vector<LedgerPayment>& payments,
        const std::map<std::string, OrderStanding>& orders, bool hasMore)
{
    if (isOver())
        return;
    std::vector<Difference> differences;
    std::vector<LedgerPayment> agreeing;
    for (const auto& payment : payments) {
        const auto order = orders.find(payment.order);
        if (payment.standing == PaymentStanding::Captured)
            m_captured.insert(payment.order);
        auto differs = differenceOf(
                payment, order == orders.end() ? nullptr : &order->second, m_parts.now());
        if (!differs) {
            agreeing.push_back(payment);
            continue;
        }
        differs->provider = m_provider;
        if (!differs->needsPerson)
            m_toRepair.push_back(*differs);
        differences.push_back(std::move(*differs));
    }
    m_store.note(m_provider, differences, agreeing,
            [self = shared_from_this(), hasMore](const Result<int>& noted) {
                if (!noted)
                    return self->fail(noted.error());
                self->m_report.found += noted.value();
                self->repairNext(hasMore);
            });
}

/// Money that no order waits for is let go. Unanswered, it stays noted, and the next sweep asks
/// again under the same key.
void ReconcileSweep::repairNext(bool hasMore)
{
    if (isOver())
        return;
    if (m_toRepair.empty()) {
        if (hasMore)
            return nextPage();
        m_after.clear();
        return nextPaidOrders();
    }
    const auto difference = m_toRepair.front();
    m_toRepair.pop_front();
    m_parts.payments.release(referenceOf(difference),
            [self = shared_from_this(), difference, hasMore](const PaymentAnswer& told) {
                spdlog::warn("saikobi.shop: payment {} had no order waiting for it: release {}",
                        difference.reference,
                        told.outcome == PaymentOutcome::Done ? "done" : "is tried again");
                if (told.outcome != PaymentOutcome::Done || self->isOver())
                    return self->repairNext(hasMore);
                ++self->m_report.voided;
                self->m_store.close(
                        difference, "voided", [self, hasMore](const Result<bool>& closed) {
                            if (!closed)
                                return self->fail(closed.error());
                            self->repairNext(hasMore);
                        });
            });
}

void ReconcileSweep::nextPaidOrders()
{
    if (isOver())
        return;
    m_store.paidOrders(m_provider, m_since, m_after,
            [self = shared_from_this()](const Result<std::vector<OrderStanding>>& paid) {
                if (!paid)
                    return self->fail(paid.error());
                self->m_hasMoreOrders = paid.value().size() == ordersAtOnce;
                for (const auto& order : paid.value()) {
                    self->m_after = order.order;
                    if (order.sinceEnd >= settleTime && !self->m_captured.contains(order.order))
                        self->m_toAsk.push_back(order);
                }
                self->m_report.paidOrders += static_cast<std::int64_t>(paid.value().size());
                self->askNext();
            });
}

void ReconcileSweep::askNext()
{
    if (isOver())
        return;
    if (m_toAsk.empty()) {
        if (m_hasMoreOrders)
            return nextPaidOrders();
        return m_done(m_report);
    }
    const auto order = m_toAsk.front();
    m_toAsk.pop_front();
    Difference about;
    about.provider = m_provider;
    about.order = order.order;
    about.reference = order.reference;
    about.amount = order.amount;
    m_parts.payments.query(
            referenceOf(about), [self = shared_from_this(), order](const PaymentAnswer& told) {
                self->judgeMissing(order, told);
            });
}

/// Its payment is older than the window, or it is not there. Without a definite answer nothing is
/// said; the next sweep asks again.
void ReconcileSweep::judgeMissing(const OrderStanding& order, const PaymentAnswer& told)
{
    if (isOver())
        return;
    const bool isDefinite = told.outcome == PaymentOutcome::Done
            || told.outcome == PaymentOutcome::Refused || told.outcome == PaymentOutcome::Wrong;
    if (!isDefinite || told.standing == PaymentStanding::Captured)
        return askNext();
    Difference missing;
    missing.kind = DifferenceKind::PaidWithoutCapture;
    missing.provider = m_provider;
    missing.order = order.order;
    missing.reference = order.reference;
    missing.amount = order.amount;
    m_store.note(m_provider, {missing}, {}, [self = shared_from_this()](const Result<int>& noted) {
        if (!noted)
            return self->fail(noted.error());
        self->m_report.found += noted.value();
        self->askNext();
    });
}

} // namespace saikobi::shop
