#include "backend/http/code_tries.h"

#include "backend/waiting_room/big_endian.h"

namespace saikobi::http {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t slots = 4096; ///< 64 KiB each

} // namespace

CodeTries::CodeTries()
    : m_addresses(slots, 1min)
    , m_numbers(slots, 1h)
{
}

std::uint64_t CodeTries::keyOf(std::string_view sale, std::int64_t number) const
{
    return m_hash.of(sale, {static_cast<std::uint64_t>(number)});
}

bool CodeTries::mayTry(const waiting_room::AddressBytes& from, Clock::time_point now)
{
    // Each household with IPv6 has a /64 to choose addresses from.
    const std::size_t size = waiting_room::isIpv4(from) ? from.size() : 8;
    const auto key = m_hash.of(waiting_room::asText(from.data(), size));
    return m_addresses.count(key, now) <= perAddress;
}

bool CodeTries::mayTry(std::string_view sale, std::int64_t number, Clock::time_point now) const
{
    return m_numbers.level(keyOf(sale, number), now) < perNumber;
}

void CodeTries::noteWrong(std::string_view sale, std::int64_t number, Clock::time_point now)
{
    m_numbers.count(keyOf(sale, number), now);
}

} // namespace saikobi::http
