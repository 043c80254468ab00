#include "backend/payments/stripe_calls.h"

#include <charconv>

#include "backend/payments/stripe_form.h"

namespace saikobi::payments {

namespace {

constexpr std::string_view intents{"/v1/payment_intents"};
constexpr std::string_view pages{"/v1/checkout/sessions"};
constexpr std::chrono::hours pageLife{2}; ///< the provider takes 30 min to 24 h

constexpr std::chrono::seconds searchMargin{60}; ///< the provider's clock may differ from ours
constexpr std::chrono::seconds nearEnd{
        120}; ///< after the order: it is asked for at once, as a rule

std::string ofIntent(const shop::PaymentReference& payment, std::string_view action)
{
    return std::string{intents} + '/' + percentEncoded(payment.reference) + std::string{action};
}

std::string ofPage(const shop::PaymentReference& payment, std::string_view action)
{
    return std::string{pages} + '/' + percentEncoded(payment.reference) + std::string{action};
}

const char* typeOf(const shop::PaymentRequest& request)
{
    return request.method == "paypal" ? "paypal" : "card";
}

std::string authorisingKey(const shop::PaymentRequest& request, const char* what)
{
    return request.order + what + std::to_string(request.attempt);
}

std::string finishingKey(const shop::PaymentReference& payment, const char* what, int round)
{
    const auto key = payment.order + what;
    return round == 1 ? key : key + ':' + std::to_string(round);
}

} // namespace

std::string_view name(StripeOperation operation)
{
    switch (operation) {
    case StripeOperation::Create:
        return "create";
    case StripeOperation::Capture:
        return "capture";
    case StripeOperation::Cancel:
        return "cancel";
    case StripeOperation::Retrieve:
        return "retrieve";
    case StripeOperation::List:
        return "list";
    case StripeOperation::Confirm:
        return "confirm";
    case StripeOperation::StartPage:
        return "session_create";
    case StripeOperation::ExpirePage:
        return "session_expire";
    case StripeOperation::RetrievePage:
        return "session_retrieve";
    }
    return {};
}

StripeCall authoriseCall(const shop::PaymentRequest& request)
{
    FormFields fields{{"amount", std::to_string(request.amount.value)}, {"currency", "jpy"},
            {"capture_method", "manual"}, {"confirm", "true"}, {"payment_method", request.means},
            {"payment_method_types[]", typeOf(request)}, {"metadata[order_id]", request.order},
            {"metadata[sale]", request.sale}};
    if (!request.returnUrl.empty())
        fields.emplace_back("return_url", request.returnUrl);
    return {StripeOperation::Create, std::string{intents}, authorisingKey(request, ":auth:"),
            encodeForm(fields)};
}

bool isPage(const std::string& reference)
{
    return reference.starts_with("cs_");
}

StripeCall confirmCall(const shop::PaymentRequest& request, const std::string& reference)
{
    FormFields fields{{"payment_method", request.means}};
    if (!request.returnUrl.empty())
        fields.emplace_back("return_url", request.returnUrl);
    shop::PaymentReference about;
    about.reference = reference;
    return {StripeOperation::Confirm, ofIntent(about, "/confirm"),
            authorisingKey(request, ":auth:"), encodeForm(fields)};
}

StripeCall startPageCall(const shop::PaymentRequest& request)
{
    FormFields fields{{"mode", "payment"}, {"payment_method_types[]", typeOf(request)},
            {"line_items[0][price_data][currency]", "jpy"},
            {"line_items[0][price_data][unit_amount]", std::to_string(request.amount.value)},
            {"line_items[0][price_data][product_data][name]", request.order},
            {"line_items[0][quantity]", "1"}, {"success_url", request.returnUrl},
            {"cancel_url", request.returnUrl},
            {"payment_intent_data[capture_method]",
                    request.capturesAtOnce ? "automatic" : "manual"},
            {"payment_intent_data[metadata][order_id]", request.order},
            {"payment_intent_data[metadata][sale]", request.sale},
            {"client_reference_id", request.order}, {"metadata[order_id]", request.order},
            {"metadata[sale]", request.sale}};
    // By the order's own time: a repeat must ask for exactly the same.
    if (const auto made = madeAt(request.order))
        fields.emplace_back(
                "expires_at", std::to_string(contract::toUnixMs(*made + pageLife) / 1000));
    return {StripeOperation::StartPage, std::string{pages}, authorisingKey(request, ":start:"),
            encodeForm(fields)};
}

StripeCall retrievePageCall(const shop::PaymentReference& payment)
{
    return {StripeOperation::RetrievePage, ofPage(payment, "?expand%5B%5D=payment_intent"), {}, {}};
}

StripeCall closeCall(const shop::PaymentReference& payment, int round)
{
    const auto key = finishingKey(payment, ":close", round);
    if (isPage(payment.reference))
        return {StripeOperation::ExpirePage, ofPage(payment, "/expire"), key, {}};
    return {StripeOperation::Cancel, ofIntent(payment, "/cancel"), key,
            encodeForm({{"cancellation_reason", "abandoned"}})};
}

StripeCall captureCall(const shop::PaymentReference& payment, int round)
{
    return {StripeOperation::Capture, ofIntent(payment, "/capture"),
            finishingKey(payment, ":cap", round),
            encodeForm({{"amount_to_capture", std::to_string(payment.amount.value)}})};
}

StripeCall cancelCall(const shop::PaymentReference& payment, int round)
{
    return {StripeOperation::Cancel, ofIntent(payment, "/cancel"),
            finishingKey(payment, ":void", round),
            encodeForm({{"cancellation_reason", "abandoned"}})};
}

StripeCall retrieveCall(const shop::PaymentReference& payment)
{
    return {StripeOperation::Retrieve, ofIntent(payment, ""), {}, {}};
}

StripeCall searchCall(
        const shop::PaymentReference& payment, SearchWindow window, const std::string& after)
{
    FormFields fields{{"limit", "100"}};
    if (const auto made = madeAt(payment.order)) {
        const auto border = contract::toUnixMs(*made + nearEnd) / 1000;
        const auto from = window == SearchWindow::Near
                ? contract::toUnixMs(*made - searchMargin) / 1000
                : border + 1;
        fields.emplace_back("created[gte]", std::to_string(from));
        if (window == SearchWindow::Near)
            fields.emplace_back("created[lte]", std::to_string(border));
    }
    if (!after.empty())
        fields.emplace_back("starting_after", after);
    return {StripeOperation::List, std::string{intents} + '?' + encodeForm(fields), {}, {}};
}

std::optional<contract::Instant> madeAt(const std::string& uuid)
{
    if (uuid.size() != 36 || uuid[14] != '7')
        return std::nullopt;
    const auto digits = uuid.substr(0, 8) + uuid.substr(9, 4); // 48 bits of Unix milliseconds
    std::int64_t ms = 0;
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, ms, 16);
    if (read.ec != std::errc{} || read.ptr != end)
        return std::nullopt;
    return contract::fromUnixMs(ms);
}

} // namespace saikobi::payments
