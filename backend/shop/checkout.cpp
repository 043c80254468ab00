#include "backend/shop/checkout.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <random>
#include <set>
#include <utility>

#include "backend/contract/tick.h"
#include "backend/shop/basket.h"
#include "backend/shop/end_check.h"
#include "backend/shop/order_book.h"
#include "backend/shop/order_enquiries.h"
#include "backend/shop/order_id.h"
#include "backend/shop/order_view.h"
#include "backend/shop/owner_watch.h"
#include "backend/shop/paying_again.h"
#include "backend/shop/placing.h"
#include "backend/shop/stock_store.h"
#include "backend/shop/work_limit.h"
#include "backend/stores/commit_flush.h"

namespace saikobi::shop {

using contract::OrderStatus;
using contract::Problem;
using contract::ProblemType;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t underWayLimit = 5000; ///< orders of one instance; one more is refused at once

OrderRow rowOf(const NewOrder& order, const std::string& owner)
{
    OrderRow out;
    out.id = order.id;
    out.buyer = order.buyer;
    out.status = order.basket.stockFirst ? OrderStatus::Created : OrderStatus::Authorising;
    out.owner = owner;
    out.slot = order.basket.slot;
    out.method = order.basket.method;
    out.provider = order.basket.provider;
    out.means = order.basket.means;
    out.flow = order.basket.flow;
    out.stockFirst = order.basket.stockFirst;
    out.returnKey = order.returnKey;
    out.amount = order.basket.amount;
    out.createdAt = std::chrono::system_clock::now();
    for (const auto& line : order.basket.lines)
        out.lines.push_back({line.product, line.quantity});
    return out;
}

std::string keyOf(const Buyer& buyer, const std::string& idempotencyKey)
{
    return buyer.sale + '\n' + buyer.subject + '\n' + idempotencyKey;
}

/// 128 bits as 32 hexadecimal digits.
std::string spelled(std::array<std::uint64_t, 2> bits)
{
    std::array<char, 33> out{};
    std::snprintf(out.data(), out.size(), "%016llx%016llx",
            static_cast<unsigned long long>(bits[0]), static_cast<unsigned long long>(bits[1]));
    return out.data();
}

Problem tooMany()
{
    return {ProblemType::FullForNow, "too many orders are under way", 2s, {}};
}

OrderEnquiries::MayShow ofBuyer(const Buyer& buyer)
{
    return [buyer](const OrderRow& row) { return isBuyerOf(row, buyer); };
}

OrderEnquiries::MayShow ofKey(const std::string& sale, const std::string& key)
{
    return [sale, key](
                   const OrderRow& row) { return row.buyer.sale == sale && holdsKeyOf(row, key); };
}

} // namespace

class Checkout::Impl : public std::enable_shared_from_this<Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_flush(m_parts.flushing ? *m_parts.flushing : finishing(), m_parts.executor)
        , m_store(m_parts.orders, m_parts.executor, m_parts.incarnation, m_flush, m_parts.finishing)
        , m_watch(m_store, m_parts.instance)
        , m_stock(
                  m_parts.executor,
                  [store = StockStore{finishing(), m_flush, m_parts.executor, m_parts.incarnation}](
                          std::vector<StockWish> wishes, std::function<void()> performed,
                          std::function<void(const StockBatcher::Outcomes&)> done) {
                      performStockBatch(
                              store, std::move(wishes), std::move(performed), std::move(done));
                  },
                  std::min<std::chrono::milliseconds>(m_parts.firstPause, 100ms))
        , m_desk{m_parts.executor, m_store, m_stock, m_parts.payments, m_parts.incarnation,
                  m_parts.returnUrl, m_parts.firstPause, [this] { return chance(); }, m_work}
        , m_placingParts{m_parts.executor, m_store, m_parts.gate, m_parts.payments,
                  m_parts.firstPause, [this] { return chance(); }, m_work}
        , m_endCheck(std::make_shared<EndCheck>(m_store, m_parts.payments))
        , m_book(std::make_shared<OrderBook>(m_desk, m_parts.gate, m_parts.measures))
        , m_enquiries(std::make_shared<OrderEnquiries>(m_store, m_book))
    {
    }

    void place(const contract::Sale& sale, OrderRequest request, OrderAnswer answer);
    void payAgain(PayAgainRequest request, OrderAnswer answer);
    OrderEnquiries& enquiries() { return *m_enquiries; }
    EndCheck& endCheck() { return *m_endCheck; }
    void tick();
    bool takesOrders() const { return m_watch.isBeating(); }
    bool isFull() const { return m_work.isFull(); }
    std::size_t unfinished() const { return m_book->size() + m_placings.size(); }
    std::int64_t unfinished(const std::string& sale) const { return m_book->countOf(sale); }

