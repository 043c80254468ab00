#pragma once

#include <functional>
#include <string_view>

#include "backend/shop/gate_port.h"
#include "backend/waiting_room/line.h"

namespace saikobi::daemon {

/// What the shop asks of the waiting room, answered by the line of that sale.
class PassGate final : public shop::GatePort {
public:
    explicit PassGate(std::function<waiting_room::Line*(std::string_view sale)> line)
        : m_line(std::move(line))
    {
    }

    void check(const shop::Buyer& buyer,
            std::function<void(std::optional<contract::Problem>)> answer) override;
    void notePaid(const shop::Buyer& buyer) override;

private:
    std::function<waiting_room::Line*(std::string_view sale)> m_line;
};

} // namespace saikobi::daemon
