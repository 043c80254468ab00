#include "backend/http/trusted_proxies.h"

#include "backend/http/forwarded.h"

namespace saikobi::http {

contract::Result<TrustedProxies> TrustedProxies::fromCidrs(const std::vector<std::string>& cidrs)
{
    auto networks = NetworkList::fromCidrs(cidrs);
    if (!networks)
        return networks.error();
    TrustedProxies proxies;
    proxies.m_networks = std::move(networks).value();
    return proxies;
}

boost::asio::ip::address TrustedProxies::addressOf(
        const boost::asio::ip::address& peer, const Request& request) const
{
    auto client = bytesOf(peer);
    if (m_networks.contains(client)) {
        const auto hops = hopsOf(request);
        for (auto hop = hops.rbegin(); hop != hops.rend() && m_networks.contains(client); ++hop) {
            if (!*hop)
                break; // what a proxy did not write properly names nobody
            client = **hop;
        }
    }
    return http::addressOf(client);
}

bool TrustedProxies::contains(const boost::asio::ip::address& address) const
{
    return m_networks.contains(bytesOf(address));
}

} // namespace saikobi::http
