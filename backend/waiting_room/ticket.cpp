#include "backend/waiting_room/ticket.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include "backend/waiting_room/big_endian.h"
#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/sale_tickets.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

using Block = std::array<std::uint8_t, 16>;

std::string tagOf(std::string_view sale)
{
    return sha256(sale).substr(0, 4);
}

/// AES-256 of one block, there and back.
Block crypted(const std::string& key, const Block& block, bool isEncryption)
{
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context{
            EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
    std::array<std::uint8_t, 32> out{};
    int size = 0;
    const auto* keyBytes = reinterpret_cast<const unsigned char*>(key.data());
    if (!context
            || EVP_CipherInit_ex(context.get(), EVP_aes_256_ecb(), nullptr, keyBytes, nullptr,
                       isEncryption ? 1 : 0)
                    != 1
            || EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1
            || EVP_CipherUpdate(context.get(), out.data(), &size, block.data(), 16) != 1)
        throw std::runtime_error("AES-256 is not available");
    Block done{};
    std::copy_n(out.begin(), done.size(), done.begin());
    return done;
}

/// Of the oldest key, so that a request id stays the same while a newer key begins to sign.
std::string requestKey(const std::vector<TicketKey>& keys, std::string_view sale)
{
    if (keys.empty())
        throw std::logic_error("no ticket key");
    std::string text{"saikobi-request-v1"};
    text += '\0';
    return hmacSha256(keys.front().secret, text.append(sale));
}

/// Nothing unless it is written like a UUID, in small letters.
std::optional<Block> blockFromUuid(std::string_view text)
{
    constexpr std::string_view digits{"0123456789abcdef"};
    Block out{};
    std::size_t done = 0;
    if (text.size() != 36)
        return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isHyphen = i == 8 || i == 13 || i == 18 || i == 23;
        const auto value = digits.find(text[i]);
        if (isHyphen ? text[i] != '-' : value == std::string_view::npos)
            return std::nullopt;
        if (isHyphen)
            continue;
        auto& byte = out.at(done++ / 2);
        byte = static_cast<std::uint8_t>(byte << 4U | value);
    }
    return out;
}

} // namespace

std::uint8_t withHandOvers(std::uint8_t flags, int count)
{
    return static_cast<std::uint8_t>((flags & 15) | (count & 15) << 4);
}

TicketKeys::TicketKeys(std::vector<TicketKey> keys)
    : m_keys(std::move(keys))
{
    std::stable_sort(m_keys.begin(), m_keys.end(),
            [](const auto& left, const auto& right) { return left.signFrom < right.signFrom; });
}

std::string TicketKeys::sign(const Ticket& ticket, contract::Instant now) const
{
    return SaleTickets{*this, ticket.sale}.sign(ticket, now);
}

Result<Ticket> TicketKeys::verify(std::string_view encoded, std::string_view sale) const
{
    const auto read = SaleTickets{*this, sale}.verify(encoded);
    if (!read)
        return Fault{FaultCode::Invalid, "not a ticket of this sale"};
    return *read;
}

std::string TicketKeys::requestId(const Ticket& ticket) const
{
    ByteWriter<12> plain;
    plain.put(static_cast<std::uint64_t>(ticket.number), 6);
    plain.put(static_cast<std::uint64_t>(ticket.run.value), 5).put(ticket.member, 1);
    Block block{};
    std::copy(plain.bytes().begin(), plain.bytes().end(), block.begin());
    const auto tag = tagOf(ticket.sale);
    std::copy(tag.begin(), tag.end(), block.begin() + 12);
    constexpr std::string_view digits{"0123456789abcdef"};
    std::string out;
    for (const auto byte : crypted(requestKey(m_keys, ticket.sale), block, true)) {
        if (out.size() == 8 || out.size() == 13 || out.size() == 18 || out.size() == 23)
            out += '-';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

std::optional<Holder> TicketKeys::holderOf(std::string_view requestId, std::string_view sale) const
{
    const auto block = blockFromUuid(requestId);
    if (!block)
        return std::nullopt;
    const auto plain = crypted(requestKey(m_keys, sale), *block, false);
    ByteReader rest{plain.data()};
    Holder out;
    out.number = static_cast<std::int64_t>(rest.take(6));
    out.run.value = static_cast<std::int32_t>(rest.take(5));
    out.member = static_cast<std::uint8_t>(rest.take(1));
    const bool isOurs = isSameSecret(asText(plain.data() + 12, 4), tagOf(sale));
    return isOurs && out.number > 0 ? std::optional{out} : std::nullopt;
}

} // namespace saikobi::waiting_room
