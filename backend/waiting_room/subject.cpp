#include "backend/waiting_room/subject.h"

#include <algorithm>
#include <string>

#include "backend/waiting_room/big_endian.h"
#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/hmac.h"

namespace saikobi::waiting_room {

std::optional<std::uint64_t> subjectHash(
        std::string_view key, std::string_view sale, std::string_view subject, std::string_view mac)
{
    if (key.empty() || subject.empty())
        return std::nullopt;
    const auto expected = toHex(hmacSha256(key, std::string{sale} + ":" + std::string{subject}));
    if (!isSameSecret(expected, mac))
        return std::nullopt;
    // Of another text than the signature, which is a secret of the shop and its member.
    std::string text{"saikobi-subject-v1"};
    text += '\0';
    const auto hash = hmacSha256(key, text.append(subject));
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(hash.data());
    return std::max<std::uint64_t>(1, ByteReader{bytes}.take(8));
}

} // namespace saikobi::waiting_room
