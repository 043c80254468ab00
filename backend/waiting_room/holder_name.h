#pragma once

#include <cstdint>
#include <string>

namespace saikobi::waiting_room {

/// Whose place or pass, as Redis names it: `12`, or `12:3` for the third who shares it.
struct HolderName {
    HolderName(std::int64_t place_, std::uint8_t member_ = 0)
        : place(place_)
        , member(member_)
    {
    }
    std::string toText() const
    {
        const auto text = std::to_string(place);
        return member == 0 ? text : text + ":" + std::to_string(member);
    }

    std::int64_t place;
    std::uint8_t member;
};

} // namespace saikobi::waiting_room
