#pragma once

#include <boost/asio/ip/address.hpp>

#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/http/message.h"

namespace saikobi::http {

/// Who may name the client's address. From anybody else `X-Forwarded-For` is just text.
class TrustedProxies {
public:
    /// Invalid names the entry that is no CIDR.
    static contract::Result<TrustedProxies> fromCidrs(const std::vector<std::string>& cidrs);

    /// The right-most entry of `X-Forwarded-For` that is not itself a trusted proxy, if the peer is
    /// one; else the peer.
    boost::asio::ip::address addressOf(
            const boost::asio::ip::address& peer, const Request& request) const;
    std::string clientOf(const boost::asio::ip::address& peer, const Request& request) const;

private:
    struct Network {
        boost::asio::ip::address_v6::bytes_type prefix{};
        unsigned bits = 0;
    };
    bool contains(const boost::asio::ip::address& address) const;

    std::vector<Network> m_networks; ///< IPv4 as mapped into IPv6
};

} // namespace saikobi::http
