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

} // namespace

void PassGate::check(
        const shop::Buyer& buyer, std::function<void(std::optional<contract::Problem>)> answer)
{
    boost::asio::post(m_parts.lines, [this, buyer, answer = std::move(answer)]() mutable {
        auto* line = m_parts.line(buyer.sale);
        auto back = [orders = m_parts.orders, answer = std::move(answer)](
                            std::optional<contract::Problem> problem) {
            boost::asio::post(orders, [answer, problem = std::move(problem)]() mutable {
                answer(std::move(problem));
            });
        };
        if (!line)
            return back(contract::Problem{contract::ProblemType::NotFound, "no such sale"});
        line->checkOrder(passOf(buyer),
                [back = std::move(back)](std::variant<contract::Nothing, contract::Problem> said) {
                    auto* problem = std::get_if<contract::Problem>(&said);
                    back(problem ? std::optional{std::move(*problem)} : std::nullopt);
                });
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
