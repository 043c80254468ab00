#include "backend/waiting_room/order_gate.h"

#include <algorithm>
#include <utility>

#include "backend/waiting_room/line_store.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr std::size_t ordersPerCall = 256;

} // namespace

std::string wantText(const Want& want)
{
    auto text = (want.of == Want::Of::Product ? 'p' : 's') + std::to_string(want.id) + '='
            + std::to_string(want.units);
    if (want.left)
        text += '/' + std::to_string(std::max<std::int64_t>(*want.left, 0));
    return text;
}

Result<OrderGate> toOrderGate(std::string_view said)
{
    constexpr std::pair<std::string_view, OrderGate> words[]{{"ok", OrderGate::Open},
            {"no-pass", OrderGate::NoPass}, {"closed", OrderGate::Closed},
            {"paused", OrderGate::Paused}, {"last-pieces", OrderGate::LastPieces},
            {"full", OrderGate::Full}};
    for (const auto& [word, gate] : words)
        if (word == said)
            return gate;
    return Fault{FaultCode::Invalid, "saikobi_order said '" + std::string{said} + "'"};
}

void GateLeavers::add(const std::string& order, contract::Epoch epoch)
{
    if (m_orders.size() >= most)
        return;
    m_orders.push_back(order);
    if (!m_isTelling)
        send(epoch);
}

void GateLeavers::send(contract::Epoch epoch)
{
    if (m_orders.empty())
        return;
    const auto count
            = static_cast<std::ptrdiff_t>(std::min<std::size_t>(m_orders.size(), ordersPerCall));
    const std::vector<std::string> leaving(m_orders.begin(), m_orders.begin() + count);
    m_orders.erase(m_orders.begin(), m_orders.begin() + count);
    m_isTelling = true;
    m_line.leaveGate(epoch, leaving, m_life.guard([this, epoch](const contract::Outcome& told) {
        m_isTelling = false;
        if (told)
            send(epoch);
        else
            m_orders.clear();
    }));
}

} // namespace saikobi::waiting_room
