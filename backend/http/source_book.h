#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/top_sources.h"
#include "backend/http/keyed_hash.h"
#include "backend/waiting_room/network.h"

namespace saikobi::http {

/// Where the visitors of each sale come from, over the last 60 s: what staff look at before they
/// block an address. A fixed piece of memory (1.3 MiB a sale) in sets of four; a full set forgets
/// whoever is quietest, so the loud are always there. Nothing of it is written to disk.
class SourceBook {
public:
    using Clock = std::chrono::steady_clock;
    using Address = waiting_room::AddressBytes;
    static constexpr std::size_t mostSales = 16;

    enum class Sign { Request, Join, Refusal };
    void note(std::string_view sale, const Address& from, Sign sign, Clock::time_point now);
    /// Somebody with a ticket or a pass was heard from there; `person` is a number of the place.
    void noteWaiting(std::string_view sale, const Address& from, std::uint64_t person,
            Clock::time_point now);
    void noteShopper(std::string_view sale, const Address& from, std::uint64_t person,
            Clock::time_point now);

    /// Loudest first; `at` is left for the caller, who knows the time.
    contract::SourceTallies loudest(std::string_view sale, Clock::time_point now) const;

private:
    struct Counts {
        std::uint32_t requests = 0;
        std::uint32_t joins = 0;
        std::uint32_t refusals = 0;
        contract::PeopleSketch waiting{};
        contract::PeopleSketch shoppers{};
    };
    struct Slot {
        Address from{};
        std::uint32_t window = 0; ///< of `current`; 0: empty
        Counts current{};
        Counts previous{};
    };
    struct Table {
        std::vector<Slot> places{};
        Slot everybody{};
    };

    Table* tableOf(std::string_view sale);
    std::size_t setOf(const Address& household);
    Slot& placeOf(Table& table, const Address& from, Clock::time_point now);
    static void roll(Slot& slot, std::uint32_t window);
    static contract::SourceTally tallyOf(const Slot& slot, Clock::time_point now);

    std::map<std::string, Table, std::less<>> m_tables{};
    KeyedHash m_hash{};
    /// One request is noted more than once.
    struct {
        Address household{};
        std::optional<std::size_t> set{};
    } m_last{};
};

/// An IPv4 address, or the /64 of an IPv6 one, as a rule of the block list names it.
std::string sourceName(const waiting_room::AddressBytes& from);

} // namespace saikobi::http
