#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/payments/webhook.h"
#include "backend/stores/batcher.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::payments {

/// A notification in table `inbox`, and how its order stands with us.
struct InboxRow {
    std::string provider{};
    WebhookNotice notice{};
    std::string orderStatus{}; ///< empty: no such order (yet)
    std::chrono::seconds age{};
    bool isNew = true; ///< false: it had been written before
};

/// What comes while one statement is under way travels in the next one: a sale's notifications come
/// by the hundred a second, and each transaction of its own would cost as much as an order.
class InboxStore {
public:
    InboxStore(boost::asio::any_io_executor executor, stores::PostgresExecutor& postgres);

    /// Committed when it answers; a repeat of the same event changes nothing.
    void write(const std::string& provider, const WebhookNotice& notice, const std::string& body,
            std::function<void(contract::Result<InboxRow>)> answer);
    void markApplied(const std::string& provider, const std::string& event);
    /// Unapplied rows at least `age` old, oldest first.
    void readOpen(std::chrono::seconds age, int limit,
            std::function<void(contract::Result<std::vector<InboxRow>>)> answer);

private:
    struct Arrival {
        InboxRow row{};
        std::string body{};
    };
    struct Applied {
        std::string provider{};
        std::string event{};
    };

    boost::asio::any_io_executor m_executor;
    stores::PostgresExecutor& m_postgres;
    stores::Batcher<Arrival, InboxRow> m_arrivals;
    stores::Batcher<Applied, contract::Nothing> m_applied;
};

} // namespace saikobi::payments