private:
    stores::PostgresExecutor& finishing() const
    {
        return m_parts.finishing ? *m_parts.finishing : m_parts.orders;
    }
    bool join(const std::string& key, const std::string& content, OrderAnswer& answer,
            Clock::time_point receivedAt);
    void begin(const std::string& key, NewOrder order, OrderAnswer answer,
            const OrderRequest& request);
    void onCreated(const std::string& key, Placing& placing);
    void onExisting(Placing& placing, const std::string& order);
    PayingAgain::Events eventsOf(const PayAgainRequest& request);
    void goOn(const std::vector<std::string>& ours);
    double chance() { return std::uniform_real_distribution<double>{}(m_chance); }
    std::uint64_t bits() { return (std::uint64_t{m_entropy()} << 32) | m_entropy(); }

    Parts m_parts;
    stores::CommitFlush m_flush;
    OrderStore m_store;
    OwnerWatch m_watch;
    StockBatcher m_stock;
    WorkLimit m_work{};
    OrderDesk m_desk;
    Placing::Parts m_placingParts;
    std::shared_ptr<EndCheck> m_endCheck;
    std::shared_ptr<OrderBook> m_book;
    std::shared_ptr<OrderEnquiries> m_enquiries;
    std::random_device m_entropy{};
    std::mt19937_64 m_chance{std::random_device{}()};
    std::map<std::string, std::shared_ptr<Placing>> m_placings{}; ///< by key
    std::map<std::string, std::shared_ptr<PayingAgain>> m_tries{}; ///< by order
};

void Checkout::Impl::place(const contract::Sale& sale, OrderRequest request, OrderAnswer answer)
{
    auto basket = basketFrom(sale, request);
    if (const auto* problem = std::get_if<Problem>(&basket))
        return answer(*problem);
    NewOrder order;
    order.buyer = request.buyer;
    order.idempotencyKey = request.idempotencyKey;
    order.basket = std::get<Basket>(std::move(basket));
    const auto key = keyOf(order.buyer, order.idempotencyKey);
    if (join(key, order.basket.content, answer, request.receivedAt))
        return;
    // Without a fresh beat others may take our orders away; with Postgres gone nothing can be kept.
    if (!takesOrders())
        return answer(ordersPaused());
    if (isFull() || unfinished() >= underWayLimit)
        return answer(tooMany());
    order.id = orderIdFrom(std::chrono::system_clock::now(), {bits(), bits()});
    order.returnKey = spelled({bits(), bits()});
    begin(key, std::move(order), std::move(answer), request);
}

/// Fifty clicks, one order: who comes with the key of a running order waits for its answer.
bool Checkout::Impl::join(const std::string& key, const std::string& content, OrderAnswer& answer,
        Clock::time_point receivedAt)
{
    std::string first;
    const auto placing = m_placings.find(key);
    const auto run = placing == m_placings.end() ? m_book->findKey(key, first) : nullptr;
    if (placing == m_placings.end() && !run)
        return false;
    if (!run)
        first = placing->second->order().basket.content;
    if (first != content)
        answer(Problem{ProblemType::OtherContent, "this Idempotency-Key was used for another order",
                {}, {}});
    else if (run)
        run->await(std::move(answer), receivedAt);
    else
        placing->second->await(std::move(answer), receivedAt);
    return true;
}

void Checkout::Impl::begin(
        const std::string& key, NewOrder order, OrderAnswer answer, const OrderRequest& request)
{
    Placing::Events events;
    events.created = [this, key](Placing& placing) { onCreated(key, placing); };
    events.existing = [this](Placing& placing, const std::string& existing) {
        onExisting(placing, existing);
    };
    events.refusedForBudget = [this](Placing& placing) {
        m_parts.measures(placing.order().buyer.sale).count(contract::counter::ordersRefusedBudget);
    };
    events.gone = [this, key](Placing&) { m_placings.erase(key); };
    const auto placing
            = std::make_shared<Placing>(m_placingParts, std::move(order), std::move(events));
    m_placings.emplace(key, placing);
    placing->await(std::move(answer), request.receivedAt);
    placing->start();
}

void Checkout::Impl::onCreated(const std::string& key, Placing& placing)
{
    const auto& order = placing.order();
    m_parts.measures(order.buyer.sale).count(contract::counter::orders);
    const auto run = m_book->begin(rowOf(order, m_parts.incarnation), key, order.basket.content);
    run->addOutsideTime(placing.budgetTime());
    for (auto& waiter : placing.takeWaiters())
        run->await(std::move(waiter.answer), waiter.receivedAt);
    run->start();
}

