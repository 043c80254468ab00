#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::waiting_room {

/// The right to shop: an RS256 JWT (WAITING_ROOM.md §8).
struct PassClaims {
    std::string sale{}; ///< aud
    std::string subject{}; ///< sub: request id, opaque
    std::int64_t number = 0; ///< queue_position
    std::int64_t place = 0; ///< not in the token: Line computes it from the number
    std::uint8_t member = 0; ///< of a group place; stands in `subject`
    contract::Instant issuedAt{};
    contract::Instant expiresAt{};
};

struct GrantedPass {
    std::string token{};
    contract::Instant expiresAt{};
};

/// Private keys that sign and public keys that verify. Signing is deterministic: a repeated claim
/// gets the same bytes while the end is the same.
class PassKeys {
public:
    struct Key {
        std::string pem{}; ///< RSA 2048 private key, PKCS#8
        contract::Instant signFrom{};
    };
    /// Invalid names which key cannot be read.
    static contract::Result<PassKeys> fromPem(std::vector<Key> keys, std::string issuer);
    /// A new key for rehearsals and tests.
    static std::string generatePem();
    PassKeys(PassKeys&&) noexcept;
    ~PassKeys();

    std::string sign(const PassClaims& claims, contract::Instant now) const;
    /// Invalid: forged, expired or of another sale.
    contract::Result<PassClaims> verify(
            std::string_view token, std::string_view sale, contract::Instant now) const;
    const std::string& jwks() const; ///< document for /.well-known/jwks.json

private:
    class Impl;
    explicit PassKeys(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace saikobi::waiting_room
