#include "backend/http/source_book.h"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <cmath>

namespace saikobi::http {

namespace {

constexpr std::size_t setCount = 1024;
constexpr std::size_t slotsPerSet = 4;
constexpr std::chrono::seconds windowLength{60};
constexpr std::size_t householdBytes = 8; ///< of an IPv6 address; the rest is the visitor's choice
/// People are hashed alike at every instance, so that whoever is seen by two counts once. They
/// cannot choose their numbers, so nobody gains from knowing this.
const KeyedHash peopleHash{KeyedHash::Key{0x5361696b6f626921ULL, 0x70656f706c65ULL}};

std::uint32_t windowAt(SourceBook::Clock::time_point now)
{
    return static_cast<std::uint32_t>(
            1 + std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()) / windowLength);
}

/// Share of the window before this one that still counts.
double leftOfPrevious(SourceBook::Clock::time_point now)
{
    using Seconds = std::chrono::duration<double>;
    return 1 - std::fmod(Seconds{now.time_since_epoch()} / Seconds{windowLength}, 1.0);
}

waiting_room::AddressBytes householdOf(waiting_room::AddressBytes from)
{
    if (!waiting_room::isIpv4(from))
        std::fill(from.begin() + householdBytes, from.end(), std::uint8_t{0});
    return from;
}

std::string_view bytesOf(const waiting_room::AddressBytes& from)
{
    return {reinterpret_cast<const char*>(from.data()), from.size()};
}

bool isLouder(const contract::SourceTally& a, const contract::SourceTally& b)
{
    return std::pair{a.joins, a.requests} > std::pair{b.joins, b.requests};
}

} // namespace

std::string sourceName(const waiting_room::AddressBytes& from)
{
    if (waiting_room::isIpv4(from)) {
        boost::asio::ip::address_v4::bytes_type bytes{};
        std::copy(from.end() - 4, from.end(), bytes.begin());
        return boost::asio::ip::address_v4{bytes}.to_string();
    }
    const boost::asio::ip::address_v6::bytes_type bytes{householdOf(from)};
    return boost::asio::ip::address_v6{bytes}.to_string() + "/64";
}

SourceBook::Table* SourceBook::tableOf(std::string_view sale)
{
    auto known = m_tables.find(sale);
    if (known == m_tables.end()) {
        if (m_tables.size() >= mostSales)
            return nullptr;
        known = m_tables.emplace(std::string{sale}, Table{}).first;
        known->second.places.resize(setCount * slotsPerSet);
    }
    return &known->second;
}

void SourceBook::roll(Slot& slot, std::uint32_t window)
{
    if (slot.window >= window) // an answer may be later than one to who came after
        return;
    slot.previous = slot.window + 1 == window ? slot.current : Counts{};
    slot.current = {};
    slot.window = window;
}

std::size_t SourceBook::setOf(const Address& household)
{
    if (!m_last.set || m_last.household != household)
        m_last = {household, m_hash.of(bytesOf(household)) % setCount * slotsPerSet};
    return *m_last.set;
}

SourceBook::Slot& SourceBook::placeOf(Table& table, const Address& from, Clock::time_point now)
{
    const auto window = windowAt(now);
    const auto household = householdOf(from);
    auto* const set = &table.places[setOf(household)];
    Slot* quietest = set;
    std::int64_t least = INT64_MAX;
    for (std::size_t i = 0; i < slotsPerSet; ++i) {
        auto& slot = set[i];
        if (slot.window > 0 && slot.from == household) {
            roll(slot, window);
            return slot;
        }
        const bool isOver = slot.window + 1 < window;
        const auto loud = isOver ? 0 : std::int64_t{slot.current.requests} + slot.previous.requests;
        if (loud < least) {
            least = loud;
            quietest = &slot;
        }
    }
    *quietest = {};
    quietest->from = household;
    quietest->window = window;
    return *quietest;
}

void SourceBook::note(std::string_view sale, const Address& from, Sign sign, Clock::time_point now)
{
    auto* const table = tableOf(sale);
    if (!table)
        return;
    roll(table->everybody, windowAt(now));
    for (auto* const slot : {&table->everybody, &placeOf(*table, from, now)}) {
        auto& counts = slot->current;
        ++(sign == Sign::Join                   ? counts.joins
                        : sign == Sign::Refusal ? counts.refusals
                                                : counts.requests);
    }
}

void SourceBook::noteWaiting(
        std::string_view sale, const Address& from, std::uint64_t person, Clock::time_point now)
{
    if (auto* const table = tableOf(sale))
        placeOf(*table, from, now).current.waiting.add(peopleHash.of(sale, {person}));
}

void SourceBook::noteShopper(
        std::string_view sale, const Address& from, std::uint64_t person, Clock::time_point now)
{
    if (auto* const table = tableOf(sale))
        placeOf(*table, from, now).current.shoppers.add(peopleHash.of(sale, {person}));
}

contract::SourceTally SourceBook::tallyOf(const Slot& slot, Clock::time_point now)
{
    contract::SourceTally out;
    auto rolled = slot;
    roll(rolled, windowAt(now));
    const double left = leftOfPrevious(now);
    const auto level = [&rolled, left](std::uint32_t Counts::*count) {
        return std::llround(rolled.current.*count + left * rolled.previous.*count);
    };
    out.requests = level(&Counts::requests);
    out.joins = level(&Counts::joins);
    out.refusals = level(&Counts::refusals);
    out.waiting = rolled.current.waiting;
    out.waiting.merge(rolled.previous.waiting);
    out.shoppers = rolled.current.shoppers;
    out.shoppers.merge(rolled.previous.shoppers);
    return out;
}

contract::SourceTallies SourceBook::loudest(std::string_view sale, Clock::time_point now) const
{
    contract::SourceTallies out;
    const auto known = m_tables.find(sale);
    if (known == m_tables.end())
        return out;
    const auto everybody = tallyOf(known->second.everybody, now);
    out.requests = everybody.requests;
    out.joins = everybody.joins;
    for (const auto& slot : known->second.places) {
        if (slot.window + 1 < windowAt(now))
            continue;
        auto tally = tallyOf(slot, now);
        if (tally.requests + tally.joins + tally.refusals == 0)
            continue;
        tally.what = sourceName(slot.from);
        out.sources.push_back(std::move(tally));
    }
    const auto kept = std::min(out.sources.size(), contract::mostSources);
    std::partial_sort(out.sources.begin(), out.sources.begin() + static_cast<std::ptrdiff_t>(kept),
            out.sources.end(), isLouder);
    out.sources.resize(kept);
    return out;
}

} // namespace saikobi::http
