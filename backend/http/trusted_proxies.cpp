#include "backend/http/trusted_proxies.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace saikobi::http {

namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t hopLimit = 32;

ip::address_v6 mapped(const ip::address& address)
{
    return address.is_v6() ? address.to_v6() : ip::make_address_v6(ip::v4_mapped, address.to_v4());
}

ip::address unmapped(const ip::address& address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

/// `1.2.3.4`, `1.2.3.4:567`, `2001:db8::1` or `[2001:db8::1]:567`.
std::optional<ip::address> readHop(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return std::nullopt;
    text = text.substr(first, text.find_last_not_of(" \t") - first + 1);
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        text = end == std::string_view::npos ? std::string_view{} : text.substr(1, end - 1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        text = text.substr(0, text.find(':'));
    }
    boost::system::error_code failed;
    const auto address = ip::make_address(std::string{text}, failed);
    return failed ? std::nullopt : std::optional{address};
}

std::vector<std::string_view> hopsOf(const Request& request)
{
    std::vector<std::string_view> hops;
    for (const auto& [name, value] : request.headers) {
        if (name != "x-forwarded-for")
            continue;
        for (std::string_view rest = value; !rest.empty();) {
            const auto end = rest.find(',');
            hops.push_back(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        }
    }
    if (hops.size() > hopLimit)
        hops.erase(hops.begin(), hops.end() - hopLimit);
    return hops;
}

} // namespace

contract::Result<TrustedProxies> TrustedProxies::fromCidrs(const std::vector<std::string>& cidrs)
{
    TrustedProxies proxies;
    for (const auto& cidr : cidrs) {
        const auto slash = cidr.find('/');
        boost::system::error_code failed;
        const auto address = ip::make_address(cidr.substr(0, slash), failed);
        const unsigned widest = address.is_v4() ? 32 : 128;
        unsigned bits = widest;
        if (slash != std::string::npos) {
            const auto* end = cidr.data() + cidr.size();
            const auto read = std::from_chars(cidr.data() + slash + 1, end, bits);
            if (read.ec != std::errc{} || read.ptr != end || bits > widest)
                failed = boost::asio::error::invalid_argument;
        }
        if (failed)
            return contract::Fault{contract::FaultCode::Invalid, "not a CIDR: " + cidr};
        proxies.m_networks.push_back({mapped(address).to_bytes(), bits + (128 - widest)});
    }
    return proxies;
}

ip::address TrustedProxies::addressOf(const ip::address& peer, const Request& request) const
{
    ip::address client = peer;
    const auto hops = contains(peer) ? hopsOf(request) : std::vector<std::string_view>{};
    for (auto hop = hops.rbegin(); hop != hops.rend() && contains(client); ++hop) {
        const auto address = readHop(*hop);
        if (!address)
            break; // what a proxy did not write properly names nobody
        client = *address;
    }
    return unmapped(client);
}

std::string TrustedProxies::clientOf(const ip::address& peer, const Request& request) const
{
    return addressOf(peer, request).to_string();
}

bool TrustedProxies::contains(const ip::address& address) const
{
    const auto bytes = mapped(address).to_bytes();
    return std::any_of(m_networks.begin(), m_networks.end(), [&bytes](const Network& network) {
        const auto whole = network.bits / 8;
        if (!std::equal(bytes.begin(), bytes.begin() + whole, network.prefix.begin()))
            return false;
        const auto rest = network.bits % 8;
        return rest == 0 || ((bytes[whole] ^ network.prefix[whole]) >> (8 - rest)) == 0;
    });
}

} // namespace saikobi::http
