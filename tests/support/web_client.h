#pragma once

#include <QJsonObject>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace saikobi::tests {

/// What came back; status 0 when nothing whole did.
struct WebAnswer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers{}; ///< names in small letters
    std::string body{};

    /// The first of this name; empty when there is none.
    std::string header(const std::string& name) const;
    /// The value a cookie is set to; empty when it is not set.
    std::string cookie(const std::string& name) const;
    QJsonObject json() const;
};

/// A browser's connection, reduced to what a test asks: one request after the other on one
/// keep-alive connection that opens again by itself. Never throws, never follows; every wait ends
/// after five seconds.
class WebClient {
public:
    using Headers = std::vector<std::pair<std::string, std::string>>;

    explicit WebClient(std::uint16_t port);
    ~WebClient();
    WebClient(const WebClient&) = delete;
    WebClient& operator=(const WebClient&) = delete;

    WebAnswer get(const std::string& target, const Headers& headers = {});
    /// A body is sent as JSON unless a header says otherwise.
    WebAnswer post(
            const std::string& target, const std::string& body = {}, const Headers& headers = {});
    /// Sends a POST and is gone before the answer, as in a tunnel.
    void postAndLeave(const std::string& target, const std::string& body);
    WebAnswer ask(const std::string& method, const std::string& target, const Headers& headers,
            const std::string& body);

private:
    bool open();
    void close();
    bool send(const std::string& bytes);
    bool readMore();
    WebAnswer readAnswer();

    std::uint16_t m_port;
    int m_socket = -1;
    std::string m_input{};
};

/// The header that carries a ticket or a pass.
WebClient::Headers bearer(const std::string& token);

} // namespace saikobi::tests
