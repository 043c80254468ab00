#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/waiting_room/network.h"

namespace saikobi::waiting_room {

/// One line of staff's block list. `what` is as the command has it: an address or CIDR,
/// `number:FROM-TO`, `subject:HEX16`.
struct BlockEntry {
    std::string what{};
    std::optional<contract::Instant> until{}; ///< empty: until somebody unblocks
    std::optional<std::int64_t> seat{}; ///< of a subject that has entered
};

/// A place, or of a group place the one of this member, as one number.
constexpr std::int64_t seatOf(std::int64_t place, std::uint8_t member)
{
    return place * 10 + member;
}

/// Who may not take part in one sale. Made once for each list and then only asked: with nobody
/// blocked an answer costs nothing, with a thousand entries some ten comparisons.
class BlockList {
public:
    static constexpr std::size_t limit = 1000; ///< entries; what is beyond them is not read

    BlockList() = default;
    explicit BlockList(std::vector<BlockEntry> entries);

    /// Takes out what has ended by `now` and puts in what has not; costs nothing in between.
    void keep(contract::Instant now);

    bool isEmpty() const;
    bool blocksAddress(const AddressBytes& address) const;
    bool blocksNumber(std::int64_t number) const;
    bool blocksSubject(std::uint64_t subject) const; ///< 0 is nobody
    bool blocksSeat(std::int64_t seat) const; ///< the pass of a blocked subject
    /// Is somebody named by subject who had not entered when the list was read?
    bool hasAbsentSubjects() const;
    std::size_t size() const { return m_entries.size(); }
    /// Entries that could not be read, of the ones given; staff's rules let none in.
    std::size_t unreadable() const { return m_unreadable; }

private:
    template<class Value>
    using Spans = std::vector<std::pair<Value, Value>>; ///< sorted, apart from each other

    void compile(contract::Instant now);
    void take(const BlockEntry& entry);

    std::vector<BlockEntry> m_entries{};
    std::optional<contract::Instant> m_compiledAt{};
    contract::Instant m_nextEnd = contract::Instant::max();
    Spans<AddressBytes> m_addresses{};
    Spans<std::int64_t> m_numbers{};
    std::vector<std::uint64_t> m_subjects{};
    std::vector<std::int64_t> m_seats{};
    std::size_t m_unreadable = 0;
};

} // namespace saikobi::waiting_room
