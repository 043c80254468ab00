#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace saikobi::waiting_room {

/// SHA-256 of a short text in 0.1 µs; the general one in hmac.h looks its algorithm up each time.
std::array<std::uint8_t, 32> quickSha256(std::string_view text);

/// HMAC-SHA-256 under one key that is used again and again: the two half-finished hashes of the
/// key are kept, so that a short text costs two blocks of SHA-256 and no memory.
class HmacState {
public:
    using Mac = std::array<std::uint8_t, 32>;

    explicit HmacState(std::string_view key);
    Mac of(std::string_view text) const;

private:
    using Half = std::array<std::uint32_t, 28>; ///< SHA256_CTX, which stays out of this header

    Half m_inner{};
    Half m_outer{};
};

} // namespace saikobi::waiting_room
