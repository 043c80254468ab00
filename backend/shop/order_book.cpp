#include "backend/shop/order_book.h"

#include <algorithm>
#include <utility>

#include "backend/contract/tick.h"
#include "backend/shop/order_counts.h"

namespace saikobi::shop {

using contract::OrderStatus;
using contract::Result;
using namespace std::chrono_literals;

namespace {

double milliseconds(OrderBook::Clock::duration span)
{
    return std::chrono::duration<double, std::milli>(span).count();
}

} // namespace

OrderBook::OrderBook(OrderDesk& desk, GatePort& gate, MeasuresOf measures)
    : m_desk(desk)
    , m_gate(gate)
    , m_measures(std::move(measures))
{
}

std::int64_t OrderBook::countOf(const std::string& sale) const
{
    const auto found = m_gauged.find(sale);
    return found == m_gauged.end() ? 0 : static_cast<std::int64_t>(found->second);
}

OrderBook::Run OrderBook::find(const std::string& order) const
{
    const auto found = m_entries.find(order);
    return found == m_entries.end() ? nullptr : found->second.run;
}

OrderBook::Run OrderBook::findKey(const std::string& key, std::string& content) const
{
    const auto order = m_orders.find(key);
    if (order == m_orders.end())
        return nullptr;
    const auto& entry = m_entries.at(order->second);
    content = entry.content;
    return entry.run;
}

OrderBook::Run OrderBook::begin(OrderRow order, const std::string& key, const std::string& content)
{
    m_orders[key] = order.id;
    return enter(std::move(order), {{}, key, content}, true);
}

OrderBook::Run OrderBook::take(OrderRow order, bool isMeasured)
{
    const auto known = find(order.id);
    return known ? known : enter(std::move(order), {}, isMeasured);
}

OrderBook::Run OrderBook::enter(OrderRow order, Entry entry, bool isMeasured)
{
    const auto id = order.id;
    entry.run = std::make_shared<OrderRun>(m_desk, std::move(order), eventsOf(isMeasured));
    auto run = entry.run;
    m_entries[id] = std::move(entry);
    return run;
}

void OrderBook::resume(const std::string& order, OrderRun::News news)
{
    m_desk.store.read(
            order, [weak = weak_from_this(), news = std::move(news)](Result<OrderRow> read) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (!read) {
                    if (news)
                        news(read.error()); // the next tick finds it again
                    return;
                }
                const bool isKnown = self->find(read.value().id) != nullptr;
                const auto run = self->take(std::move(read).value());
                if (news)
                    run->awaitNews(news);
                if (!isKnown)
                    run->resume();
            });
}

void OrderBook::tick(Clock::time_point now)
{
    std::vector<Run> runs; // an answer may end one
    for (const auto& [id, entry] : m_entries)
        runs.push_back(entry.run);
    for (const auto& run : runs)
        run->answerOverdue(now);
    gauge();
}

void OrderBook::gauge()
{
    for (auto& [sale, count] : m_gauged)
        count = 0;
    for (const auto& [id, entry] : m_entries)
        m_gauged[entry.run->order().buyer.sale] += 1;
    for (const auto& [sale, count] : m_gauged)
        if (!sale.empty())
            m_measures(sale).set(contract::gauge::ordersUnfinished, count);
}

OrderRun::Events OrderBook::eventsOf(bool isMeasured)
{
    OrderRun::Events events;
    events.ended = [this](const OrderRun& run) { onEnded(run); };
    events.judged = [this](const OrderRun& run) { leaveGate(run.order()); };
    events.gone = [this](const std::string& order) { onGone(order); };
    events.answered = [this, isMeasured](const OrderRun& run, Clock::time_point receivedAt) {
        if (isMeasured) // a repeat of an old request says nothing about how fast we are
            onAnswered(run, receivedAt);
    };
    return events;
}

void OrderBook::onAnswered(const OrderRun& run, Clock::time_point receivedAt)
{
    auto& measures = m_measures(run.order().buyer.sale);
    const auto whole = Clock::now() - receivedAt;
    measures.observe(contract::histogram::checkout, milliseconds(whole));
    const double own = milliseconds(std::max<Clock::duration>(whole - run.outsideTime(), 0s));
    measures.observe(contract::histogram::own, own);
    m_ownShares[run.order().buyer.sale].observe(measures, run.order(), milliseconds(whole), own);
}

void OrderBook::onEnded(const OrderRun& run)
{
    const auto& order = run.order();
    m_measures(order.buyer.sale).count(counterOf(order.status));
    countPoints(order);
    if (order.status == OrderStatus::Paid)
        m_gate.notePaid(order.buyer);
    if (order.status == OrderStatus::Declined || order.status == OrderStatus::Expired)
        leaveGate(order); // with the others the stock was heard before
    // Sent to the provider's page, and neither paid there nor given up here.
    if (order.status == OrderStatus::Expired && order.reason.empty())
        m_measures(order.buyer.sale).count((contract::counter::abandoned + order.method).c_str());
}

/// Other methods are counted where their provider answers.
void OrderBook::countPoints(const OrderRow& order)
{
    namespace counter = contract::counter;
    if (order.flow != contract::PaymentFlow::Points)
        return;
    auto& measures = m_measures(order.buyer.sale);
    if (order.status == OrderStatus::Paid)
        measures.counter(counter::outcomeOf(counter::outcome::approved, order.method)).add();
    if (order.status == OrderStatus::Declined)
        measures.counter(counter::outcomeOf(counter::outcome::declined, order.method)).add();
}

void OrderBook::leaveGate(const OrderRow& order)
{
    if (!order.stockFirst)
        m_gate.leave(order.buyer.sale, order.id);
}

void OrderBook::onGone(const std::string& order)
{
    const auto entry = m_entries.extract(order);
    if (!entry)
        return;
    const auto key = m_orders.find(entry.mapped().key);
    if (key != m_orders.end() && key->second == order)
        m_orders.erase(key);
}

} // namespace saikobi::shop
