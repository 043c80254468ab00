#pragma once

#include <optional>
#include <string_view>

namespace saikobi::http {

/// Lines of a request's head, read as narrowly as RFC 9112 allows: what a lenient parser might read
/// differently from the proxy in front of us is no line at all (CHECKOUT.md §6). Given without
/// their CRLF; the parts are views into them.
struct RequestLine {
    std::string_view method{};
    std::string_view target{};
    bool isOldVersion = false; ///< HTTP/1.0
};
std::optional<RequestLine> readRequestLine(std::string_view line);

struct FieldLine {
    std::string_view name{};
    std::string_view value{}; ///< without space around it
};
/// Nothing for folded lines, space before the colon and control characters.
std::optional<FieldLine> readFieldLine(std::string_view line);

/// May stand at the beginning of a request.
bool isTokenCharacter(char c);
/// Bytes of a field's value or a chunk's extension: no control character but the tab.
bool isFieldText(std::string_view text);
/// `lowerCase` in any case.
bool equalsIgnoringCase(std::string_view text, std::string_view lowerCase);
/// One of the words between commas, in any case.
bool listHas(std::string_view list, std::string_view lowerCaseWord);

/// Of a Host field: a name or an address, perhaps with a port; what could be two is none.
bool isHost(std::string_view value);

} // namespace saikobi::http
