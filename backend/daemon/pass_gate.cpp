#include "backend/daemon/pass_gate.h"

#include <boost/asio/post.hpp>

#include <utility>

namespace saikobi::daemon {

namespace {

waiting_room::PassClaims passOf(const shop::Buyer& buyer)
{
    waiting_room::PassClaims pass;
    pass.sale = buyer.sale;
    pass.subject = buyer.subject;
    pass.place = buyer.place;
    pass.member = static_cast<std::uint8_t>(buyer.member);
    return pass;
}

waiting_room::OrderWants wantsOf(const shop::StockWanted& wanted)
{
    using Of = waiting_room::Want::Of;
    waiting_room::OrderWants out{wanted.order, {}};
    for (const auto& line : wanted.lines)
        out.items.push_back({Of::Product, line.product.value, line.quantity, line.left});
    if (!wanted.lines.empty())
        out.items.push_back({Of::Slot, wanted.slot.value, 1, wanted.placesLeft});
    return out;
}

} // namespace

void PassGate::check(const shop::Buyer& buyer, const shop::StockWanted& wanted, Checked answer)
{
    boost::asio::post(m_parts.lines,
            [this, buyer, wants = wantsOf(wanted), answer = std::move(answer)]() mutable {
                auto* line = m_parts.line(buyer.sale);
                auto back = [orders = m_parts.orders, answer = std::move(answer)](
                                    std::optional<contract::Problem> problem) {
                    boost::asio::post(orders, [answer, problem = std::move(problem)]() mutable {
                        answer(std::move(problem));
                    });
                };
                if (!line)
                    return back(contract::Problem{contract::ProblemType::NotFound, "no such sale"});
                line->checkOrder(passOf(buyer), wants,
                        [back = std::move(back)](
                                std::variant<contract::Nothing, contract::Problem> said) {
                            auto* problem = std::get_if<contract::Problem>(&said);
                            back(problem ? std::optional{std::move(*problem)} : std::nullopt);
                        });
            });
}

void PassGate::leave(const std::string& sale, const std::string& order)
{
    boost::asio::post(m_parts.lines, [this, sale, order] {
        if (auto* line = m_parts.line(sale))
            line->leaveGate(order);
    });
}

void PassGate::notePaid(const shop::Buyer& buyer)
{
    boost::asio::post(m_parts.lines, [this, buyer] {
        if (auto* line = m_parts.line(buyer.sale))
            line->notePaid(passOf(buyer));
    });
}

} // namespace saikobi::daemon
