#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/waiting_room/hmac_state.h"
#include "backend/waiting_room/ticket.h"

namespace saikobi::waiting_room {

/// A slip as somebody wrote it: a number and the six characters that prove it.
struct SlipText {
    std::int64_t number = 0;
    std::string check{};
};

/// Six characters of Crockford's alphabet: the top 30 bits of a MAC over the number and, of a
/// group, the member.
std::string slipCheck(const HmacState& state, const Holder& holder);
std::string slipText(const Holder& holder, std::string_view check);
/// Spaces and hyphens count for nothing, small letters are large ones, O is 0, I and L are 1.
std::optional<SlipText> readSlipText(std::string_view text);

} // namespace saikobi::waiting_room
