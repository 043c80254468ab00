#include "backend/http/response_head.h"

#include <array>
#include <charconv>
#include <ctime>

namespace saikobi::http {

namespace {

struct Reason {
    unsigned status = 0;
    std::string_view text{};
};

constexpr std::array reasons{Reason{200, "OK"}, Reason{201, "Created"}, Reason{202, "Accepted"},
        Reason{204, "No Content"}, Reason{303, "See Other"}, Reason{304, "Not Modified"},
        Reason{400, "Bad Request"}, Reason{401, "Unauthorized"}, Reason{402, "Payment Required"},
        Reason{403, "Forbidden"}, Reason{404, "Not Found"}, Reason{405, "Method Not Allowed"},
        Reason{409, "Conflict"}, Reason{410, "Gone"}, Reason{413, "Content Too Large"},
        Reason{414, "URI Too Long"}, Reason{415, "Unsupported Media Type"},
        Reason{422, "Unprocessable Content"}, Reason{428, "Precondition Required"},
        Reason{429, "Too Many Requests"}, Reason{431, "Request Header Fields Too Large"},
        Reason{500, "Internal Server Error"}, Reason{503, "Service Unavailable"}};

constexpr std::string_view jsonType = "application/json";

std::string_view reasonOf(unsigned status)
{
    for (const auto& reason : reasons)
        if (reason.status == status)
            return reason.text;
    return "Status";
}

void appendNumber(std::string& out, std::size_t value)
{
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

/// With its name and an RFC 9110 date, made once a second and thread.
std::string_view dateLine()
{
    thread_local std::time_t madeAt = 0;
    thread_local std::array<char, 64> text{};
    thread_local std::size_t length = 0;
    const auto now = std::time(nullptr);
    if (now != madeAt) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        length = std::strftime(
                text.data(), text.size(), "\r\nDate: %a, %d %b %Y %H:%M:%S GMT", &utc);
        madeAt = now;
    }
    return {text.data(), length};
}

bool mayStandInHeader(std::string_view text)
{
    return text.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos;
}

} // namespace

void writeHead(const Response& response, bool keepsAlive, std::string& out)
{
    out.clear();
    if (response.status == 200) [[likely]] {
        out.append("HTTP/1.1 200 OK");
    } else {
        out.append("HTTP/1.1 ");
        appendNumber(out, response.status);
        out.append(" ").append(reasonOf(response.status));
    }
    out.append(dateLine());
    const bool hasBody = response.status != 204 && response.status != 304;
    if (hasBody) {
        out.append("\r\nContent-Length: ");
        const auto size = response.content().size();
        appendNumber(out, size);
        if (size > 0)
            out.append("\r\nContent-Type: ")
                    .append(response.contentType.empty() ? jsonType : response.contentType);
    }
    if (!response.etag.empty())
        out.append("\r\nETag: ").append(response.etag);
    for (const auto& [name, value] : response.headers) {
        if (mayStandInHeader(value)) // a value from outside must not start a header of its own
            out.append("\r\n").append(name).append(": ").append(value);
    }
    out.append("\r\n").append(response.fixedLines);
    out.append(keepsAlive ? "\r\n" : "Connection: close\r\n\r\n");
}

Response listenerRefusal(unsigned status)
{
    const bool isMethod = status == 405;
    const std::string_view type = isMethod                    ? "method-not-allowed"
            : status == 413 || status == 414 || status == 431 ? "too-large"
            : status == 503                                   ? "full-for-now"
                                                              : "bad-request";
    std::string body = "{\"type\":\"";
    body.append(type).append("\",\"title\":\"").append(reasonOf(status)).append("\",\"status\":");
    appendNumber(body, status);
    body.append("}");
    Response response{status, "application/problem+json", {{"Cache-Control", "private, no-store"}},
            std::make_shared<const std::string>(std::move(body))};
    if (isMethod)
        response.headers.emplace_back("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    if (status == 503)
        response.headers.emplace_back("Retry-After", "5");
    return response;
}

} // namespace saikobi::http
