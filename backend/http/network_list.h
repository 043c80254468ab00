#pragma once

#include <boost/asio/ip/address.hpp>

#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/waiting_room/network.h"

namespace saikobi::http {

waiting_room::AddressBytes bytesOf(const boost::asio::ip::address& address);
boost::asio::ip::address addressOf(const waiting_room::AddressBytes& bytes); ///< mapped: as IPv4

/// A few networks by their CIDRs.
class NetworkList {
public:
    /// Invalid names the entry that is no CIDR.
    static contract::Result<NetworkList> fromCidrs(const std::vector<std::string>& cidrs);

    bool contains(const waiting_room::AddressBytes& address) const;

private:
    std::vector<waiting_room::Network> m_networks;
};

} // namespace saikobi::http
