#include "backend/http/order_desk.h"

#include <boost/json.hpp>

#include <algorithm>
#include <limits>
#include <variant>

#include "backend/contract/words.h"
#include "backend/http/json_fields.h"
#include "backend/http/sale_page.h"
#include "backend/http/tokens.h"
#include "backend/http/visits.h"

namespace saikobi::http {

namespace json = boost::json;
using contract::Problem;
using contract::ProblemType;

namespace {

constexpr std::size_t lineLimit = 50; ///< different products of one order
constexpr std::int64_t quantityLimit = 1000;
constexpr std::size_t keyLimit = 255;
constexpr std::int64_t attemptLimit = 5; ///< tries to pay for one order

/// Staff's block list stops buying. What was bought before can still be seen.
enum class Purpose { Buy, Look };

/// A pass that has ended was one; anything else was made by nobody of us.
void refusePass(const Call& call, const Problem& problem)
{
    Response draft;
    if (problem.detail != "expired" && !passOf(call).empty())
        countForgery(call, draft);
    call.refuse(problem, std::move(draft));
}

/// The buyer whose pass this is; refuses and answers nothing otherwise.
std::optional<shop::Buyer> buyerOf(
        const Call& call, const waiting_room::Line& line, Purpose purpose)
{
    const auto pass = line.readPass(passOf(call));
    if (const auto* problem = std::get_if<Problem>(&pass)) {
        refusePass(call, *problem);
        return std::nullopt;
    }
    const auto& claims = std::get<waiting_room::PassClaims>(pass);
    if (purpose == Purpose::Buy && line.isBlocked(claims)) {
        call.refuse({ProblemType::Blocked, {}, {}, {}});
        return std::nullopt;
    }
    noteShopper(call, claims);
    return shop::Buyer{call.sale(), claims.subject, claims.place, claims.member};
}

bool isKey(std::string_view key)
{
    return !key.empty() && key.size() <= keyLimit
            && std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

shop::OrderRequest readOrder(JsonFields& fields)
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    shop::OrderRequest order;
    order.slot = contract::SlotId{fields.integer("slot", 1, most)};
    order.method = fields.text("method", 1, 40);
    order.means = fields.optionalText("means", 200).value_or(""); // not for a provider's page
    for (auto& line : fields.list("lines", 1, lineLimit)) {
        order.lines.push_back({contract::ProductId{line.integer("product", 1, most)},
                line.integer("quantity", 1, quantityLimit)});
        fields.include(line);
    }
    return order;
}

std::string documentOf(const shop::OrderView& order)
{
    json::array lines;
    for (const auto& line : order.lines)
        lines.push_back(json::object{{"product", line.product.value}, {"quantity", line.quantity}});
    json::object document{{"order", order.order}, {"status", contract::name(order.status)},
            {"amount", order.amount.value}, {"slot", order.slot.value}, {"method", order.method},
            {"lines", std::move(lines)}, {"attempt", order.attempt},
            {"created_at", contract::toUnixMs(order.createdAt)}};
    if (!order.pickupCode.empty())
        document["pickup_code"] = order.pickupCode;
    if (!order.nextAction.empty())
        document["next_action"] = order.nextAction;
    return json::serialize(document);
}

shop::OrderAnswer answering(const CallPtr& call, unsigned status)
{
    return [call, status](const std::variant<shop::OrderView, Problem>& result) {
        if (const auto* problem = std::get_if<Problem>(&result))
            return call->refuse(*problem);
        const auto& order = std::get<shop::OrderView>(result);
        Response draft;
        // The pass may end with the purchase; its order can still be seen by who made it.
        if (status == 201 && !order.returnKey.empty())
            giveOrderKey(*call, order.order, order.returnKey, draft);
        call->answerJson(status, documentOf(order), std::move(draft));
    };
}

using Shown = std::variant<shop::OrderView, Problem>;

} // namespace

void placeOrder(const CallPtr& call)
{
    const auto* line = call->line();
    const auto buyer = line ? buyerOf(*call, *line, Purpose::Buy) : std::nullopt;
    if (!buyer)
        return;
    const auto key = call->request().header("idempotency-key");
    if (!isKey(key))
        return call->refuse({ProblemType::BadRequest, "Idempotency-Key is missing or malformed", {},
                {{"field", "Idempotency-Key"}}});
    auto fields = readFields(call->request(), false);
    auto order = readOrder(fields);
    if (fields.problem())
        return call->refuse(*fields.problem());
    const auto catalogue = call->catalogue();
    if (!catalogue)
        return;
    order.idempotencyKey = key;
    order.buyer = *buyer;
    order.receivedAt = call->request().receivedAt;
    call->parts().till.ask<Shown>(
            call->errand(),
            [catalogue, order = std::move(order)](
                    shop::Checkout& checkout, Till::Answer<Shown> done) {
                checkout.place(catalogue->sale, order, std::move(done));
            },
            answering(call, 201));
}

void viewOrder(const CallPtr& call)
{
    if (call->request().wantsHtml())
        return showOrder(*call); // its script asks again, for the figures
    const auto* line = call->line();
    if (!line)
        return;
    if (const auto key = orderKeyOf(*call); !key.empty() && call->request().bearer().empty())
        return call->parts().till.ask<Shown>(
                call->errand(),
                [order = call->order(), sale = call->sale(), key](
                        shop::Checkout& checkout, Till::Answer<Shown> done) {
                    checkout.viewByKey(order, sale, key, std::move(done));
                },
                answering(call, 200));
    if (const auto buyer = buyerOf(*call, *line, Purpose::Look))
        call->parts().till.view(call->errand(), call->order(), *buyer, answering(call, 200));
}

void payAgain(const CallPtr& call)
{
    const auto* line = call->line();
    const auto buyer = line ? buyerOf(*call, *line, Purpose::Buy) : std::nullopt;
    if (!buyer)
        return;
    auto fields = readFields(call->request(), false);
    shop::PayAgainRequest request;
    request.order = call->order();
    request.buyer = *buyer;
    request.attempt = static_cast<int>(fields.integer("attempt", 2, attemptLimit));
    request.means = fields.text("means", 1, 200);
    request.receivedAt = call->request().receivedAt;
    if (fields.problem())
        return call->refuse(*fields.problem());
    call->parts().till.ask<Shown>(
            call->errand(),
            [request](shop::Checkout& checkout, Till::Answer<Shown> done) {
                checkout.payAgain(request, std::move(done));
            },
            answering(call, 201));
}

void giveUpOrder(const CallPtr& call)
{
    const auto* line = call->line();
    const auto buyer = line ? buyerOf(*call, *line, Purpose::Look) : std::nullopt;
    if (!buyer)
        return;
    call->parts().till.ask<Shown>(
            call->errand(),
            [order = call->order(), buyer = *buyer, receivedAt = call->request().receivedAt](
                    shop::Checkout& checkout, Till::Answer<Shown> done) {
                checkout.cancel(order, buyer, receivedAt, std::move(done));
            },
            answering(call, 200));
}

} // namespace saikobi::http
