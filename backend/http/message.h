#pragma once

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/http/field_list.h"

namespace saikobi::waiting_room {
struct TicketMemo;
}

namespace saikobi::http {

/// A request as handlers see it: parsed, limited, its client address already judged by the list of
/// trusted proxies.
struct Request {
    std::string method{}; ///< "GET"
    std::string path{}; ///< decoded, without query: "/sales/demo"
    std::vector<std::pair<std::string, std::string>> query{}; ///< decoded
    FieldList headers{}; ///< names in lower case
    std::string body{};
    std::string client{}; ///< address of the buyer
    boost::asio::ip::address address{}; ///< the same, for those who compare
    std::chrono::steady_clock::time_point receivedAt{};
    waiting_room::TicketMemo* memo = nullptr; ///< of the connection; null: it has none

    /// Empty when absent; the first one when repeated.
    std::string_view header(std::string_view lowerCaseName) const;
    std::string_view parameter(std::string_view name) const;
    std::optional<std::string> cookie(std::string_view name) const;
    /// The same without a copy; the name may come in two parts.
    std::optional<std::string_view> cookieText(
            std::string_view name, std::string_view nameEnd) const;
    /// Token of `Authorization: Bearer …`, empty when absent.
    std::string_view bearer() const;
    bool wantsHtml() const;
};

struct Response {
    unsigned status = 200;
    std::string contentType{}; ///< empty: application/json
    std::vector<std::pair<std::string, std::string>> headers{};
    /// Shared so that one rendered document serves many answers.
    std::shared_ptr<const std::string> body{};
    bool closes = false; ///< after this answer the connection ends
    std::string text{}; ///< a body that only this answer has, instead of `body`
    std::string_view etag{}; ///< lives as long as `body`
    /// Headers that many answers share, as lines that end in CRLF; a literal.
    std::string_view fixedLines{};
    /// So many bytes of this answer leave, then the connection is reset: a rehearsed fault.
    std::optional<std::size_t> cutAfter{};

    std::string_view content() const { return body ? std::string_view{*body} : text; }
};

} // namespace saikobi::http
