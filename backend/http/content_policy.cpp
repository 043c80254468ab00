#include "backend/http/content_policy.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>

namespace saikobi::http {

namespace {

std::string sourceOf(std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::array<unsigned char, 64> encoded{};
    const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
    std::string source{"'sha256-"};
    source.append(encoded.begin(), encoded.begin() + length);
    return source + "'";
}

} // namespace

std::string contentPolicy(std::string_view style, std::string_view script)
{
    std::string policy{"default-src 'none'; style-src "};
    policy.append(sourceOf(style));
    if (!script.empty())
        policy.append("; script-src ").append(sourceOf(script));
    return policy
            + "; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
              "frame-ancestors 'none'";
}

std::string randomVisitor()
{
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        std::abort(); // OpenSSL cannot seed itself: nothing we sign would be worth anything
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const auto byte : bytes) {
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

} // namespace saikobi::http
