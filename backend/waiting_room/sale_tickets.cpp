#include "backend/waiting_room/sale_tickets.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "backend/waiting_room/base64url.h"
#include "backend/waiting_room/big_endian.h"
#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/signing_key.h"
#include "backend/waiting_room/slip.h"

namespace saikobi::waiting_room {

namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t bodySize = 30;
constexpr std::size_t macSize = 16;
constexpr std::size_t wholeSize = bodySize + macSize;
/// The present run and the one before it, for keys of yesterday, today and tomorrow.
constexpr std::size_t mostKnown = 6;

using Whole = std::array<std::uint8_t, wholeSize>;
using Body = ByteWriter<bodySize>;

/// Each sale and run has a key of its own: a ticket of one is a forgery in all others.
std::string keyFor(const TicketKey& master, std::string_view sale, contract::Run run)
{
    std::string text{"saikobi-ticket-v1"};
    text += '\0';
    text += sale;
    const auto bytes = ByteWriter<2>{}.put(static_cast<std::uint64_t>(run.value), 2).bytes();
    text += asText(bytes.data(), bytes.size());
    return hmacSha256(master.secret, text);
}

/// A code is signed as another kind of text than a ticket: neither can pass for the other.
HmacState::Mac codeMac(const HmacState& state, const std::uint8_t* body)
{
    std::array<std::uint8_t, 5 + bodySize> text{'c', 'o', 'd', 'e', 0};
    std::copy_n(body, bodySize, text.begin() + 5);
    return state.of(asText(text.data(), text.size()));
}

std::string together(const Body& body, const HmacState::Mac& mac)
{
    std::string bytes{asText(body.bytes().data(), bodySize)};
    bytes += asText(mac.data(), macSize);
    return toBase64Url(bytes);
}

bool isSame(const Whole& bytes, const HmacState::Mac& mac)
{
    return isSameSecret(asText(bytes.data() + bodySize, macSize), asText(mac.data(), macSize));
}

std::uint64_t inMs(contract::Instant at)
{
    return static_cast<std::uint64_t>(contract::toUnixMs(at));
}

contract::Instant fromMs(std::uint64_t ms)
{
    return contract::fromUnixMs(static_cast<std::int64_t>(ms));
}

} // namespace

SaleTickets::SaleTickets(const TicketKeys& keys, std::string_view sale)
    : m_keys(keys)
    , m_sale(sale)
{
    const auto hash = sha256(sale);
    for (std::size_t i = 0; i < 4; ++i)
        m_tag = m_tag << 8U | static_cast<std::uint8_t>(hash[i]);
    m_known.reserve(mostKnown);
}

const TicketKey& SaleTickets::signer(contract::Instant now) const
{
    if (m_keys.all().empty())
        throw std::logic_error("no ticket key");
    return signingKey(m_keys.all(), now);
}

const HmacState* SaleTickets::stateFor(std::uint8_t id, contract::Run run) const
{
    for (const auto& known : m_known)
        if (known.key == id && known.run == run)
            return &known.state;
    for (const auto& key : m_keys.all())
        if (key.id == id)
            return &stateFor(key, run);
    return nullptr;
}

const HmacState& SaleTickets::stateFor(const TicketKey& key, contract::Run run) const
{
    for (const auto& known : m_known)
        if (known.key == key.id && known.run == run)
            return known.state;
    Known fresh{key.id, run, HmacState{keyFor(key, m_sale, run)}};
    if (m_known.size() < mostKnown) {
        m_known.push_back(fresh);
        return m_known.back().state;
    }
    // Forged tickets may name any run: they only drive out each other and what is derived again.
    auto& oldest = m_known.at(m_oldest);
    m_oldest = (m_oldest + 1) % mostKnown;
    oldest = fresh;
    return oldest.state;
}

std::string SaleTickets::sign(const Ticket& ticket, contract::Instant now) const
{
    const auto& key = signer(now);
    Body body;
    body.put(version, 1).put(key.id, 1).put(m_tag, 4);
    body.put(static_cast<std::uint64_t>(ticket.run.value), 2);
    body.put(static_cast<std::uint64_t>(ticket.number), 6).put(inMs(ticket.joinedAt), 6);
    body.put(ticket.flags, 1).put(ticket.member, 1).put(ticket.subject, 8);
    return together(body, stateFor(key, ticket.run).of(asText(body.bytes().data(), bodySize)));
}

