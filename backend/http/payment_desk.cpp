#include "backend/http/payment_desk.h"

#include "backend/contract/words.h"
#include "backend/http/tokens.h"
#include "backend/shop/order_id.h"

namespace saikobi::http {

namespace {

constexpr std::size_t keyLength = 32; ///< 128 random bits in hexadecimal digits

} // namespace

void backFromProvider(const CallPtr& call)
{
    const std::string order{call->request().parameter("order")};
    const std::string sale{call->request().parameter("sale")};
    const std::string key{call->request().parameter("key")};
    if (!shop::isOrderId(order) || !contract::isSaleId(sale) || key.size() != keyLength
            || !call->parts().catalogues.current()->contains(sale))
        return call->refuse({contract::ProblemType::NotFound, "no such order", {}, {}});
    using Result = std::variant<shop::OrderView, contract::Problem>;
    call->parts().till.ask<Result>(
            call->errand(),
            [order, sale, key](shop::Checkout& checkout, Till::Answer<Result> done) {
                checkout.comeBack(order, sale, key, std::move(done));
            },
            [call, sale, order, key](const Result& result) {
                const auto* problem = std::get_if<contract::Problem>(&result);
                if (problem && problem->type == contract::ProblemType::NotFound)
                    return call->refuse(*problem);
                Response draft;
                if (!problem)
                    giveOrderKey(*call, order, key, draft);
                // Clean of everything the provider put there. The page shows what the order says.
                call->sendTo("/sales/" + sale + "/orders/" + order, std::move(draft));
            });
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
