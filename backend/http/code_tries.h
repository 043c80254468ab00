#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "backend/http/keyed_hash.h"
#include "backend/http/rate_table.h"
#include "backend/waiting_room/network.h"
#include "backend/waiting_room/ticket.h"

namespace saikobi::http {

/// How often codes that people type were tried, so that guessing leads nowhere: 30 bits of a slip
/// at 20 tries an hour are 6000 years. Tables of one instance, of a fixed size.
class CodeTries {
public:
    using Clock = std::chrono::steady_clock;

    static constexpr std::uint32_t perAddress = 5; ///< a minute, right or wrong
    static constexpr std::uint32_t perNumber = 20; ///< wrong ones in an hour

    CodeTries();

    /// Counts a try of a slip or of staff's code. False: too many from there.
    bool mayTry(const waiting_room::AddressBytes& from, Clock::time_point now);
    /// False: too many wrong slips of this number. To be asked before one is looked at.
    bool mayTry(std::string_view sale, std::int64_t number, Clock::time_point now) const;
    void noteWrong(std::string_view sale, std::int64_t number, Clock::time_point now);

private:
    std::uint64_t keyOf(std::string_view sale, std::int64_t number) const;

    KeyedHash m_hash{};
    RateTable m_addresses;
    RateTable m_numbers;
};

} // namespace saikobi::http
