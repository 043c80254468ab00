#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/result.h"
#include "backend/contract/sale.h"
#include "backend/waiting_room/batcher.h"
#include "backend/waiting_room/lifeline.h"

namespace saikobi::waiting_room {

class LineStore;

/// What an order asks of a product's units or of a slot's places.
struct Want {
    enum class Of { Product, Slot };
    Of of = Of::Product;
    std::int64_t id = 0;
    std::int64_t units = 0;
    std::optional<std::int64_t> left{}; ///< as Postgres said; unknown: counted, not judged
};

/// Counted at the gate until the order has its units. Nothing wanted: only the pass is looked at.
struct OrderWants {
    std::string order{};
    std::vector<Want> items{};
};

enum class OrderGate { Open, NoPass, Closed, Paused, LastPieces, Full };

/// One order at the gate.
struct GateQuestion {
    std::string pass{}; ///< HolderName::toText
    OrderWants wants{};
};

/// "17 o-1 p12=2/35", as resources/redis/31_gate.lua reads it.
std::string questionText(const GateQuestion& question);
contract::Result<OrderGate> toOrderGate(std::string_view said);

/// Asks Redis for the orders that come to the gate: those that come during a call share the next
/// one.
class GateEntrants {
public:
    using Done = std::function<void(contract::Result<OrderGate>)>;

    static constexpr std::size_t most = 1024; ///< waiting; whoever comes then is told Busy
    static constexpr std::size_t perCall
            = 256; ///< as many as Redis takes: a slow one answers seldom

    explicit GateEntrants(LineStore& line);
    void add(GateQuestion question, contract::Epoch epoch, Done done);

private:
    struct Entrant {
        GateQuestion question{};
        contract::Epoch epoch{};
        Done done{};
    };
    void send(std::vector<Entrant> entrants);

    LineStore& m_line;
    Batcher<Entrant> m_waiting;
    Lifeline m_life{};
};

/// Tells Redis which orders left the gate, many in one call. Not repeated when that fails: entries
/// lapse by themselves.
class GateLeavers {
public:
    explicit GateLeavers(LineStore& line)
        : m_line(line)
    {
    }

    static constexpr std::size_t most = 4096; ///< waiting; whoever comes then is left to lapse

    void add(const std::string& order, contract::Epoch epoch);
    std::size_t waiting() const { return m_orders.size(); }

private:
    void send(contract::Epoch epoch);

    LineStore& m_line;
    std::deque<std::string> m_orders{};
    bool m_isTelling = false;
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
