#include "backend/waiting_room/hmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace saikobi::waiting_room {

namespace {

using Digest = std::array<unsigned char, 32>;

const unsigned char* bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string toString(const Digest& digest)
{
    return {digest.begin(), digest.end()};
}

} // namespace

std::string sha256(std::string_view text)
{
    Digest out{};
    if (EVP_Digest(text.data(), text.size(), out.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return toString(out);
}

std::string hmacSha256(std::string_view key, std::string_view text)
{
    Digest out{};
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytesOf(text), text.size(),
                out.data(), nullptr))
        throw std::runtime_error("HMAC-SHA-256 is not available");
    return toString(out);
}

bool isSameSecret(std::string_view left, std::string_view right)
{
    return left.size() == right.size()
            && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

} // namespace saikobi::waiting_room
