#pragma once

#include <boost/asio/ip/address.hpp>

#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/http/message.h"
#include "backend/http/network_list.h"

namespace saikobi::http {

/// Who may name the client's address. From anybody else `X-Forwarded-For`, `Forwarded` and the
/// PROXY protocol are just bytes.
class TrustedProxies {
public:
    /// Invalid names the entry that is no CIDR.
    static contract::Result<TrustedProxies> fromCidrs(const std::vector<std::string>& cidrs);

    /// The right-most entry that the proxies wrote (forwarded.h) and that is not itself a trusted
    /// proxy, if the peer is one; else the peer. IPv4 in IPv6 clothes is IPv4.
    boost::asio::ip::address addressOf(
            const boost::asio::ip::address& peer, const Request& request) const;
    bool contains(const boost::asio::ip::address& address) const;

private:
    NetworkList m_networks{};
};

} // namespace saikobi::http
