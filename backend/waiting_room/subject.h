#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace saikobi::waiting_room {

/// The hash of a member id that stands in tickets, if the shop signed it for this sale: `mac` is
/// the hex HMAC-SHA-256 of `SALE:SUBJECT` under the key that the shop shares with us. Never 0.
std::optional<std::uint64_t> subjectHash(std::string_view key, std::string_view sale,
        std::string_view subject, std::string_view mac);

} // namespace saikobi::waiting_room
