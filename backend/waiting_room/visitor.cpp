#include "backend/waiting_room/visitor.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "backend/waiting_room/big_endian.h"
#include "backend/waiting_room/hmac_state.h"

namespace saikobi::waiting_room {

namespace {

constexpr std::size_t printSize = 7;

/// A fingerprint nobody else has. The system is asked for a few hundred of them at a time.
std::string randomPrint()
{
    static thread_local std::array<char, 256 / printSize * printSize> bytes{};
    static thread_local std::size_t used = bytes.size();
    if (used == bytes.size()) {
        // Up to 256 bytes are never cut short and never interrupted.
        if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error("no random numbers");
        used = 0;
    }
    used += printSize;
    return {bytes.data() + used - printSize, printSize};
}

} // namespace

std::string fingerprint(std::string_view visitorId)
{
    if (visitorId.empty())
        return randomPrint();
    return std::string{asText(quickSha256(visitorId).data(), printSize)};
}

std::string fingerprint(const Visitor& visitor)
{
    auto out = fingerprint(visitor.id);
    if (visitor.subject != 0) {
        const auto bytes = ByteWriter<8>{}.put(visitor.subject, 8).bytes();
        out += asText(bytes.data(), bytes.size());
    }
    return out;
}

} // namespace saikobi::waiting_room
