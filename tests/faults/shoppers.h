#pragma once

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/web_client.h"

namespace saikobi::tests {

/// Buyers who do exactly what a test says, all at once, over real HTTP, and write down what they
/// were told, as tests/faults/checker reads it.
class Shoppers {
public:
    struct Wish {
        std::string key{}; ///< Idempotency-Key
        std::int64_t product = 0;
        std::int64_t quantity = 1;
        std::map<std::int64_t, std::int64_t> others{}; ///< further lines: quantity by product
        std::int64_t slot = 0;

        std::map<std::int64_t, std::int64_t> lines() const;
        std::string method{"card"};
        std::string means{"pm_card_visa"};
    };
    struct Told {
        int http = 0; ///< 0: nothing whole came
        std::string problem{};
        std::string order{};
        std::string status{};
        std::string nextAction{};
    };

    /// `history`: a new file. The sale is "demo".
    Shoppers(std::uint16_t port, const QString& history);

    /// So many people join and get their passes. False when one of them got none in time.
    bool enter(std::size_t count);
    std::size_t size() const { return m_passes.size(); }

    /// Everybody orders at once, some dozens at a time, and asks again under the same key while
    /// told to come later or not told at all. By shopper.
    std::vector<Told> everybodyOrders(const std::function<Wish(std::size_t shopper)>& wishOf);
    /// One shopper's clicks, all at the same time, each once.
    std::vector<Told> clickAtOnce(std::size_t shopper, const std::vector<Wish>& wishes);
    Told order(std::size_t shopper, const Wish& wish);
    Told look(std::size_t shopper, const std::string& order);

    /// Once, to the instance behind this port, which may die of it.
    Told orderAt(std::uint16_t port, std::size_t shopper, const Wish& wish);
    /// Attempt 2 of an order that was declined.
    Told payAgainAt(std::uint16_t port, std::size_t shopper, const std::string& order,
            const std::string& means);
    Told giveUpAt(std::uint16_t port, std::size_t shopper, const std::string& order);

private:
    struct Pass {
        std::string client{};
        std::string pass{};
    };
    std::optional<Pass> enterOnce(WebClient& door, std::size_t number);
    Told orderUntilTold(WebClient& door, std::size_t shopper, const Wish& wish);
    Told orderOnce(WebClient& door, std::size_t shopper, const Wish& wish);
    WebAnswer ask(WebClient& door, const QJsonObject& about, const std::string& method,
            const std::string& target, const WebClient::Headers& headers, const std::string& body);
    /// Calls `work(door, index)` for each index below `count`, on threads of its own.
    void inParallel(std::size_t count, const std::function<void(WebClient&, std::size_t)>& work);

    std::uint16_t m_port;
    std::vector<Pass> m_passes{};
    std::mutex m_mutex{};
    std::ofstream m_history{};
};

} // namespace saikobi::tests
