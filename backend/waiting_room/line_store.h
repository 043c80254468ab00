#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "backend/contract/command.h"
#include "backend/contract/line_state.h"
#include "backend/contract/result.h"
#include "backend/contract/sale.h"
#include "backend/waiting_room/block_list.h"
#include "backend/waiting_room/holder_name.h"
#include "backend/waiting_room/instance_report.h"
#include "backend/waiting_room/mark_store.h"
#include "backend/waiting_room/move_answers.h"
#include "backend/waiting_room/order_gate.h"
#include "backend/waiting_room/session_end.h"

namespace saikobi::stores {
class RedisExecutor;
struct Reply;
} // namespace saikobi::stores

namespace saikobi::waiting_room {

struct Paced {
    contract::LineState line{};
    std::string state{}; ///< the same as JSON, as it came
    std::int64_t ceiling = 0;
    double clock = 0; ///< the line's own seconds
    std::string voids{};
    std::vector<contract::CommandDecision> decisions{};
    std::string drawnVoids{}; ///< void numbers that took part in the draw, once it is fixed
    EndedSessions ends{};
    std::string blocks{}; ///< the block list as JSON, if another revision of it was copied
};

struct Joined {
    enum class Kind { New, Known, Full, Closed };
    struct One {
        Kind kind = Kind::Full;
        std::int64_t number = 0;
        std::optional<contract::Instant> passEnds{};
    };
    contract::Instant at{};
    bool wasBefore = false;
    std::vector<One> each{};
};

struct Claimed {
    enum class Kind {
        Granted,
        Same,
        Waiting,
        Held,
        Closed,
        AtDoor,
        GoneUsed,
        GoneLate,
        GoneLeft,
        GoneExpired,
        MovedOn, ///< to another device
        SubjectIn ///< that member of the shop has a pass already
    };
    struct One {
        Kind kind = Kind::Waiting;
        contract::Instant passEnds{};
        std::int64_t ahead = 0;
        std::chrono::milliseconds retryAfter{1000};
    };
    contract::Instant at{};
    std::vector<One> each{};
};

struct Blocked {
    std::int64_t revision = 0;
    std::vector<BlockEntry> entries{};
};

/// KEYS of every function of a sale, in the order of resources/redis/10_base.lua; the streams of
/// the operators follow.
std::vector<std::string> lineKeys(
        const std::string& sale, const std::vector<std::string>& operators);

/// The Redis functions of one line. Answers come on `executor`; Lost where the state is absent or
/// of another epoch, Busy where Redis is full.
class LineStore {
public:
    template<class T>
    using Done = std::function<void(contract::Result<T>)>;

    LineStore(
            std::string sale, boost::asio::any_io_executor executor, stores::RedisExecutor& redis);

    /// Whose streams are read; people stay remembered while Postgres is away.
    void setOperators(const std::vector<std::string>& names);

    void pace(contract::Epoch epoch, const contract::Sale& settings, const InstanceReport& report,
            const std::vector<contract::RelayedCommand>& relayed, const Copied& copied,
            Done<Paced> done);
    /// At most 512 fingerprints of 7 bytes, each with the 8 of a subject behind it where there is
    /// one.
    void join(contract::Epoch epoch, const std::vector<std::string>& prints, Done<Joined> done);
    /// At most 256.
    void claim(contract::Epoch epoch, const std::vector<ClaimAsked>& claims, Done<Claimed> done);
    /// The place goes to another device: saikobi_moved.
    void move(contract::Epoch epoch, const MoveAsked& asked, Done<Moved> done);
    /// The same by a code of staff's, of which Redis knows the hash.
    void restore(contract::Epoch epoch, const std::string& codeSha256, const std::string& print,
            Done<Moved> done);
    void joinGroup(contract::Epoch epoch, const GroupAsked& asked, Done<GroupJoined> done);
    void leave(contract::Epoch epoch, const HolderName& pass, Done<contract::Nothing> done);
    /// At most 256 passes whose first order is paid; telling again changes nothing.
    void notePaid(contract::Epoch epoch, const std::vector<std::string>& passes,
            Done<contract::Nothing> done);
    /// At most 256 orders; an answer for each, in their order. Whoever gets Open stands in the
    /// count with what the order wants, until it leaves or lapses.
    void checkOrders(contract::Epoch epoch, const std::vector<GateQuestion>& orders,
            Done<std::vector<contract::Result<OrderGate>>> done);
    /// At most 256 orders.
    void leaveGate(contract::Epoch epoch, const std::vector<std::string>& orders,
            Done<contract::Nothing> done);
    void blocks(contract::Epoch epoch, Done<Blocked> done);
    void recover(const Recovery& recovery, Done<contract::Nothing> done);
    void raiseCeiling(contract::Epoch epoch, std::int64_t ceiling, Done<contract::Nothing> done);
    std::string serverRunId() const;
    /// Any other function of the line, for rooms-within-the-room that read its answer themselves.
    void ask(const char* function, std::vector<std::string> arguments, Done<stores::Reply> done);

private:
    void call(const char* function, std::vector<std::string> arguments, Done<stores::Reply> done);

    std::string m_sale;
    boost::asio::any_io_executor m_executor;
    stores::RedisExecutor& m_redis;
    std::vector<std::string> m_keys{};
};

} // namespace saikobi::waiting_room
