#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace saikobi::waiting_room {

/// An address in network order; IPv4 as mapped into IPv6, so that both spellings are one address.
using AddressBytes = std::array<std::uint8_t, 16>;

/// `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1`; no port, no brackets, no zone.
std::optional<AddressBytes> addressFromText(std::string_view text);
bool isIpv4(const AddressBytes& address);

/// All addresses that begin with the same bits.
struct Network {
    AddressBytes first{}; ///< the bits behind `bits` are zero
    unsigned bits = 128; ///< of the mapped form: 192.0.2.0/24 has 120

    bool contains(const AddressBytes& address) const;
    AddressBytes last() const;
};

/// `192.0.2.0/24`, or an address for itself. Bits behind the prefix must be zero or are taken as
/// such: `192.0.2.7/24` is the network of that address.
std::optional<Network> networkFromText(std::string_view text);

} // namespace saikobi::waiting_room
