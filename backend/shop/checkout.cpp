#include "backend/shop/checkout.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>

#include "backend/shop/basket.h"
#include "backend/shop/end_check.h"
#include "backend/shop/order_counts.h"
#include "backend/shop/order_id.h"
#include "backend/shop/order_run.h"
#include "backend/shop/order_view.h"
#include "backend/shop/owner_watch.h"
#include "backend/shop/placing.h"
#include "backend/shop/stock_store.h"

namespace saikobi::shop {

namespace counter = contract::counter;
namespace histogram = contract::histogram;
using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::OrderStatus;
using contract::Problem;
using contract::ProblemType;
using contract::Result;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t underWayLimit = 5000; ///< orders of one instance; one more is refused at once

double milliseconds(Clock::duration span)
{
    return std::chrono::duration<double, std::milli>(span).count();
}

OrderRow rowOf(const NewOrder& order, const std::string& owner)
{
    OrderRow out;
    out.id = order.id;
    out.buyer = order.buyer;
    out.status = OrderStatus::Authorising;
    out.owner = owner;
    out.slot = order.basket.slot;
    out.method = order.basket.method;
    out.provider = order.basket.provider;
    out.means = order.basket.means;
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

} // namespace

class Checkout::Impl : public std::enable_shared_from_this<Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_store(m_parts.orders, m_parts.executor, m_parts.incarnation)
        , m_watch(m_store, m_parts.instance)
        , m_stock(
                  m_parts.executor,
                  [this](std::vector<StockWish> wishes,
                          std::function<void(const StockBatcher::Outcomes&)> done) {
                      performStockBatch(m_parts.orders, m_parts.executor, m_parts.incarnation,
                              std::move(wishes), std::move(done));
                  },
                  std::min<std::chrono::milliseconds>(m_parts.firstPause, 100ms))
        , m_desk{m_parts.executor, m_store, m_stock, m_parts.payments, m_parts.incarnation,
                  m_parts.returnUrl, m_parts.firstPause, [this] { return chance(); }}
        , m_placingParts{m_parts.executor, m_store, m_parts.gate, m_parts.payments,
                  m_parts.firstPause, [this] { return chance(); }}
        , m_endCheck(std::make_shared<EndCheck>(m_store, m_parts.payments))
    {
    }

    void place(const contract::Sale& sale, OrderRequest request, OrderAnswer answer);
    void view(const std::string& order, const Buyer& buyer, OrderAnswer answer);
    void refresh(const std::string& order, std::function<void(contract::Outcome)> answer);
    EndCheck& endCheck() { return *m_endCheck; }
    void tick();
    bool takesOrders() const { return m_watch.isBeating(); }
    std::size_t unfinished() const { return m_runs.size() + m_placings.size(); }
    std::int64_t unfinished(const std::string& sale) const
    {
        const auto found = m_gauged.find(sale);
        return found == m_gauged.end() ? 0 : static_cast<std::int64_t>(found->second);
    }

private:
    using Run = std::shared_ptr<OrderRun>;
    struct KnownKey {
        std::string order{};
        std::string content{};
    };

    bool join(const std::string& key, const std::string& content, OrderAnswer& answer,
            Clock::time_point receivedAt);
    void begin(const std::string& key, NewOrder order, OrderAnswer answer,
            Clock::time_point receivedAt);
    void onCreated(const std::string& key, Placing& placing);
    void onExisting(Placing& placing, const std::string& order);
    Run runOf(OrderRow row, bool isFresh);
    void onEnded(const OrderRun& run);
    void onGone(const std::string& order);
    void resume(const std::string& order, OrderRun::News news = {});
    void goOn(const std::vector<std::string>& ours);
    double chance() { return std::uniform_real_distribution<double>{}(m_chance); }

