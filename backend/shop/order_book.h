#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "backend/contract/measures.h"
#include "backend/shop/gate_port.h"
#include "backend/shop/order_run.h"
#include "backend/shop/own_share.h"

namespace saikobi::shop {

/// The orders that this instance drives, and what is told to the figures when they end.
class OrderBook : public std::enable_shared_from_this<OrderBook> {
public:
    using Run = std::shared_ptr<OrderRun>;
    using Clock = std::chrono::steady_clock;
    using MeasuresOf = std::function<contract::Measures&(const std::string& sale)>;

    OrderBook(OrderDesk& desk, GatePort& gate, MeasuresOf measures);

    std::size_t size() const { return m_entries.size(); }
    std::int64_t countOf(const std::string& sale) const; ///< as of the last tick
    Run find(const std::string& order) const;
    /// The run that began here under this key, and what was ordered; null: none.
    Run findKey(const std::string& key, std::string& content) const;

    /// A new order, written by us. How long its buyer waits is measured.
    Run begin(OrderRow order, const std::string& key, const std::string& content);
    /// An order that is somewhere on its way already; a run that has it is found again.
    Run take(OrderRow order, bool isMeasured = false);
    /// Goes on with an order that is ours in Postgres and not in memory.
    void resume(const std::string& order, OrderRun::News news = {});
    void tick(Clock::time_point now);

private:
    struct Entry {
        Run run{};
        std::string key{}; ///< empty: it did not begin here
        std::string content{};
    };

    Run enter(OrderRow order, Entry entry, bool isMeasured);
    OrderRun::Events eventsOf(bool isMeasured);
    void onAnswered(const OrderRun& run, Clock::time_point receivedAt);
    void onEnded(const OrderRun& run);
    void countPoints(const OrderRow& order);
    void leaveGate(const OrderRow& order);
    void onGone(const std::string& order);
    void gauge();

    OrderDesk& m_desk;
    GatePort& m_gate;
    MeasuresOf m_measures;
    std::unordered_map<std::string, Entry> m_entries{}; ///< by order
    std::unordered_map<std::string, std::string> m_orders{}; ///< by key
    std::map<std::string, double> m_gauged{}; ///< by sale
    std::map<std::string, OwnShare> m_ownShares{}; ///< by sale
};

} // namespace saikobi::shop
