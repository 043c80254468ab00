#include "tests/support/web_client.h"

#include <QJsonDocument>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace saikobi::tests {

namespace {

constexpr std::size_t largestAnswer = 8 << 20;

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

void readHead(const std::string& head, WebAnswer& into)
{
    const auto space = head.find(' ');
    into.status = space == std::string::npos ? 0 : std::atoi(head.c_str() + space);
    for (auto at = head.find("\r\n"); at != std::string::npos;) {
        const auto end = head.find("\r\n", at + 2);
        const auto line = head.substr(at + 2, end == std::string::npos ? end : end - at - 2);
        const auto colon = line.find(':');
        if (colon != std::string::npos) {
            const auto value = line.find_first_not_of(' ', colon + 1);
            into.headers.emplace_back(lowered(line.substr(0, colon)),
                    value == std::string::npos ? std::string{} : line.substr(value));
        }
        at = end;
    }
}

std::string requestOf(const std::string& method, const std::string& target,
        const WebClient::Headers& headers, const std::string& body)
{
    std::string request = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    bool hasType = false;
    for (const auto& [name, value] : headers) {
        request += name + ": " + value + "\r\n";
        hasType = hasType || lowered(name) == "content-type";
    }
    if (!hasType && !body.empty())
        request += "Content-Type: application/json\r\n";
    if (method != "GET")
        request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return request + "\r\n" + body;
}

} // namespace

std::string WebAnswer::header(const std::string& name) const
{
    for (const auto& [key, value] : headers)
        if (key == name)
            return value;
    return {};
}

std::string WebAnswer::cookie(const std::string& name) const
{
    for (const auto& [key, value] : headers)
        if (key == "set-cookie" && value.rfind(name + "=", 0) == 0)
            return value.substr(name.size() + 1, value.find(';') - name.size() - 1);
    return {};
}

QJsonObject WebAnswer::json() const
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

WebClient::Headers bearer(const std::string& token)
{
    return {{"Authorization", "Bearer " + token}};
}

WebClient::WebClient(std::uint16_t port)
    : m_port(port)
{
}

WebClient::~WebClient()
{
    close();
}

void WebClient::close()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
    m_input.clear();
}

bool WebClient::open()
{
    // A connection that idled may have been closed from the other side.
    char byte = 0;
    if (m_socket >= 0 && ::recv(m_socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        close();
    if (m_socket >= 0)
        return true;
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{5, 0};
    const int on = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return true;
    close();
    return false;
}

bool WebClient::send(const std::string& bytes)
{
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto size = ::send(m_socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (size <= 0)
            return false;
        sent += static_cast<std::size_t>(size);
    }
    return true;
}

bool WebClient::readMore()
{
    std::array<char, 16384> part{};
    const auto size = ::recv(m_socket, part.data(), part.size(), 0);
    if (size <= 0 || m_input.size() > largestAnswer)
        return false;
    m_input.append(part.data(), static_cast<std::size_t>(size));
    return true;
}

WebAnswer WebClient::readAnswer()
{
    auto end = m_input.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!readMore())
            return {};
        end = m_input.find("\r\n\r\n");
    }
    WebAnswer answer;
    readHead(m_input.substr(0, end), answer);
    const auto size = static_cast<std::size_t>(
            std::strtoul(answer.header("content-length").c_str(), nullptr, 10));
    while (m_input.size() < end + 4 + size)
        if (!readMore())
            return {};
    answer.body = m_input.substr(end + 4, size);
    m_input.erase(0, end + 4 + size);
    return answer;
}

WebAnswer WebClient::ask(const std::string& method, const std::string& target,
        const Headers& headers, const std::string& body)
{
    if (!open())
        return {};
    auto answer = send(requestOf(method, target, headers, body)) ? readAnswer() : WebAnswer{};
    if (answer.status == 0 || lowered(answer.header("connection")) == "close")
        close();
    return answer;
}

void WebClient::postAndLeave(const std::string& target, const std::string& body)
{
    if (open())
        send(requestOf("POST", target, {}, body));
    close();
}

WebAnswer WebClient::get(const std::string& target, const Headers& headers)
{
    return ask("GET", target, headers, {});
}

WebAnswer WebClient::post(
        const std::string& target, const std::string& body, const Headers& headers)
{
    return ask("POST", target, headers, body);
}

} // namespace saikobi::tests
