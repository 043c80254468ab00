#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "backend/waiting_room/hmac_state.h"

namespace saikobi::waiting_room {

inline constexpr std::size_t drawSeedSize = 32;

/// C of WAITING_ROOM.md §4, 32 bytes: published before the opening, it binds us to sale, beacon
/// rule and seed, and tells nothing about them. Names are at most 255 bytes.
std::string drawCommitment(std::string_view sale, std::string_view rule, std::string_view seed);

/// The order of the people who came before the opening: a permutation of 1 … people that anybody
/// who knows seed and beacon value can compute. Eight Feistel rounds over the next even number of
/// bits; values outside walk on along their cycle (Black and Rogaway, CT-RSA 2002).
class Draw {
public:
    struct Terms {
        std::string sale{};
        std::string seed{}; ///< 32 bytes
        std::int64_t people = 0; ///< N: numbers up to the last drawn one, those of nobody left out
        std::string beacon{}; ///< value, at most 255 bytes; empty under rule `none`
    };
    explicit Draw(const Terms& terms);

    std::int64_t people() const { return static_cast<std::int64_t>(m_people); }
    const std::string& key() const { return m_key; }
    std::int64_t place(std::int64_t index) const; ///< both 1 … people
    std::int64_t index(std::int64_t place) const; ///< the way back

private:
    std::uint64_t rounded(std::uint64_t value, bool isBack) const;
    std::int64_t walked(std::int64_t from, bool isBack) const;
    std::uint64_t mixed(std::uint8_t round, std::uint64_t half) const;

    std::uint64_t m_people = 0;
    unsigned m_bits = 1; ///< of a half
    std::string m_key;
    HmacState m_mac;
};

} // namespace saikobi::waiting_room
