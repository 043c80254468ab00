#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/waiting_room/ticket.h"

namespace saikobi::waiting_room {

/// The last two bytes of a ticket's MAC: nobody can choose them, so they draw a fair sample.
std::uint32_t presenceTail(const Ticket& ticket);

/// The signs of life of sampled tickets that wait for the next call to Redis. Noting one costs no
/// memory and no call: repeats within some seconds are forgotten, and what does not fit is dropped
/// (the ticket is heard again).
class SignQueue {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t most = 2048;
    static constexpr std::chrono::seconds quiet{8}; ///< between two signs of one ticket

    /// `place`: empty while it is not known.
    void note(const Ticket& ticket, std::optional<std::int64_t> place, std::uint32_t divisor,
            Clock::time_point now);
    /// Pairs for saikobi_seen: a member of the set, and the one it replaces or "".
    std::vector<std::string> take();

private:
    struct Sign {
        std::int64_t number = 0;
        std::int64_t place = 0; ///< 0: not known
        std::uint32_t tail = 0;
    };
    struct Heard {
        std::int64_t number = 0;
        std::int64_t place = 0;
        std::uint32_t tail = 0;
        Clock::time_point at{};
    };
    bool isNews(const Sign& sign, Clock::time_point now);

    std::vector<Sign> m_waiting{};
    std::array<Heard, 8192> m_heard{}; ///< the newest of each slot
};

/// A member of the set, in 8 bytes.
struct PresenceMember {
    bool isPlaced = true;
    std::int64_t place = 0; ///< or the number, where the place is not known
    std::uint32_t tail = 0;
    bool operator==(const PresenceMember&) const = default;
};
std::string toBytes(const PresenceMember& member);
std::optional<PresenceMember> presenceMemberFrom(std::string_view bytes);

} // namespace saikobi::waiting_room
