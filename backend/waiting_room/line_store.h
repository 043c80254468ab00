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
#include "backend/waiting_room/instance_report.h"
#include "backend/waiting_room/mark_store.h"

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
    enum class Kind { Granted, Same, Waiting, Held, Closed, AtDoor, GoneUsed, GoneLate };
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

enum class OrderGate { Open, NoPass, Closed, Paused };

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
            const std::vector<contract::RelayedCommand>& relayed, Done<Paced> done);
    /// At most 512 fingerprints of 7 bytes.
    void join(contract::Epoch epoch, const std::vector<std::string>& prints, Done<Joined> done);
    /// At most 256 places.
    void claim(contract::Epoch epoch, const std::vector<std::int64_t>& places, Done<Claimed> done);
    void leave(contract::Epoch epoch, std::int64_t place, Done<contract::Nothing> done);
    void checkOrder(contract::Epoch epoch, std::int64_t place, Done<OrderGate> done);
    void blocks(contract::Epoch epoch, Done<Blocked> done);
    void recover(const Recovery& recovery, Done<contract::Nothing> done);
    void raiseCeiling(contract::Epoch epoch, std::int64_t ceiling, Done<contract::Nothing> done);
    std::string serverRunId() const;

private:
    void call(const char* function, std::vector<std::string> arguments, Done<stores::Reply> done);

    std::string m_sale;
    boost::asio::any_io_executor m_executor;
    stores::RedisExecutor& m_redis;
    std::vector<std::string> m_keys{};
};

} // namespace saikobi::waiting_room
