#include "backend/waiting_room/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace saikobi::waiting_room {

namespace {

constexpr AddressBytes mappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t mappedSize = 12;
constexpr std::size_t longestText = 45;

/// What of byte `index` belongs to a prefix of `bits`.
std::uint8_t maskAt(unsigned bits, std::size_t index)
{
    const auto before = static_cast<unsigned>(index) * 8;
    if (bits >= before + 8)
        return 0xff;
    return bits <= before ? std::uint8_t{0}
                          : static_cast<std::uint8_t>(0xffU << (8 - (bits - before)));
}

} // namespace

std::optional<AddressBytes> addressFromText(std::string_view text)
{
    if (text.empty() || text.size() > longestText)
        return std::nullopt;
    const std::string ended{text};
    AddressBytes address = mappedPrefix;
    if (::inet_pton(AF_INET, ended.c_str(), address.data() + mappedSize) == 1)
        return address;
    if (::inet_pton(AF_INET6, ended.c_str(), address.data()) == 1)
        return address;
    return std::nullopt;
}

bool isIpv4(const AddressBytes& address)
{
    return std::equal(mappedPrefix.begin(), mappedPrefix.begin() + mappedSize, address.begin());
}

bool Network::contains(const AddressBytes& address) const
{
    for (std::size_t i = 0; i * 8 < bits; ++i)
        if (((address[i] ^ first[i]) & maskAt(bits, i)) != 0)
            return false;
    return true;
}

AddressBytes Network::last() const
{
    auto address = first;
    for (std::size_t i = 0; i < address.size(); ++i)
        address[i] = static_cast<std::uint8_t>(address[i] | (0xffU & ~maskAt(bits, i)));
    return address;
}

std::optional<Network> networkFromText(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = addressFromText(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    Network network{*address, 128};
    if (slash != std::string_view::npos) {
        const auto digits = text.substr(slash + 1);
        const bool isWrittenAsIpv4 = text.find(':') == std::string_view::npos;
        const unsigned widest = isWrittenAsIpv4 ? 32 : 128;
        const auto* end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, network.bits);
        if (read.ec != std::errc{} || read.ptr != end || network.bits > widest)
            return std::nullopt;
        network.bits += 128 - widest;
    }
    for (std::size_t i = 0; i < network.first.size(); ++i)
        network.first[i] = static_cast<std::uint8_t>(network.first[i] & maskAt(network.bits, i));
    return network;
}

} // namespace saikobi::waiting_room
