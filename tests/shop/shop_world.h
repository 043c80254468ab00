#pragma once

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "backend/contract/measures.h"
#include "backend/shop/checkout.h"
#include "tests/shop/in_process_provider.h"
#include "tests/support/test_stores.h"

namespace saikobi::tests {

using PlaceResult = std::variant<shop::OrderView, contract::Problem>;
inline const shop::OrderView* viewIn(const PlaceResult& result)
{
    return std::get_if<shop::OrderView>(&result);
}
inline const contract::Problem* problemIn(const PlaceResult& result)
{
    return std::get_if<contract::Problem>(&result);
}

/// One sale with a real Postgres and a provider in memory, and as many instances of the checkout as
/// a test starts and kills.
class ShopWorld {
public:
    explicit ShopWorld(TestStores& stores);
    ~ShopWorld();

    /// Three products (stock 100, 5 and 1; at most 2, 2 and 1 for a person), two slots (100 and 1)
    /// and four ways to pay: card, page, store (a page with stock first) and points (3,000 each).
    static contract::Sale sale();
    const contract::Sale& loaded() const { return m_sale; } ///< with ids

    /// A new incarnation that has begun to beat.
    void start(const std::string& instance = "one");
    /// The process dies: what it had in memory is gone, what it had sent still arrives.
    void kill(const std::string& instance = "one");
    shop::Checkout& checkout(const std::string& instance = "one")
    {
        return *m_running.at(instance).checkout;
    }

    shop::OrderRequest request(const std::string& person, std::size_t product = 0,
            std::int64_t quantity = 1, std::size_t slot = 0) const;
    std::shared_ptr<std::optional<PlaceResult>> place(
            shop::OrderRequest request, const std::string& instance = "one");
    PlaceResult placed(shop::OrderRequest request, const std::string& instance = "one");

    /// An order paid in this way, as far as it goes by itself; an empty one: refused.
    shop::OrderView begun(const std::string& method, const std::string& person = "p1",
            std::size_t product = 0, std::int64_t quantity = 1);
    /// Whatever a question about an order is answered.
    PlaceResult asked(const std::function<void(shop::OrderAnswer)>& ask);
    /// A notification has come in.
    void tell(const std::string& order);
    /// The shopper's time at the provider's page is over, and so is the grace after it.
    void runOut(const std::string& order);
    std::string keyOf(const std::string& order); ///< of its return address
    int callsOf(ProviderCall call) const;
    /// In Postgres, and nothing is left to do here.
    bool reaches(const std::string& order, const std::string& status);

    bool runUntil(const std::function<bool()>& isDone);
    /// Ticks until no order is unfinished. False when that takes too long.
    bool settle(const std::string& instance = "one", int rounds = 300);
    /// One line for each row of an audit view; empty when all is well.
    std::string findings();
    std::string statusOf(const std::string& order);
    std::int64_t counted(const char* counter);

    boost::asio::io_context context{};
    InProcessProvider provider;
    OpenGate gate;

private:
    struct Running {
        std::unique_ptr<stores::PostgresExecutor> orders{};
        std::unique_ptr<shop::Checkout> checkout{};
    };

    TestStores& m_stores;
    contract::Sale m_sale{};
    contract::Measures m_measures{};
    std::map<std::string, Running> m_running{};
    int m_incarnations = 0;
};

} // namespace saikobi::tests
