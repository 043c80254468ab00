#include "backend/http/guard.h"

#include <utility>

namespace saikobi::http {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t joinSlots = 1U << 16U;
constexpr std::size_t forgerySlots = 1U << 14U;
constexpr std::size_t claimSlots = 1U << 16U;
constexpr std::size_t visitSlots = 1U << 16U;
constexpr std::int64_t farAbove = 10;
/// Pages poll by jitter, two tabs of one visitor poll at once, and clocks of telephones wander.
constexpr int patienceDivisor = 3;

std::uint64_t wordAt(const Guard::Address& address, std::size_t from)
{
    std::uint64_t word = 0;
    for (std::size_t i = from; i < from + 8; ++i)
        word = word << 8U | address[i];
    return word;
}

} // namespace

Guard::Guard(NetworkList exempt)
    : m_exempt{std::move(exempt)}
    , m_joins{joinSlots, 60s}
    , m_forgeries{forgerySlots, 60s}
    , m_claims{claimSlots, 1s}
    , m_visits{visitSlots}
{
}

/// The second half of an IPv6 address is the visitor's to choose.
std::uint64_t Guard::keyOf(std::string_view name, const Address& address) const
{
    const auto half = waiting_room::isIpv4(address) ? wordAt(address, 8) : 0;
    return m_hash.of(name, {wordAt(address, 0), half});
}

std::uint64_t Guard::keyOf(const waiting_room::Ticket& ticket, std::uint64_t purpose) const
{
    return m_hash.of(ticket.sale,
            {static_cast<std::uint64_t>(ticket.run.value),
                    static_cast<std::uint64_t>(ticket.number), ticket.member, purpose});
}

/// Read again when a load has changed them; a list that cannot be read exempts nobody.
const NetworkList& Guard::exemptOf(const shop::CatalogueDocument& sale)
{
    auto& known = m_exemptOf[sale.sale.slug];
    if (known.written != sale.sale.exemptNetworks) {
        known.written = sale.sale.exemptNetworks;
        auto read = NetworkList::fromCidrs(known.written);
        known.networks = read ? std::move(read).value() : NetworkList{};
    }
    return known.networks;
}

bool Guard::isExempt(const shop::CatalogueDocument& sale, const Address& from)
{
    return m_exempt.contains(from) || exemptOf(sale).contains(from);
}

Guard::Joins Guard::joinsOf(
        const shop::CatalogueDocument& sale, const Address& from, Clock::time_point now)
{
    if (isExempt(sale, from))
        return Joins::Few;
    const auto limit = waiting_room::isIpv4(from) ? sale.sale.joinsPerMinuteIpv4
                                                  : sale.sale.joinsPerMinuteIpv6;
    const std::int64_t taken = m_joins.level(keyOf(sale.sale.slug, from), now);
    if (taken < limit)
        return Joins::Few;
    return taken < farAbove * limit ? Joins::Many : Joins::TooMany;
}

void Guard::countJoin(std::string_view sale, const Address& from, Clock::time_point now)
{
    m_joins.count(keyOf(sale, from), now);
}

void Guard::takeBackJoin(std::string_view sale, const Address& from, Clock::time_point now)
{
    m_joins.takeBack(keyOf(sale, from), now);
}

bool Guard::countForgery(const Address& from, Clock::time_point now)
{
    return m_forgeries.count(keyOf("", from), now) > forgeriesPerMinute;
}

bool Guard::mayClaim(const waiting_room::Ticket& ticket, Clock::time_point now)
{
    const auto key = keyOf(ticket, 0);
    if (m_claims.level(key, now) >= claimsPerSecond)
        return false;
    m_claims.count(key, now);
    return true;
}

bool Guard::noteVisit(Visit visit, const waiting_room::Ticket& ticket, Clock::time_point now,
        std::chrono::milliseconds told)
{
    const auto key = keyOf(ticket, 1 + static_cast<std::uint64_t>(visit));
    const bool isEarly = m_visits.isEarly(key, now);
    m_visits.tell(key, now + told / patienceDivisor);
    return isEarly;
}

} // namespace saikobi::http
