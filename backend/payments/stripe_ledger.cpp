#include "backend/payments/stripe_ledger.h"

#include <boost/json.hpp>

#include "backend/contract/json_members.h"
#include "backend/payments/stripe_form.h"

namespace saikobi::payments {

using shop::LedgerPayment;
using shop::PaymentStanding;
namespace json = contract::json;

namespace {

PaymentStanding standingOf(const boost::json::object& intent)
{
    const auto status = json::text(intent, "status");
    if (status == "succeeded")
        return PaymentStanding::Captured;
    if (status == "requires_capture")
        return PaymentStanding::Authorised;
    if (status == "canceled")
        return PaymentStanding::Voided;
    if (status == "requires_action")
        return PaymentStanding::ActionRequired;
    const auto* error = json::member(intent, "last_payment_error");
    return error && error->is_object() ? PaymentStanding::Declined : PaymentStanding::None;
}

LedgerPayment paymentFrom(const boost::json::object& intent)
{
    LedgerPayment out;
    out.reference = json::text(intent, "id");
    if (const auto* metadata = json::member(intent, "metadata");
            metadata && metadata->is_object()) {
        out.order = json::text(metadata->get_object(), "order_id");
        out.sale = json::text(metadata->get_object(), "sale");
    }
    out.amount.value = json::integer(intent, "amount");
    out.received.value = json::integer(intent, "amount_received");
    out.standing = standingOf(intent);
    out.createdAt = contract::fromUnixMs(json::integer(intent, "created") * 1000);
    return out;
}

} // namespace

StripeCall ledgerCall(contract::Instant since, const std::string& after)
{
    FormFields fields{
            {"limit", "100"}, {"created[gte]", std::to_string(contract::toUnixMs(since) / 1000)}};
    if (!after.empty())
        fields.emplace_back("starting_after", after);
    return {StripeOperation::List, "/v1/payment_intents?" + encodeForm(fields), {}, {}};
}

std::optional<shop::LedgerPage> readLedger(const StripeReply& reply)
{
    const auto body = reply.status == 200 ? json::object(reply.body) : std::nullopt;
    const auto* data = body ? json::member(*body, "data") : nullptr;
    if (!data || !data->is_array())
        return std::nullopt;
    shop::LedgerPage out;
    const auto* more = json::member(*body, "has_more");
    out.hasMore = more && more->is_bool() && more->get_bool();
    for (const auto& entry : data->get_array()) {
        if (!entry.is_object())
            return std::nullopt;
        out.payments.push_back(paymentFrom(entry.get_object()));
    }
    return out;
}

} // namespace saikobi::payments
