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

std::string wantText(const Want& want)
{
    auto text = (want.of == Want::Of::Product ? 'p' : 's') + std::to_string(want.id) + '='
            + std::to_string(want.units);
    if (want.left)
        text += '/' + std::to_string(std::max<std::int64_t>(*want.left, 0));
    return text;
}

} // namespace

std::string questionText(const GateQuestion& question)
{
    auto text = question.pass + ' ' + (question.wants.order.empty() ? "-" : question.wants.order);
    for (const auto& item : question.wants.items)
        text += ' ' + wantText(item);
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
    return Fault{FaultCode::Invalid, "saikobi_orders said '" + std::string{said} + "'"};
}

GateEntrants::GateEntrants(LineStore& line)
    : m_line(line)
    , m_waiting(perCall, most, [this](std::vector<Entrant> entrants) { send(std::move(entrants)); })
{
}

void GateEntrants::add(GateQuestion question, contract::Epoch epoch, Done done)
{
    Entrant entrant{std::move(question), epoch, std::move(done)};
    if (!m_waiting.add(std::move(entrant)))
        entrant.done(Fault{FaultCode::Busy, "too many orders wait at the gate"});
}

/// Under the newest epoch; who was asked for under another one, and whoever waits when a call
/// fails, is told at once: each has a buyer waiting, who asks again.
void GateEntrants::send(std::vector<Entrant> entrants)
{
    const auto epoch = entrants.back().epoch;
    std::vector<GateQuestion> questions;
    for (auto& entrant : entrants)
        if (entrant.epoch == epoch)
            questions.push_back(std::move(entrant.question));
    m_line.checkOrders(epoch, questions,
            m_life.guard([this, epoch, entrants = std::move(entrants)](
                                 const Result<std::vector<Result<OrderGate>>>& answers) {
                const auto others = answers ? std::vector<Entrant>{} : m_waiting.takeWaiting();
                m_waiting.finish();
                std::size_t next = 0;
                for (const auto& entrant : entrants)
                    if (!answers)
                        entrant.done(answers.error());
                    else if (entrant.epoch == epoch)
                        entrant.done(answers.value()[next++]);
                    else
                        entrant.done(Fault{FaultCode::Lost, "asked before the line was restored"});
                for (const auto& entrant : others)
                    entrant.done(answers.error());
            }));
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
