#include "backend/daemon/pass_gate.h"

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
    auto* line = m_line(buyer.sale);
    if (!line) {
        answer(contract::Problem{contract::ProblemType::NotFound, "no such sale"});
        return;
    }
    line->checkOrder(passOf(buyer),
            [answer = std::move(answer)](std::variant<contract::Nothing, contract::Problem> said) {
                if (auto* problem = std::get_if<contract::Problem>(&said))
                    answer(std::move(*problem));
                else
                    answer(std::nullopt);
            });
}

void PassGate::notePaid(const shop::Buyer& buyer)
{
    if (auto* line = m_line(buyer.sale))
        line->notePaid(passOf(buyer));
}

} // namespace saikobi::daemon
