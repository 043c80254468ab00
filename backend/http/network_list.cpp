#include "backend/http/network_list.h"

#include <algorithm>

namespace saikobi::http {

namespace ip = boost::asio::ip;

waiting_room::AddressBytes bytesOf(const ip::address& address)
{
    if (address.is_v6())
        return address.to_v6().to_bytes();
    return ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
}

ip::address addressOf(const waiting_room::AddressBytes& bytes)
{
    const ip::address_v6 address{bytes};
    if (address.is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address);
    return address;
}

contract::Result<NetworkList> NetworkList::fromCidrs(const std::vector<std::string>& cidrs)
{
    NetworkList list;
    for (const auto& cidr : cidrs) {
        const auto network = waiting_room::networkFromText(cidr);
        if (!network)
            return contract::Fault{contract::FaultCode::Invalid, "not a CIDR: " + cidr};
        list.m_networks.push_back(*network);
    }
    return list;
}

bool NetworkList::contains(const waiting_room::AddressBytes& address) const
{
    return std::any_of(m_networks.begin(), m_networks.end(),
            [&address](const auto& network) { return network.contains(address); });
}

} // namespace saikobi::http
