#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/waiting_room/holder_name.h"

namespace saikobi::waiting_room {

/// A called ticket that asks for its pass.
struct ClaimAsked {
    ClaimAsked(std::int64_t place_)
        : place(place_)
        , number(place_)
    {
    }
    HolderName holder() const { return {place, member}; }

    std::int64_t place;
    std::int64_t number;
    std::uint8_t member = 0;
    int handOvers = 0;
    std::uint64_t subject = 0; ///< 0: none
};

/// A place on its way to another device.
struct MoveAsked {
    std::int64_t number = 0;
    std::uint8_t member = 0;
    int handOvers = 0; ///< of the new ticket; 0: one more than the last
    std::string print{}; ///< of the visitor who asks, in hex
};

struct Moved {
    enum class Kind { Now, Before, Taken, TooOften, Unknown };
    contract::Instant at{};
    Kind kind = Kind::Unknown;
    int handOvers = 0; ///< of the new ticket, where Now or Before
    std::int64_t number = 0;
};

struct GroupAsked {
    std::int64_t number = 0;
    std::int64_t place = 0; ///< 0: not known yet
    std::int64_t most = 0; ///< people who may share it
    std::string print{};
};

struct GroupJoined {
    enum class Kind { Now, Before, Full, Called, NotYet, Interrupted };
    contract::Instant at{};
    Kind kind = Kind::NotYet;
    std::uint8_t member = 0;
};

} // namespace saikobi::waiting_room
