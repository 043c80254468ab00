// Half-finished hashes are only offered by the older interface of OpenSSL 3.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "backend/waiting_room/draw.h"

#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <stdexcept>

#include "backend/waiting_room/hmac.h"

namespace saikobi::waiting_room {

namespace {

constexpr unsigned rounds = 8;
constexpr std::size_t blockSize = 64;
constexpr std::size_t digestSize = 32;
using Block = std::array<unsigned char, blockSize>;

void appendWithLength(std::string& to, std::string_view text)
{
    if (text.size() > 255)
        throw std::invalid_argument("a name in a draw is at most 255 bytes");
    to += static_cast<char>(text.size());
    to += text;
}

void putBig(unsigned char* to, std::uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; ++i)
        to[i] = static_cast<unsigned char>(value >> 8 * (bytes - 1 - i) & 255U);
}

/// SHA-256 of one block that ends a longer message: `before` blocks came first.
std::array<std::uint32_t, 8> lastBlock(std::array<std::uint32_t, 8> half,
        const unsigned char* message, std::size_t size, std::uint64_t blocksBefore)
{
    Block block{};
    std::copy_n(message, size, block.begin());
    block[size] = 0x80;
    putBig(block.data() + blockSize - 8, (blocksBefore * blockSize + size) * 8, 8);
    SHA256_CTX context{};
    std::copy(half.begin(), half.end(), std::begin(context.h));
    SHA256_Transform(&context, block.data());
    std::copy(std::begin(context.h), std::end(context.h), half.begin());
    return half;
}

std::array<std::uint32_t, 8> afterFirstBlock(std::string_view key, unsigned char pad)
{
    Block block{};
    block.fill(pad);
    for (std::size_t i = 0; i < key.size(); ++i)
        block[i] ^= static_cast<unsigned char>(key[i]);
    SHA256_CTX context{};
    SHA256_Init(&context);
    SHA256_Transform(&context, block.data());
    std::array<std::uint32_t, 8> half{};
    std::copy(std::begin(context.h), std::end(context.h), half.begin());
    return half;
}

std::string keyOf(const Draw::Terms& terms)
{
    std::string text{"saikobi-draw-key-v1"};
    text += '\0';
    appendWithLength(text, terms.sale);
    std::array<unsigned char, 8> people{};
    putBig(people.data(), static_cast<std::uint64_t>(terms.people), 8);
    text.append(people.begin(), people.end());
    appendWithLength(text, terms.beacon);
    return hmacSha256(terms.seed, text);
}

} // namespace

std::string drawCommitment(std::string_view sale, std::string_view rule, std::string_view seed)
{
    std::string text{"saikobi-draw-v1"};
    text += '\0';
    appendWithLength(text, sale);
    appendWithLength(text, rule);
    text += seed;
    return sha256(text);
}

Draw::Draw(const Terms& terms)
    : m_people(static_cast<std::uint64_t>(std::max<std::int64_t>(0, terms.people)))
    , m_key(keyOf(terms))
    , m_inner(afterFirstBlock(m_key, 0x36))
    , m_outer(afterFirstBlock(m_key, 0x5c))
{
    if (terms.seed.size() != drawSeedSize)
        throw std::invalid_argument("the seed of a draw has 32 bytes");
    if (m_people > 1)
        m_bits = std::max(1U, (static_cast<unsigned>(std::bit_width(m_people - 1)) + 1) / 2);
}

std::int64_t Draw::place(std::int64_t index) const
{
    return walked(index, false);
}

std::int64_t Draw::index(std::int64_t place) const
{
    return walked(place, true);
}

std::int64_t Draw::walked(std::int64_t from, bool isBack) const
{
    assert(from >= 1 && from <= people());
    if (m_people == 1)
        return 1;
    auto value = static_cast<std::uint64_t>(from - 1);
    // A cycle through an inside value leaves it for at most all the outside ones.
    [[maybe_unused]] const auto outside = (std::uint64_t{1} << 2 * m_bits) - m_people;
    [[maybe_unused]] std::uint64_t steps = 0;
    do {
        value = rounded(value, isBack);
        assert(steps++ <= outside);
    } while (value >= m_people);
    return static_cast<std::int64_t>(value + 1);
}

std::uint64_t Draw::rounded(std::uint64_t value, bool isBack) const
{
    const auto mask = (std::uint64_t{1} << m_bits) - 1;
    auto left = value >> m_bits;
    auto right = value & mask;
    for (unsigned i = 0; i < rounds; ++i) {
        if (isBack) {
            const auto before
                    = right ^ (mixed(static_cast<std::uint8_t>(rounds - 1 - i), left) & mask);
            right = left;
            left = before;
        } else {
            const auto after = left ^ (mixed(static_cast<std::uint8_t>(i), right) & mask);
            left = right;
            right = after;
        }
    }
    return left << m_bits | right;
}

/// The first 8 bytes of HMAC-SHA256(key, round ‖ people ‖ half).
std::uint64_t Draw::mixed(std::uint8_t round, std::uint64_t half) const
{
    std::array<unsigned char, 17> message{round};
    putBig(message.data() + 1, m_people, 8);
    putBig(message.data() + 9, half, 8);
    const auto inner = lastBlock(m_inner, message.data(), message.size(), 1);
    std::array<unsigned char, digestSize> digest{};
    for (std::size_t i = 0; i < inner.size(); ++i)
        putBig(digest.data() + 4 * i, inner[i], 4);
    const auto outer = lastBlock(m_outer, digest.data(), digest.size(), 1);
    return std::uint64_t{outer[0]} << 32U | outer[1];
}

} // namespace saikobi::waiting_room
