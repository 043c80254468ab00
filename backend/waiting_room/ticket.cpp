#include "backend/waiting_room/ticket.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include "backend/waiting_room/base64url.h"
#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/signing_key.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t bodySize = 30;
constexpr std::size_t macSize = 16;

void append(std::string& to, std::uint64_t value, int bytes)
{
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        to += static_cast<char>(value >> static_cast<unsigned>(shift) & 255U);
}

std::uint64_t take(std::string_view& from, std::size_t bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
        value = value << 8U | static_cast<std::uint8_t>(from[i]);
    from.remove_prefix(bytes);
    return value;
}

std::string tagOf(std::string_view sale)
{
    return sha256(sale).substr(0, 4);
}

/// Each sale and run has a key of its own: a ticket of one is a forgery in all others.
std::string keyFor(const TicketKey& master, std::string_view sale, contract::Run run)
{
    std::string text{"saikobi-ticket-v1"};
    text += '\0';
    text += sale;
    append(text, static_cast<std::uint64_t>(run.value), 2);
    return hmacSha256(master.secret, text);
}

std::string macOf(
        const TicketKey& master, std::string_view sale, contract::Run run, std::string_view body)
{
    return hmacSha256(keyFor(master, sale, run), body).substr(0, macSize);
}

std::string bodyOf(const Ticket& ticket, std::uint8_t keyId)
{
    std::string body;
    append(body, version, 1);
    append(body, keyId, 1);
    body += tagOf(ticket.sale);
    append(body, static_cast<std::uint64_t>(ticket.run.value), 2);
    append(body, static_cast<std::uint64_t>(ticket.number), 6);
    append(body, static_cast<std::uint64_t>(contract::toUnixMs(ticket.joinedAt)), 6);
    append(body, ticket.flags, 1);
    append(body, ticket.member, 1);
    append(body, ticket.subject, 8);
    return body;
}

std::string encryptBlock(const std::string& key, const std::string& block)
{
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context{
            EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
    std::array<unsigned char, 32> out{};
    int size = 0;
    const auto* keyBytes = reinterpret_cast<const unsigned char*>(key.data());
    const auto* text = reinterpret_cast<const unsigned char*>(block.data());
    if (!context
            || EVP_EncryptInit_ex(context.get(), EVP_aes_256_ecb(), nullptr, keyBytes, nullptr) != 1
            || EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1
            || EVP_EncryptUpdate(context.get(), out.data(), &size, text, 16) != 1)
        throw std::runtime_error("AES-256 is not available");
    return {out.begin(), out.begin() + 16};
}

} // namespace

TicketKeys::TicketKeys(std::vector<TicketKey> keys)
    : m_keys(std::move(keys))
{
    std::stable_sort(m_keys.begin(), m_keys.end(),
            [](const auto& left, const auto& right) { return left.signFrom < right.signFrom; });
}

std::string TicketKeys::sign(const Ticket& ticket, contract::Instant now) const
{
    if (m_keys.empty())
        throw std::logic_error("no ticket key");
    const auto& key = signingKey(m_keys, now);
    const auto body = bodyOf(ticket, key.id);
    return toBase64Url(body + macOf(key, ticket.sale, ticket.run, body));
}

Result<Ticket> TicketKeys::verify(std::string_view encoded, std::string_view sale) const
{
    const Fault forged{FaultCode::Invalid, "not a ticket of this sale"};
    const auto bytes = fromBase64Url(encoded);
    if (!bytes || bytes->size() != bodySize + macSize)
        return forged;
    const std::string_view body{bytes->data(), bodySize};
    auto rest = body;
    const auto isOurVersion = take(rest, 1) == version;
    const auto keyId = take(rest, 1);
    const auto isOurSale = rest.substr(0, 4) == tagOf(sale);
    rest.remove_prefix(4);
    const auto key = std::find_if(m_keys.begin(), m_keys.end(),
            [keyId](const TicketKey& candidate) { return candidate.id == keyId; });
    if (!isOurVersion || !isOurSale || key == m_keys.end())
        return forged;

    Ticket ticket;
    ticket.sale = sale;
    ticket.run.value = static_cast<std::int32_t>(take(rest, 2));
    if (!isSameSecret(
                macOf(*key, sale, ticket.run, body), std::string_view{*bytes}.substr(bodySize)))
        return forged;
    ticket.number = static_cast<std::int64_t>(take(rest, 6));
    ticket.joinedAt = contract::fromUnixMs(static_cast<std::int64_t>(take(rest, 6)));
    ticket.flags = static_cast<std::uint8_t>(take(rest, 1));
    ticket.member = static_cast<std::uint8_t>(take(rest, 1));
    ticket.subject = take(rest, 8);
    ticket.encoded = encoded;
    if (ticket.number < 1 || ticket.number > highestNumber)
        return forged;
    return ticket;
}

std::string TicketKeys::requestId(const Ticket& ticket) const
{
    if (m_keys.empty())
        throw std::logic_error("no ticket key");
    // The oldest key, so that the id stays the same while a newer key begins to sign.
    const auto key = hmacSha256(
            m_keys.front().secret, std::string{"saikobi-request-v1"} + '\0' + ticket.sale);
    std::string block;
    append(block, static_cast<std::uint64_t>(ticket.number), 6);
    append(block, static_cast<std::uint64_t>(ticket.run.value), 5);
    append(block, ticket.member, 1);
    block += tagOf(ticket.sale);
    constexpr std::string_view digits{"0123456789abcdef"};
    std::string out;
    for (const char byte : encryptBlock(key, block)) {
        if (out.size() == 8 || out.size() == 13 || out.size() == 18 || out.size() == 23)
            out += '-';
        out += digits[static_cast<std::uint8_t>(byte) >> 4U];
        out += digits[static_cast<std::uint8_t>(byte) & 15U];
    }
    return out;
}

} // namespace saikobi::waiting_room
