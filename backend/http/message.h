#pragma once

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saikobi::http {

/// A request as handlers see it: parsed, limited, its client address already judged by the list of
/// trusted proxies.
struct Request {
    std::string method{}; ///< "GET"
    std::string path{}; ///< decoded, without query: "/sales/demo"
    std::vector<std::pair<std::string, std::string>> query{}; ///< decoded
    std::vector<std::pair<std::string, std::string>> headers{}; ///< names in lower case
    std::string body{};
    std::string client{}; ///< address of the buyer
    boost::asio::ip::address address{}; ///< the same, for those who compare
    std::chrono::steady_clock::time_point receivedAt{};

    /// Empty when absent; the first one when repeated.
    std::string_view header(std::string_view lowerCaseName) const;
    std::string_view parameter(std::string_view name) const;
    std::optional<std::string> cookie(std::string_view name) const;
    /// Token of `Authorization: Bearer …`, empty when absent.
    std::string_view bearer() const;
    bool wantsHtml() const;
};

struct Response {
    unsigned status = 200;
    std::string contentType{"application/json"};
    std::vector<std::pair<std::string, std::string>> headers{};
    /// Shared so that one rendered document serves many answers.
    std::shared_ptr<const std::string> body{};
    bool closes = false; ///< after this answer the connection ends
};

using Reply = std::function<void(Response)>;

/// What a listener serves. `reply` is called exactly once, on the listener's executor, at once or
/// later; `request` stays as it is until then.
class Handler {
public:
    virtual ~Handler() = default;
    virtual void handle(const Request& request, Reply reply) = 0;
};

} // namespace saikobi::http
