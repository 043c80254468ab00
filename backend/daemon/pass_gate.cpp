#include "backend/daemon/pass_gate.h"

namespace saikobi::daemon {

void PassGate::check(
        const shop::Buyer& buyer, std::function<void(std::optional<contract::Problem>)> answer)
{
    auto* line = m_line(buyer.sale);
    if (!line) {
        answer(contract::Problem{contract::ProblemType::NotFound, "no such sale"});
        return;
    }
    waiting_room::PassClaims pass;
    pass.sale = buyer.sale;
    pass.subject = buyer.subject;
    pass.place = buyer.place;
    line->checkOrder(pass,
            [answer = std::move(answer)](std::variant<contract::Nothing, contract::Problem> said) {
                if (auto* problem = std::get_if<contract::Problem>(&said))
                    answer(std::move(*problem));
                else
                    answer(std::nullopt);
            });
}

} // namespace saikobi::daemon
