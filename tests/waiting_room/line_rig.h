#pragma once

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "backend/waiting_room/line.h"
#include "backend/waiting_room/place_moves.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

namespace saikobi::tests {

/// Instances of the waiting room of sale `demo`, each with its own connections, on real stores and
/// the real clock.
class LineRig {
public:
    /// Empties the stores and writes the sale's row; it opens at once, unless `settle` changes
    /// that.
    LineRig(TestStores& stores, int ratePerMinute, std::int64_t numberMargin = 100'000,
            const std::function<void(contract::Sale&)>& settle = {});
    ~LineRig();

    /// One more instance; the first has index 0.
    waiting_room::Line& addInstance();
    waiting_room::Line& line(std::size_t index = 0);
    void dropInstance(std::size_t index);

    /// Paces all instances, with their answers in between, until it is so; false after 10 s.
    bool comesTrue(const std::function<bool()>& isSo);
    bool becomesReady();
    void paceOnce();

    std::variant<waiting_room::JoinAnswer, contract::Problem> join(
            const std::string& visitor, std::size_t index = 0);
    std::variant<waiting_room::ClaimAnswer, contract::Problem> claim(
            const std::string& ticket, std::size_t index = 0);
    std::variant<waiting_room::JoinAnswer, contract::Problem> joinAs(
            const waiting_room::Visitor& visitor, std::size_t index = 0);
    /// What somebody with a slip or a code is answered.
    using Taking = std::function<void(
            waiting_room::PlaceMoves&, waiting_room::Answer<waiting_room::JoinAnswer>)>;
    std::variant<waiting_room::JoinAnswer, contract::Problem> take(
            const Taking& taking, std::size_t index = 0);
    /// All instances believe that it is so much later; Redis keeps its own time.
    void moveClocks(std::chrono::seconds by) { *m_ahead += by; }
    /// The key that the shop shares with every instance.
    static constexpr const char* subjectKey = "a secret of the shop";
    const waiting_room::TicketKeys& ticketKeys() const { return m_ticketKeys; }

    /// Joins and claims until there is a pass.
    waiting_room::JoinAnswer enter(const std::string& visitor);
    std::optional<contract::Problem> checkOrder(const std::string& pass, std::size_t index = 0);
    std::optional<contract::Problem> leave(const std::string& pass, std::size_t index = 0);

    boost::asio::io_context& context() { return m_context; }
    contract::Measures& measures() { return m_measures; }

private:
    struct Instance {
        std::unique_ptr<stores::RedisExecutor> redis;
        std::unique_ptr<stores::PostgresExecutor> postgres;
        std::unique_ptr<waiting_room::Line> line;
        std::string name;
    };

    TestStores& m_stores;
    std::int64_t m_margin;
    boost::asio::io_context m_context{};
    waiting_room::TicketKeys m_ticketKeys;
    waiting_room::PassKeys m_passKeys;
    contract::Measures m_measures{};
    contract::Sale m_sale{};
    std::vector<Instance> m_instances{};
    int m_names = 0;
    std::shared_ptr<std::chrono::seconds> m_ahead = std::make_shared<std::chrono::seconds>(0);
};

} // namespace saikobi::tests
