#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace saikobi::http {

/// The header of PROXY protocol version 2 (haproxy's proxy-protocol.txt), which a proxy that only
/// passes bytes on sends first on every connection.
struct ProxyHeader {
    enum class State { NeedMore, Complete, Malformed };
    State state = State::NeedMore;
    std::size_t size = 0; ///< bytes to take out before HTTP begins
    /// Empty: the proxy speaks for itself (LOCAL, as health checks do), or names no address.
    std::optional<boost::asio::ip::address> client{};
};

/// `bytes`: everything that has arrived. Longer than 536 bytes is malformed: addresses take 36, and
/// what follows them (TLVs) is not read.
ProxyHeader readProxyHeader(std::string_view bytes);

} // namespace saikobi::http
