#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "backend/http/keyed_hash.h"
#include "backend/http/network_list.h"
#include "backend/http/rate_table.h"
#include "backend/http/repeat_table.h"
#include "backend/http/source_book.h"
#include "backend/shop/catalogue.h"
#include "backend/waiting_room/network.h"
#include "backend/waiting_room/ticket.h"

namespace saikobi::http {

/// What one instance remembers of its visitors so that abuse stays cheap: tables of fixed size
/// (3 MiB together, and the sources of each sale), nothing else. An IPv6 visitor is their /64,
/// since each household has one.
class Guard {
public:
    using Clock = std::chrono::steady_clock;
    using Address = waiting_room::AddressBytes;
    /// The ways in which somebody in line asks after their place.
    enum class Visit { Page, Poll, Claim };
    /// How many new places an address has taken lately: few, above the sale's limit (whoever wants
    /// one more shall work for it), or above ten times that.
    enum class Joins { Few, Many, TooMany };

    static constexpr std::uint32_t forgeriesPerMinute = 20; ///< then connections end
    static constexpr std::uint32_t claimsPerSecond = 5; ///< of one ticket

    /// `exempt`: networks that no join limit counts, in any sale.
    explicit Guard(NetworkList exempt = {});

    Joins joinsOf(const shop::CatalogueDocument& sale, const Address& from, Clock::time_point now);
    /// Before a place is asked for; `takeBackJoin` when it turned out to be no new one.
    void countJoin(std::string_view sale, const Address& from, Clock::time_point now);
    void takeBackJoin(std::string_view sale, const Address& from, Clock::time_point now);

    /// Counts a ticket or pass that nobody of us made; true: this was one too many.
    bool countForgery(const Address& from, Clock::time_point now);
    /// Counts a claim unless there were enough of them this second.
    bool mayClaim(const waiting_room::Ticket& ticket, Clock::time_point now);
    /// Notes a visit and when the next one is due; true: it came long before it was due.
    bool noteVisit(Visit visit, const waiting_room::Ticket& ticket, Clock::time_point now,
            std::chrono::milliseconds told);
    /// Networks whose joins nobody counts are no sources of joins either.
    bool isExempt(const shop::CatalogueDocument& sale, const Address& from);
    SourceBook& sources() { return m_sources; }

private:
    const NetworkList& exemptOf(const shop::CatalogueDocument& sale);
    std::uint64_t keyOf(std::string_view name, const Address& address) const;
    std::uint64_t keyOf(const waiting_room::Ticket& ticket, std::uint64_t purpose) const;

    struct Exempt {
        std::vector<std::string> written{};
        NetworkList networks{};
    };
    NetworkList m_exempt;
    std::map<std::string, Exempt, std::less<>> m_exemptOf{};
    KeyedHash m_hash{};
    RateTable m_joins;
    RateTable m_forgeries;
    RateTable m_claims;
    RepeatTable m_visits;
    SourceBook m_sources{};
};

} // namespace saikobi::http
