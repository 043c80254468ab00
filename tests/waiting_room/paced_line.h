#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/contract/timeline_entry.h"
#include "backend/stores/redis_connection.h"
#include "backend/waiting_room/line_store.h"
#include "tests/support/test_stores.h"

namespace saikobi::tests {

/// The line of sale `demo` inside a real Redis, with a clock that the test moves. The library is
/// the shipped one but for its single now().
class PacedLine {
public:
    using GateAnswers = std::vector<contract::Result<waiting_room::OrderGate>>;

    /// A fresh line; it opens at once unless told otherwise.
    PacedLine(TestStores& stores, int ratePerMinute, std::chrono::milliseconds opensIn = {});

    /// What the sale file says; takes effect with the next pace.
    contract::Sale& settings() { return m_sale; }
    waiting_room::InstanceReport& report() { return m_report; }
    waiting_room::Copied& copied() { return m_copied; }

    void setOperators(const std::vector<std::string>& names) { m_line.setOperators(names); }
    void advance(std::chrono::milliseconds by);
    contract::Instant now() const;
    waiting_room::Paced pace(const std::vector<contract::RelayedCommand>& relayed = {});
    /// Advances in steps of 100 ms, pacing after each.
    contract::LineState run(std::chrono::milliseconds span);

    /// Joins so many new visitors, in batches; answers how many of them got a pass at once.
    int join(int count);
    waiting_room::Joined joinAs(const std::vector<std::string>& prints);
    std::vector<waiting_room::Claimed::One> claim(const std::vector<std::int64_t>& places);
    waiting_room::OrderGate checkOrder(
            std::int64_t place, const waiting_room::OrderWants& wants = {});
    /// Several in one call; throws when the line gives no answer.
    GateAnswers checkOrders(const std::vector<waiting_room::GateQuestion>& orders);
    void leaveGate(const std::vector<std::string>& orders);

    void leave(std::int64_t place);
    void notePaid(std::int64_t place);
    /// The store was given back in the next epoch, as this mark says; the hash as it stands.
    void recover(waiting_room::Recovery recovery);

    /// Appends to the operator's own stream, as that person's Redis user.
    void command(const contract::Command& command);
    /// A valid command of this moment: new id, current revision.
    contract::Command made(
            contract::CommandKind kind, std::map<std::string, std::string> parameters = {});
    std::vector<contract::TimelineEntry> timeline(const std::string& kind);

    /// For what asks the line by itself.
    waiting_room::LineStore& store() { return m_line; }
    boost::asio::io_context& context() { return m_context; }

private:
    void setClock();

    TestStores& m_stores;
    boost::asio::io_context m_context{};
    stores::RedisExecutor m_redis;
    waiting_room::LineStore m_line;
    std::unique_ptr<stores::RedisConnection> m_admin{};
    std::unique_ptr<stores::RedisConnection> m_operator{};
    contract::Sale m_sale{};
    waiting_room::InstanceReport m_report{};
    waiting_room::Copied m_copied{};
    std::int64_t m_us = 1767225600000000;
    contract::Epoch m_epoch{1};
    contract::Revision m_revision{};
    std::int64_t m_prints = 0;
    int m_ids = 0;
};

/// The line is lost in this state and given back; numbers up to `ceiling` may have been given.
waiting_room::Recovery lossOf(const waiting_room::Paced& seen, std::int64_t ceiling);

/// The shipped library with a clock that reads a key.
std::string libraryWithTestClock();

} // namespace saikobi::tests
