#include "backend/rehearsal/work_done.h"

#include <openssl/evp.h>

#include <boost/json.hpp>

#include <array>
#include <charconv>
#include <cstdint>

namespace saikobi::rehearsal {

namespace {

constexpr unsigned workNeeded = 428;
constexpr int mostBits = 20;
constexpr std::uint32_t mostTries = 1U << 28U; ///< nobody needs 256 times the mean

std::string textOf(const boost::json::object& from, const char* name)
{
    const auto* found = from.if_contains(name);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
}

/// The first 32 bits of the hash.
std::uint32_t beginOf(const std::string& text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i)
        word = word << 8U | digest[i];
    return word;
}

} // namespace

std::optional<std::string> workDone(const HttpAnswer& asked, const std::string& visitor)
{
    boost::system::error_code failed;
    const auto document = boost::json::parse(asked.body, failed);
    if (asked.status != workNeeded || failed || !document.is_object())
        return std::nullopt;
    const auto salt = textOf(document.get_object(), "salt");
    const auto digits = textOf(document.get_object(), "bits");
    int bits = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (read.ec != std::errc{} || bits < 1 || bits > mostBits)
        return std::nullopt;
    for (std::uint32_t i = 0; i < mostTries; ++i) {
        const auto nonce = std::to_string(i);
        if (beginOf(salt + visitor + nonce) >> (32 - bits) == 0)
            return R"("salt":")" + salt + R"(","nonce":")" + nonce + "\"";
    }
    return std::nullopt;
}

} // namespace saikobi::rehearsal
