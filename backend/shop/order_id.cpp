#include "backend/shop/order_id.h"

#include <algorithm>
#include <cstdio>

namespace saikobi::shop {

std::string orderIdFrom(contract::Instant madeAt, std::array<std::uint64_t, 2> chance)
{
    const auto ms = static_cast<std::uint64_t>(contract::toUnixMs(madeAt)) & 0xFFFFFFFFFFFFULL;
    const auto versioned = 0x7000ULL | (chance[0] & 0x0FFFULL);
    const auto variant = 0x8000ULL | ((chance[0] >> 12) & 0x3FFFULL);
    std::array<char, 37> text{};
    std::snprintf(text.data(), text.size(), "%08llx-%04llx-%04llx-%04llx-%012llx",
            static_cast<unsigned long long>(ms >> 16), static_cast<unsigned long long>(ms & 0xFFFF),
            static_cast<unsigned long long>(versioned), static_cast<unsigned long long>(variant),
            static_cast<unsigned long long>(chance[1] & 0xFFFFFFFFFFFFULL));
    return text.data();
}

bool isOrderId(std::string_view text)
{
    constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";
    return std::equal(
            text.begin(), text.end(), form.begin(), form.end(), [](char c, char expected) {
                const bool isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                return expected == '-' ? c == '-' : isHex;
            });
}

} // namespace saikobi::shop
