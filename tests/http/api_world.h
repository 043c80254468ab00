#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/http/buyer_api.h"
#include "backend/shop/catalogue.h"
#include "backend/shop/checkout.h"
#include "backend/waiting_room/line.h"
#include "tests/shop/in_process_provider.h"
#include "tests/support/sample_sale.h"
#include "tests/support/test_stores.h"

namespace saikobi::tests {

/// The buyers' surface on a real line, catalogue and checkout, without sockets. Two sales: `demo`
/// lets everybody in at once, at `slow` one a minute. There may be more, and `dress` may change
/// them in the stores before anybody reads them.
class ApiWorld {
public:
    explicit ApiWorld(TestStores& stores, const std::vector<SampleSale>& more = {},
            const std::function<void()>& dress = {});
    ~ApiWorld();

    /// The answer to one request; status 0 when none came in time.
    http::Response ask(const http::Request& request);
    /// Runs what is due for a moment and lets the lines and the checkout go on.
    void beat();
    http::BuyerApi& api() { return *m_api; }
    boost::asio::io_context& context() { return m_context; }
    const contract::Sale& sale(const std::string& slug) const;
    /// What was counted for a sale.
    contract::Tick counted(const std::string& slug) const;
    InProcessProvider& provider() { return m_provider; }
    http::Guard& guard() { return *m_guard; }
    waiting_room::Line& line(const std::string& slug) { return *m_lines.at(slug); }

    /// What the instance says of its stores with each pace.
    waiting_room::InstanceReport report{"i1", false, false};
    unsigned webhookStatus = 200;
    std::string webhookBody{};
    std::string publicUrl{"https://shop.example"};

private:
    /// Asks the line whose pass is alive, as the daemon wires it.
    class Gate;

    void open(const std::string& slug);
    http::BuyerParts parts();
    void pace();
    void paceWhenDue();

    TestStores& m_stores;
    boost::asio::io_context m_context{1};
    stores::RedisExecutor m_redis;
    stores::PostgresExecutor m_postgres;
    waiting_room::TicketKeys m_ticketKeys;
    waiting_room::PassKeys m_passKeys;
    InProcessProvider m_provider;
    std::map<std::string, contract::Measures, std::less<>> m_measures{};
    std::unique_ptr<shop::CatalogueReader> m_catalogues;
    std::map<std::string, std::unique_ptr<waiting_room::Line>, std::less<>> m_lines{};
    std::map<std::string, waiting_room::PublicRecord, std::less<>> m_records{};
    std::unique_ptr<Gate> m_gate;
    std::unique_ptr<shop::Checkout> m_checkout;
    std::shared_ptr<http::Guard> m_guard = std::make_shared<http::Guard>();
    std::unique_ptr<http::BuyerApi> m_api;
    std::chrono::steady_clock::time_point m_nextPace{};
};

/// A request as a script of the page makes it.
http::Request request(const std::string& method, const std::string& path);
/// The same from another address than 192.0.2.1.
http::Request from(const std::string& address, http::Request request);
http::Request withJson(http::Request request, const std::string& body);
http::Request withBearer(http::Request request, const std::string& token);
http::Request withCookie(http::Request request, const std::string& cookie);

std::string headerOf(const http::Response& response, const std::string& name);
/// All Set-Cookie lines, one per line.
std::string cookiesOf(const http::Response& response);
std::string bodyOf(const http::Response& response);
/// A member of a JSON answer as text; empty when it has none.
std::string memberOf(const http::Response& response, const std::string& name);

} // namespace saikobi::tests
