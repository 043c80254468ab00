#include "backend/http/connection_counts.h"

#include <algorithm>
#include <utility>

namespace saikobi::http {

namespace {

constexpr std::size_t networkBytes = 8; ///< of an IPv6 address: its /64

ConnectionCounts::Address keyOf(const boost::asio::ip::address& address)
{
    auto bytes = bytesOf(address);
    const bool isV6 = address.is_v6() && !address.to_v6().is_v4_mapped();
    if (isV6)
        std::fill(bytes.begin() + networkBytes, bytes.end(), std::uint8_t{0});
    return bytes;
}

} // namespace

ConnectionCounts::ConnectionCounts(std::size_t limit, TrustedProxies proxies, NetworkList exempt)
    : m_limit{limit}
    , m_proxies{std::move(proxies)}
    , m_exempt{std::move(exempt)}
{
}

bool ConnectionCounts::isCounted(const boost::asio::ip::address& address) const
{
    return m_limit > 0 && !m_proxies.contains(address) && !m_exempt.contains(bytesOf(address));
}

bool ConnectionCounts::add(const boost::asio::ip::address& address)
{
    if (!isCounted(address))
        return true;
    auto& count = m_counts[keyOf(address)];
    if (count >= m_limit)
        return false;
    ++count;
    return true;
}

void ConnectionCounts::remove(const boost::asio::ip::address& address)
{
    const auto found = isCounted(address) ? m_counts.find(keyOf(address)) : m_counts.end();
    if (found != m_counts.end() && --found->second == 0)
        m_counts.erase(found);
}

} // namespace saikobi::http