std::optional<Ticket> SaleTickets::verify(std::string_view encoded) const
{
    Whole bytes{};
    if (!readBase64Url(encoded, bytes))
        return std::nullopt;
    ByteReader rest{bytes.data()};
    const bool isOurVersion = rest.take(1) == version;
    const auto keyId = static_cast<std::uint8_t>(rest.take(1));
    const bool isOurSale = rest.take(4) == m_tag;
    if (!isOurVersion || !isOurSale)
        return std::nullopt;
    std::optional<Ticket> out{std::in_place};
    out->run.value = static_cast<std::int32_t>(rest.take(2));
    const auto* state = stateFor(keyId, out->run);
    if (!state || !isSame(bytes, state->of(asText(bytes.data(), bodySize))))
        return std::nullopt;
    out->sale = m_sale;
    out->number = static_cast<std::int64_t>(rest.take(6));
    out->joinedAt = fromMs(rest.take(6));
    out->flags = static_cast<std::uint8_t>(rest.take(1));
    out->member = static_cast<std::uint8_t>(rest.take(1));
    out->subject = rest.take(8);
    out->encoded = encoded;
    if (out->number < 1 || out->number > highestNumber || out->member >= mostInGroup)
        return std::nullopt;
    return out;
}

std::string SaleTickets::slip(const Holder& holder, contract::Instant now) const
{
    return slipText(holder, slipCheck(stateFor(signer(now), holder.run), holder));
}

std::optional<Holder> SaleTickets::readSlip(
        std::string_view text, contract::Run run, int groupMax) const
{
    const auto read = readSlipText(text);
    if (!read)
        return std::nullopt;
    // All are tried whatever was found, so that the time tells nothing of which one it was.
    std::optional<Holder> found;
    for (const auto& key : m_keys.all()) {
        for (int member = 0; member < std::max(1, groupMax); ++member) {
            const Holder holder{read->number, run, static_cast<std::uint8_t>(member)};
            if (isSameSecret(slipCheck(stateFor(key, run), holder), read->check))
                found = holder;
        }
    }
    return found;
}

std::string SaleTickets::signCode(const PlaceCode& code, contract::Instant now) const
{
    const auto& key = signer(now);
    Body body;
    body.put(static_cast<std::uint8_t>(code.purpose), 1).put(key.id, 1);
    body.put(static_cast<std::uint64_t>(code.run.value), 2);
    body.put(static_cast<std::uint64_t>(code.number), 6).put(inMs(code.joinedAt), 6);
    body.put(code.flags, 1).put(code.member, 1).put(code.subject, 8);
    body.put(inMs(code.expiresAt) / 1000, 4);
    return together(body, codeMac(stateFor(key, code.run), body.bytes().data()));
}

std::optional<PlaceCode> SaleTickets::readCode(std::string_view text) const
{
    Whole bytes{};
    if (!readBase64Url(text, bytes))
        return std::nullopt;
    ByteReader rest{bytes.data()};
    PlaceCode out;
    const auto purpose = rest.take(1);
    const auto keyId = static_cast<std::uint8_t>(rest.take(1));
    out.run.value = static_cast<std::int32_t>(rest.take(2));
    const auto* state = purpose == 1 || purpose == 2 ? stateFor(keyId, out.run) : nullptr;
    if (!state || !isSame(bytes, codeMac(*state, bytes.data())))
        return std::nullopt;
    out.purpose = purpose == 1 ? CodePurpose::HandOver : CodePurpose::Invite;
    out.number = static_cast<std::int64_t>(rest.take(6));
    out.joinedAt = fromMs(rest.take(6));
    out.flags = static_cast<std::uint8_t>(rest.take(1));
    out.member = static_cast<std::uint8_t>(rest.take(1));
    out.subject = rest.take(8);
    out.expiresAt = fromMs(rest.take(4) * 1000);
    return out;
}

} // namespace saikobi::waiting_room
