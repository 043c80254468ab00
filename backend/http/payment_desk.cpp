#include "backend/http/payment_desk.h"

#include <algorithm>

#include "backend/contract/words.h"

namespace saikobi::http {

namespace {

bool isUuid(std::string_view text)
{
    constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";
    return std::equal(
            text.begin(), text.end(), form.begin(), form.end(), [](char c, char expected) {
                const bool isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')
                        || (c >= 'A' && c <= 'F');
                return expected == '-' ? c == '-' : isHex;
            });
}

} // namespace

void backFromProvider(const CallPtr& call)
{
    const std::string order{call->request().parameter("order")};
    const std::string sale{call->request().parameter("sale")};
    if (!isUuid(order) || !contract::isSaleId(sale)
            || !call->parts().catalogues.current()->contains(sale))
        return call->refuse({contract::ProblemType::NotFound, "no such order", {}, {}});
    using Result = std::variant<contract::Nothing, contract::Problem>;
    call->parts().till.ask<Result>(
            call->errand(),
            [order](shop::Checkout& checkout, const Till::Answer<Result>& done) {
                // Whether the provider could be asked or not: the page shows what the order says.
                checkout.refresh(
                        order, [done](const contract::Outcome&) { done(contract::Nothing{}); });
            },
            [call, sale, order](
                    const Result&) { call->sendTo("/sales/" + sale + "/orders/" + order); });
}

void takeNotification(const CallPtr& call)
{
    call->parts().webhooks(
            call->request().headers.toVector(), call->request().body, [call](unsigned status) {
                Response draft;
                call->answerJson(status, "{}", std::move(draft));
            });
}

} // namespace saikobi::http
