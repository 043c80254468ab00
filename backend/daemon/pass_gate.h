#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string_view>

#include "backend/shop/gate_port.h"
#include "backend/waiting_room/line.h"

namespace saikobi::daemon {

/// What the shop asks of the waiting room, answered by the line of that sale. Lines live on another
/// thread than orders: a question crosses over, its answer comes back.
class PassGate final : public shop::GatePort {
public:
    struct Parts {
        boost::asio::any_io_executor lines; ///< where lines live
        boost::asio::any_io_executor orders; ///< where it is asked and answers
        std::function<waiting_room::Line*(std::string_view sale)> line; ///< on `lines`
    };
    explicit PassGate(Parts parts)
        : m_parts(std::move(parts))
    {
    }

    void check(const shop::Buyer& buyer, const shop::StockWanted& wanted, Checked answer) override;
    void leave(const std::string& sale, const std::string& order) override;
    void notePaid(const shop::Buyer& buyer) override;

private:
    const Parts m_parts;
};

} // namespace saikobi::daemon
