#include "backend/waiting_room/presence.h"

#include <string_view>

namespace saikobi::waiting_room {

namespace {

std::uint32_t digitOf(char c)
{
    if (c >= 'A' && c <= 'Z')
        return static_cast<std::uint32_t>(c - 'A');
    if (c >= 'a' && c <= 'z')
        return static_cast<std::uint32_t>(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return static_cast<std::uint32_t>(c - '0') + 52;
    return c == '-' ? 62 : 63;
}

} // namespace

std::uint32_t presenceTail(const Ticket& ticket)
{
    // Bytes 44 and 45 of 46 are the last 16 of the 20 bits behind character 58, less 4 of padding.
    const std::string_view text{ticket.encoded};
    if (text.size() != 62)
        return 0;
    const auto bits = digitOf(text[58]) << 18U | digitOf(text[59]) << 12U | digitOf(text[60]) << 6U
            | digitOf(text[61]);
    return bits >> 4U & 0xFFFFU;
}

void SignQueue::note(const Ticket& ticket, std::optional<std::int64_t> place, std::uint32_t divisor,
        Clock::time_point now)
{
    const Sign sign{ticket.number, place.value_or(0), presenceTail(ticket)};
    if (sign.tail % divisor != 0 || m_waiting.size() >= most || !isNews(sign, now))
        return;
    if (m_waiting.capacity() == 0)
        m_waiting.reserve(most);
    m_waiting.push_back(sign);
}

bool SignQueue::isNews(const Sign& sign, Clock::time_point now)
{
    const auto mixed = static_cast<std::uint64_t>(sign.number) * 0x9E3779B97F4A7C15ULL ^ sign.tail;
    auto& heard = m_heard.at((mixed >> 32U) % m_heard.size());
    const bool isSame
            = heard.number == sign.number && heard.place == sign.place && heard.tail == sign.tail;
    if (isSame && now - heard.at < quiet)
        return false;
    heard = {sign.number, sign.place, sign.tail, now};
    return true;
}

std::vector<std::string> SignQueue::take()
{
    std::vector<std::string> out;
    out.reserve(2 * m_waiting.size());
    for (const auto& sign : m_waiting) {
        const auto unplaced = toBytes({false, sign.number, sign.tail});
        const bool isDrawn = sign.place != 0 && sign.place != sign.number;
        out.push_back(sign.place == 0 ? unplaced : toBytes({true, sign.place, sign.tail}));
        out.push_back(isDrawn ? unplaced : std::string{});
    }
    m_waiting.clear();
    return out;
}

std::string toBytes(const PresenceMember& member)
{
    std::string out{member.isPlaced ? 'p' : 'n'};
    const auto bits = static_cast<std::uint64_t>(member.place) << 16U | member.tail;
    for (int shift = 48; shift >= 0; shift -= 8)
        out += static_cast<char>(bits >> static_cast<unsigned>(shift) & 0xFFU);
    return out;
}

std::optional<PresenceMember> presenceMemberFrom(std::string_view bytes)
{
    if (bytes.size() != 8 || (bytes[0] != 'p' && bytes[0] != 'n'))
        return std::nullopt;
    std::uint64_t bits = 0;
    for (const char byte : bytes.substr(1))
        bits = bits << 8U | static_cast<std::uint8_t>(byte);
    return PresenceMember{bytes[0] == 'p', static_cast<std::int64_t>(bits >> 16U),
            static_cast<std::uint32_t>(bits & 0xFFFFU)};
}

} // namespace saikobi::waiting_room
