#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <map>

#include "backend/http/network_list.h"
#include "backend/http/trusted_proxies.h"

namespace saikobi::http {

/// How many connections each address holds: an IPv4, or an IPv6 /64, since each household has one.
/// Trusted proxies and exempt networks hold as many as they like. As large as the connections are
/// many, no larger.
class ConnectionCounts {
public:
    using Address = waiting_room::AddressBytes;

    /// `limit` 0: no bound.
    ConnectionCounts(std::size_t limit, TrustedProxies proxies, NetworkList exempt);

    /// False: this address holds enough already, and this one does not count.
    bool add(const boost::asio::ip::address& address);
    /// One that `add` took, if it counts at all.
    void remove(const boost::asio::ip::address& address);
    std::size_t addresses() const { return m_counts.size(); }

private:
    bool isCounted(const boost::asio::ip::address& address) const;

    std::size_t m_limit;
    TrustedProxies m_proxies;
    NetworkList m_exempt;
    std::map<Address, std::size_t> m_counts{};
};

} // namespace saikobi::http
