#include "backend/http/proxy_protocol.h"

#include <algorithm>
#include <cstdint>

namespace saikobi::http {

namespace ip = boost::asio::ip;

namespace {

constexpr std::string_view signature{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr std::size_t fixedSize = 16;
constexpr std::size_t longestRest = 520;

template<class Address>
Address addressIn(std::string_view bytes)
{
    typename Address::bytes_type out{};
    std::copy_n(bytes.begin(), out.size(), out.begin());
    return Address{out};
}

} // namespace

ProxyHeader readProxyHeader(std::string_view bytes)
{
    using State = ProxyHeader::State;
    const ProxyHeader malformed{State::Malformed, 0, {}};
    if (bytes.substr(0, signature.size()) != signature.substr(0, bytes.size()))
        return malformed;
    if (bytes.size() < fixedSize)
        return {};
    const auto byteAt = [bytes](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const auto command = byteAt(12);
    const auto family = byteAt(13);
    const std::size_t rest = byteAt(14) * std::size_t{256} + byteAt(15);
    constexpr std::uint8_t local = 0x20;
    constexpr std::uint8_t proxied = 0x21;
    constexpr std::uint8_t tcp4 = 0x11;
    constexpr std::uint8_t tcp6 = 0x21;
    if ((command != local && command != proxied) || rest > longestRest)
        return malformed;
    const bool isShort = (family == tcp4 && rest < 12) || (family == tcp6 && rest < 36);
    if (command == proxied && isShort)
        return malformed;
    if (bytes.size() < fixedSize + rest)
        return {};
    ProxyHeader header{State::Complete, fixedSize + rest, {}};
    if (command == proxied && family == tcp4)
        header.client = addressIn<ip::address_v4>(bytes.substr(fixedSize));
    else if (command == proxied && family == tcp6)
        header.client = addressIn<ip::address_v6>(bytes.substr(fixedSize));
    return header;
}

} // namespace saikobi::http