void Checkout::Impl::onExisting(Placing& placing, const std::string& order)
{
    OrderRow row;
    row.id = order;
    for (auto& waiter : placing.takeWaiters())
        m_enquiries->follow(row, std::move(waiter.answer), waiter.receivedAt);
}

void Checkout::Impl::payAgain(PayAgainRequest request, OrderAnswer answer)
{
    if (!takesOrders())
        return answer(ordersPaused());
    if (unfinished() + m_tries.size() >= underWayLimit)
        return answer(tooMany());
    if (m_tries.contains(request.order))
        return answer(Problem{ProblemType::OrderUnderWay, "this order is being paid again", {},
                {{"order", request.order}}});
    const auto order = request.order;
    auto events = eventsOf(request);
    const auto paying = std::make_shared<PayingAgain>(
            m_placingParts, std::move(request), std::move(answer), std::move(events));
    m_tries.emplace(order, paying);
    paying->start();
}

PayingAgain::Events Checkout::Impl::eventsOf(const PayAgainRequest& request)
{
    const auto receivedAt = request.receivedAt;
    PayingAgain::Events events;
    events.existing = [this, receivedAt](const OrderRow& order, OrderAnswer answer) {
        m_enquiries->follow(order, std::move(answer), receivedAt);
    };
    events.created = [this, receivedAt](const OrderRow& order, OrderAnswer answer) {
        const auto run = m_book->take(order);
        run->await(std::move(answer), receivedAt);
        run->follow(); // as it stands in Postgres now
    };
    events.refusedForBudget = [this](const std::string& sale) {
        m_parts.measures(sale).count(contract::counter::ordersRefusedBudget);
    };
    events.gone = [this](const std::string& order) { m_tries.erase(order); };
    return events;
}

void Checkout::Impl::tick()
{
    m_watch.beat();
    m_watch.takeOver([this](const auto& ours) { goOn(ours); });
    const auto now = Clock::now();
    const auto placings = m_placings; // an answer may end one
    for (const auto& [key, placing] : placings)
        placing->answerOverdue(now);
    m_book->tick(now);
}

void Checkout::Impl::goOn(const std::vector<std::string>& ours)
{
    std::set<std::string> placed;
    for (const auto& [key, placing] : m_placings)
        placed.insert(placing->order().id);
    for (const auto& order : ours)
        if (!m_book->find(order) && !placed.contains(order) && !m_tries.contains(order))
            m_book->resume(order);
}

Checkout::Checkout(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

Checkout::~Checkout() = default;

void Checkout::place(const contract::Sale& sale, OrderRequest request, OrderAnswer answer)
{
    m_impl->place(sale, std::move(request), std::move(answer));
}

void Checkout::view(const std::string& order, const Buyer& buyer, OrderAnswer answer)
{
    m_impl->enquiries().view(order, ofBuyer(buyer), std::move(answer));
}

void Checkout::viewByKey(const std::string& order, const std::string& sale, const std::string& key,
        OrderAnswer answer)
{
    m_impl->enquiries().view(order, ofKey(sale, key), std::move(answer));
}

void Checkout::comeBack(const std::string& order, const std::string& sale, const std::string& key,
        OrderAnswer answer)
{
    m_impl->enquiries().comeBack(order, ofKey(sale, key), std::move(answer));
}

void Checkout::payAgain(PayAgainRequest request, OrderAnswer answer)
{
    m_impl->payAgain(std::move(request), std::move(answer));
}

void Checkout::cancel(const std::string& order, const Buyer& buyer, Clock::time_point receivedAt,
        OrderAnswer answer)
{
    m_impl->enquiries().cancel(order, ofBuyer(buyer), receivedAt, std::move(answer));
}

void Checkout::refresh(const std::string& order, std::function<void(contract::Outcome)> answer)
{
    m_impl->enquiries().refresh(order, std::move(answer));
}

void Checkout::checkEnd(const std::string& order, std::function<void(contract::Outcome)> answer)
{
    m_impl->endCheck().look(order, std::move(answer));
}

void Checkout::tick()
{
    m_impl->tick();
}

bool Checkout::takesOrders() const
{
    return m_impl->takesOrders();
}

bool Checkout::isFull() const
{
    return m_impl->isFull();
}

std::size_t Checkout::unfinished() const
{
    return m_impl->unfinished();
}

std::int64_t Checkout::unfinished(const std::string& sale) const
{
    return m_impl->unfinished(sale);
}

} // namespace saikobi::shop