    Parts m_parts;
    OrderStore m_store;
    OwnerWatch m_watch;
    StockBatcher m_stock;
    OrderDesk m_desk;
    Placing::Parts m_placingParts;
    std::shared_ptr<EndCheck> m_endCheck;
    std::random_device m_entropy{};
    std::mt19937_64 m_chance{std::random_device{}()};
    std::map<std::string, std::shared_ptr<Placing>> m_placings{}; ///< by key
    std::map<std::string, KnownKey> m_keys{}; ///< of runs that began here
    std::map<std::string, Run> m_runs{}; ///< by order
    std::map<std::string, double> m_gauged{}; ///< by sale
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
        return answer(Problem{ProblemType::OrdersPaused, "orders cannot be taken now", 2s, {}});
    if (unfinished() >= underWayLimit)
        return answer(Problem{ProblemType::FullForNow, "too many orders are under way", 2s, {}});
    const auto bits = [this] { return (std::uint64_t{m_entropy()} << 32) | m_entropy(); };
    order.id = orderIdFrom(std::chrono::system_clock::now(), {bits(), bits()});
    begin(key, std::move(order), std::move(answer), request.receivedAt);
}

/// Fifty clicks, one order: who comes with the key of a running order waits for its answer.
bool Checkout::Impl::join(const std::string& key, const std::string& content, OrderAnswer& answer,
        Clock::time_point receivedAt)
{
    const auto placing = m_placings.find(key);
    const auto known = m_keys.find(key);
    if (placing == m_placings.end() && known == m_keys.end())
        return false;
    const auto& first = placing != m_placings.end() ? placing->second->order().basket.content
                                                    : known->second.content;
    if (first != content) {
        answer(Problem{ProblemType::OtherContent, "this Idempotency-Key was used for another order",
                {}, {}});
        return true;
    }
    if (placing != m_placings.end())
        placing->second->await(std::move(answer), receivedAt);
    else
        m_runs.at(known->second.order)->await(std::move(answer), receivedAt);
    return true;
}

void Checkout::Impl::begin(
        const std::string& key, NewOrder order, OrderAnswer answer, Clock::time_point receivedAt)
{
    Placing::Events events;
    events.created = [this, key](Placing& placing) { onCreated(key, placing); };
    events.existing = [this](Placing& placing, const std::string& existing) {
        onExisting(placing, existing);
    };
    events.refusedForBudget = [this](Placing& placing) {
        m_parts.measures(placing.order().buyer.sale).count(counter::ordersRefusedBudget);
    };
    events.gone = [this, key](Placing&) { m_placings.erase(key); };
    const auto placing
            = std::make_shared<Placing>(m_placingParts, std::move(order), std::move(events));
    m_placings.emplace(key, placing);
    placing->await(std::move(answer), receivedAt);
    placing->start();
}

void Checkout::Impl::onCreated(const std::string& key, Placing& placing)
{
    const auto& order = placing.order();
    m_parts.measures(order.buyer.sale).count(counter::orders);
    const auto run = runOf(rowOf(order, m_parts.incarnation), true);
    m_keys[key] = {order.id, order.basket.content};
    run->addOutsideTime(placing.budgetTime());
    for (auto& waiter : placing.takeWaiters())
        run->await(std::move(waiter.answer), waiter.receivedAt);
    run->start();
}

void Checkout::Impl::onExisting(Placing& placing, const std::string& order)
{
    const auto found = m_runs.find(order);
    OrderRow row;
    row.id = order;
    const auto run = found != m_runs.end() ? found->second : runOf(std::move(row), false);
    for (auto& waiter : placing.takeWaiters())
        run->await(std::move(waiter.answer), waiter.receivedAt);
    if (found == m_runs.end())
        run->follow();
}

Checkout::Impl::Run Checkout::Impl::runOf(OrderRow row, bool isFresh)
{
    OrderRun::Events events;
    events.ended = [this](const OrderRun& run) { onEnded(run); };
    events.gone = [this](const std::string& order) { onGone(order); };
    events.answered = [this, isFresh](const OrderRun& run, Clock::time_point receivedAt) {
        if (!isFresh)
            return; // a repeat of an old request says nothing about how fast we are
        auto& measures = m_parts.measures(run.order().buyer.sale);
        const auto whole = Clock::now() - receivedAt;
        measures.observe(histogram::checkout, milliseconds(whole));
        measures.observe(histogram::own,
                milliseconds(std::max<Clock::duration>(whole - run.outsideTime(), 0s)));
    };
    const auto id = row.id;
    auto run = std::make_shared<OrderRun>(m_desk, std::move(row), std::move(events));
    m_runs[id] = run;
    return run;
}

