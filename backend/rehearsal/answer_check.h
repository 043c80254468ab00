#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace saikobi::rehearsal {

/// An answer as a buyer's program sees it.
struct HttpAnswer {
    unsigned status = 0;
    std::string contentType{};
    std::optional<std::string> retryAfter{}; ///< the header as it stands there
    std::string body{};
    std::string location{}; ///< of a redirect

    bool isGood() const { return status >= 200 && status < 300; }
};

/// What a refusal says of itself, and what is wrong with how it says it.
struct Refusal {
    std::string type{}; ///< "sold-out"; "without-type" when it names none
    std::string defect{}; ///< empty: a proper RFC 9457 document
    std::string order{}; ///< with order-under-way
    std::optional<std::chrono::milliseconds> retryAfter{};
};

/// Reads an answer of 400 and above: it must be a problem document with type, title and its own
/// status, of a type that belongs to the status, and tell when to come back where that is "later".
/// Who asked for a page may get one instead, which must say when just the same; its type is "page".
Refusal readRefusal(const HttpAnswer& answer, bool isForPage = false);

} // namespace saikobi::rehearsal
