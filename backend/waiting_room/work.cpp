#include "backend/waiting_room/work.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/signing_key.h"
#include "backend/waiting_room/ticket.h"

namespace saikobi::waiting_room::work {

namespace {

constexpr std::string_view label = "saikobi-work-v1";
constexpr std::size_t minuteDigits = 8;
constexpr std::size_t macBytes = 12;
constexpr std::size_t saltSize = minuteDigits + 2 * macBytes;
constexpr std::size_t visitorSize = 32;
constexpr std::size_t longestNonce = 32;

std::string hexOf(std::uint64_t value)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    std::string out{digits.data(), end};
    out.insert(0, minuteDigits - std::min(minuteDigits, out.size()), '0');
    return out;
}

std::string hexOf(std::string_view bytes)
{
    constexpr std::string_view digits{"0123456789abcdef"};
    std::string out;
    for (const char byte : bytes) {
        out += digits[static_cast<std::uint8_t>(byte) >> 4U];
        out += digits[static_cast<std::uint8_t>(byte) & 15U];
    }
    return out;
}

/// Apart from tickets by its label, and from other sales.
std::string keyFrom(const TicketKey& master, std::string_view sale)
{
    std::string text{label};
    text += '\0';
    text += sale;
    return hmacSha256(master.secret, text);
}

std::int64_t minuteAt(contract::Instant now)
{
    return contract::toUnixMs(now) / 60'000;
}

std::string macUnder(std::string_view key, std::string_view minute)
{
    return hexOf(std::string_view{hmacSha256(key, minute)}.substr(0, macBytes));
}

int zeroBits(std::string_view digest)
{
    int bits = 0;
    for (const char c : digest) {
        const auto byte = static_cast<std::uint8_t>(c);
        for (int bit = 7; bit >= 0; --bit, ++bits)
            if ((byte >> bit & 1) != 0)
                return bits;
    }
    return bits;
}

} // namespace

std::string saltOf(const TicketKeys& keys, std::string_view sale, contract::Instant now)
{
    const auto minute = hexOf(static_cast<std::uint64_t>(minuteAt(now)));
    return minute + macUnder(keyFrom(signingKey(keys.all(), now), sale), minute);
}

bool isSalt(
        std::string_view salt, const TicketKeys& keys, std::string_view sale, contract::Instant now)
{
    if (salt.size() != saltSize)
        return false;
    const auto minute = salt.substr(0, minuteDigits);
    std::int64_t made = 0;
    const auto read = std::from_chars(minute.data(), minute.data() + minute.size(), made, 16);
    // A minute ahead: another instance's clock may be.
    const auto age = minuteAt(now) - made;
    if (read.ec != std::errc{} || read.ptr != minute.data() + minute.size() || age < -1
            || age > saltLife.count())
        return false;
    for (const auto& master : keys.all())
        if (isSameSecret(macUnder(keyFrom(master, sale), minute), salt.substr(minuteDigits)))
            return true;
    return false;
}

bool isDone(const Answer& answer, std::int64_t bits)
{
    if (answer.salt.size() != saltSize || answer.visitor.size() != visitorSize
            || answer.nonce.empty() || answer.nonce.size() > longestNonce)
        return false;
    std::string text{answer.salt};
    text.append(answer.visitor).append(answer.nonce);
    return zeroBits(sha256(text)) >= bits;
}

} // namespace saikobi::waiting_room::work
