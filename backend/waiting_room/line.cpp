#include "backend/waiting_room/line.h"

#include <utility>

#include "backend/waiting_room/line_impl.h"

namespace saikobi::waiting_room {

Line::Line(contract::Sale sale, Parts parts)
    : m_impl(std::make_unique<Impl>(std::move(sale), std::move(parts)))
{
}
Line::~Line() = default;

void Line::update(const contract::Sale& sale)
{
    m_impl->update(sale);
}
void Line::setOperators(const std::vector<std::string>& names)
{
    m_impl->setOperators(names);
}
void Line::relay(std::vector<contract::RelayedCommand> rows, Decided answer)
{
    m_impl->relay(std::move(rows), std::move(answer));
}
void Line::pace(const InstanceReport& report)
{
    m_impl->pace(report);
}
bool Line::isReady() const
{
    return m_impl->isReady();
}
StatusPtr Line::status() const
{
    return m_impl->status();
}
std::variant<Ticket, Problem> Line::readTicket(std::string_view encoded) const
{
    TicketMemo memo;
    const auto read = m_impl->readTicket(encoded, memo);
    if (const auto* problem = std::get_if<Problem>(&read))
        return *problem;
    return memo.ticket;
}
std::variant<const Ticket*, Problem> Line::readTicket(
        std::string_view encoded, TicketMemo& memo) const
{
    return m_impl->readTicket(encoded, memo);
}
std::variant<std::uint64_t, Problem> Line::readSubject(
        std::string_view subject, std::string_view mac) const
{
    return m_impl->readSubject(subject, mac);
}
bool Line::needsNewNumber(const Ticket& ticket) const
{
    return m_impl->needsNewNumber(ticket);
}
PlaceMoves& Line::moves()
{
    return m_impl->moves();
}
std::variant<PassClaims, Problem> Line::readPass(std::string_view token) const
{
    return m_impl->readPass(token);
}
void Line::noteSeen(const Ticket& ticket, std::chrono::steady_clock::time_point at)
{
    m_impl->noteSeen(ticket, at);
}
void Line::noteStock(std::vector<forecast::StockDemand> demand, double undecided)
{
    m_impl->noteStock(std::move(demand), undecided);
}
OwnPlace Line::placeOf(const Ticket& ticket) const
{
    return m_impl->placeOf(ticket);
}
bool Line::blocksAddress(const AddressBytes& address) const
{
    return m_impl->blocksAddress(address);
}
bool Line::isBlocked(const PassClaims& pass) const
{
    return m_impl->isBlocked(pass);
}
bool Line::isOfThisRun(const PassClaims& pass) const
{
    return m_impl->isOfThisRun(pass);
}
std::string Line::workSalt() const
{
    return m_impl->workSalt();
}
bool Line::hasWorked(const work::Answer& answer, std::int64_t bits) const
{
    return m_impl->hasWorked(answer, bits);
}
std::optional<std::int64_t> Line::placeNumber(const Ticket& ticket) const
{
    return m_impl->placeNumber(ticket);
}
DrawDocumentPtr Line::draw() const
{
    return m_impl->draw();
}
void Line::join(const std::string& visitor, Answer<JoinAnswer> answer)
{
    m_impl->join(Visitor{visitor, 0}, std::move(answer));
}
void Line::join(const Visitor& visitor, Answer<JoinAnswer> answer)
{
    m_impl->join(visitor, std::move(answer));
}
void Line::claim(const Ticket& ticket, Answer<ClaimAnswer> answer)
{
    m_impl->claim(ticket, std::move(answer));
}
void Line::leave(const PassClaims& pass, Answer<contract::Nothing> answer)
{
    m_impl->leave(pass, std::move(answer));
}
void Line::notePaid(const PassClaims& pass)
{
    m_impl->notePaid(pass);
}
void Line::checkOrder(
        const PassClaims& pass, const OrderWants& wants, Answer<contract::Nothing> answer)
{
    m_impl->checkOrder(pass, wants, std::move(answer));
}
void Line::leaveGate(const std::string& order)
{
    m_impl->leaveGate(order);
}

} // namespace saikobi::waiting_room
