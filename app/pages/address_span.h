#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace saikobi::pages {

/// All addresses from `first` to `last`, in network order; IPv4 as mapped into IPv6, so that both
/// spellings are one address.
struct AddressSpan {
    std::array<std::uint8_t, 16> first{};
    std::array<std::uint8_t, 16> last{};

    bool contains(const AddressSpan& other) const
    {
        return first <= other.first && other.last <= last;
    }
    friend bool operator==(const AddressSpan&, const AddressSpan&) = default;
};

/// Of `192.0.2.7`, `192.0.2.0/24`, `2001:db8::1` or `2001:db8::/64`; nothing for any other text.
/// Written here and not taken from the system: the dashboard also runs where inet_pton is not.
std::optional<AddressSpan> addressSpanOf(std::string_view rule);

} // namespace saikobi::pages
