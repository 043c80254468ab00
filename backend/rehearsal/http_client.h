#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backend/contract/result.h"
#include "backend/rehearsal/answer_check.h"

namespace saikobi::rehearsal {

/// Where a crowd goes: "http://HOST:PORT", nothing behind it.
struct HttpAddress {
    std::string host{};
    std::string port{"80"};
};
contract::Result<HttpAddress> parseHttpAddress(const std::string& url);

struct HttpQuestion {
    std::string method{"GET"};
    std::string target{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{}; ///< JSON when it begins with a brace, else a form
    std::chrono::seconds deadline{10};

    bool isForPage() const; ///< asks for text/html, as a browser does
};

/// One buyer's connection: opened when there is something to ask, kept for the next question,
/// opened again when it broke.
class HttpClient {
public:
    HttpClient(boost::asio::any_io_executor executor, HttpAddress address);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Unavailable: nothing was sent. Unknown: sent, but no whole answer came.
    boost::asio::awaitable<contract::Result<HttpAnswer>> ask(const HttpQuestion& question);
    void hangUp();

private:
    class Connection;
    std::unique_ptr<Connection> m_connection;
    HttpAddress m_address;
};

} // namespace saikobi::rehearsal
