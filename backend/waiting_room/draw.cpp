#include "backend/waiting_room/draw.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <stdexcept>

#include "backend/waiting_room/big_endian.h"
#include "backend/waiting_room/hmac.h"

namespace saikobi::waiting_room {

namespace {

constexpr unsigned rounds = 8;

void appendWithLength(std::string& to, std::string_view text)
{
    if (text.size() > 255)
        throw std::invalid_argument("a name in a draw is at most 255 bytes");
    to += static_cast<char>(text.size());
    to += text;
}

std::string keyOf(const Draw::Terms& terms)
{
    std::string text{"saikobi-draw-key-v1"};
    text += '\0';
    appendWithLength(text, terms.sale);
    const auto people = ByteWriter<8>{}.put(static_cast<std::uint64_t>(terms.people), 8).bytes();
    text += asText(people.data(), people.size());
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
    , m_mac(m_key)
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
    const auto text = ByteWriter<17>{}.put(round, 1).put(m_people, 8).put(half, 8).bytes();
    return ByteReader{m_mac.of(asText(text.data(), text.size())).data()}.take(8);
}

} // namespace saikobi::waiting_room