void Checkout::Impl::onEnded(const OrderRun& run)
{
    const auto& order = run.order();
    m_parts.measures(order.buyer.sale).count(counterOf(order.status));
    if (order.status == OrderStatus::Paid)
        m_parts.gate.notePaid(order.buyer);
}

void Checkout::Impl::onGone(const std::string& order)
{
    m_runs.erase(order);
    std::erase_if(m_keys, [&order](const auto& entry) { return entry.second.order == order; });
}

void Checkout::Impl::view(const std::string& order, const Buyer& buyer, OrderAnswer answer)
{
    m_store.read(order, [buyer, answer = std::move(answer)](const Result<OrderRow>& read) {
        const bool isAway = !read && read.error().code != FaultCode::NotFound
                && read.error().code != FaultCode::Refused; // refused: not a UUID
        if (isAway)
            return answer(Problem{ProblemType::OrdersPaused, "orders cannot be read now", 2s, {}});
        if (!read || read.value().buyer.sale != buyer.sale
                || read.value().buyer.subject != buyer.subject)
            return answer(Problem{ProblemType::NotFound, "no such order", {}, {}});
        answer(viewOf(read.value()));
    });
}

void Checkout::Impl::refresh(
        const std::string& order, std::function<void(contract::Outcome)> answer)
{
    if (const auto found = m_runs.find(order); found != m_runs.end()) {
        if (found->second->order().status == OrderStatus::ActionRequired)
            return found->second->awaitNews(std::move(answer));
        return answer(Nothing{}); // it is being worked on; the row will say
    }
    m_store.take(order,
            [weak = weak_from_this(), order, answer = std::move(answer)](
                    const Result<bool>& taken) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (!taken)
                    return answer(taken.error());
                if (!taken.value())
                    return answer(Nothing{}); // nobody's wait: ended, or another instance has it
                self->resume(order, answer);
            });
}

/// Goes on with an order that is ours in Postgres and not in memory.
void Checkout::Impl::resume(const std::string& order, OrderRun::News news)
{
    m_store.read(order, [weak = weak_from_this(), news = std::move(news)](Result<OrderRow> read) {
        const auto self = weak.lock();
        if (!self)
            return;
        if (!read) {
            if (news)
                news(read.error()); // the next tick finds it again
            return;
        }
        const auto id = read.value().id;
        const auto found = self->m_runs.find(id);
        const auto run = found != self->m_runs.end() ? found->second
                                                     : self->runOf(std::move(read).value(), false);
        if (news)
            run->awaitNews(news);
        if (found == self->m_runs.end())
            run->resume();
    });
}

void Checkout::Impl::tick()
{
    m_watch.beat();
    m_watch.takeOver([this](const auto& ours) { goOn(ours); });
    const auto now = Clock::now();
    const auto placings = m_placings; // an answer may end one
    for (const auto& [key, placing] : placings)
        placing->answerOverdue(now);
    const auto runs = m_runs;
    for (auto& [sale, count] : m_gauged)
        count = 0;
    for (const auto& [id, run] : runs) {
        run->answerOverdue(now);
        m_gauged[run->order().buyer.sale] += 1;
    }
    for (const auto& [sale, count] : m_gauged)
        if (!sale.empty())
            m_parts.measures(sale).set(contract::gauge::ordersUnfinished, count);
}

void Checkout::Impl::goOn(const std::vector<std::string>& ours)
{
    std::set<std::string> placed;
    for (const auto& [key, placing] : m_placings)
        placed.insert(placing->order().id);
    for (const auto& order : ours)
        if (!m_runs.contains(order) && !placed.contains(order))
            resume(order);
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
    m_impl->view(order, buyer, std::move(answer));
}

void Checkout::refresh(const std::string& order, std::function<void(contract::Outcome)> answer)
{
    m_impl->refresh(order, std::move(answer));
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

std::size_t Checkout::unfinished() const
{
    return m_impl->unfinished();
}

std::int64_t Checkout::unfinished(const std::string& sale) const
{
    return m_impl->unfinished(sale);
}

} // namespace saikobi::shop
