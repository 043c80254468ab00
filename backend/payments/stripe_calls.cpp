#include "backend/payments/stripe_calls.h"

#include <charconv>

#include "backend/payments/stripe_form.h"

namespace saikobi::payments {

namespace {

constexpr std::string_view intents{"/v1/payment_intents"};

constexpr std::chrono::seconds searchMargin{60}; ///< the provider's clock may differ from ours
constexpr std::chrono::seconds nearEnd{
        120}; ///< after the order: it is asked for at once, as a rule

std::string ofIntent(const shop::PaymentReference& payment, std::string_view action)
{
    return std::string{intents} + '/' + percentEncoded(payment.reference) + std::string{action};
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
    }
    return {};
}

StripeCall authoriseCall(const shop::PaymentRequest& request)
{
    FormFields fields{{"amount", std::to_string(request.amount.value)}, {"currency", "jpy"},
            {"capture_method", "manual"}, {"confirm", "true"}, {"payment_method", request.means},
            {"payment_method_types[]", request.method == "paypal" ? "paypal" : "card"},
            {"metadata[order_id]", request.order}, {"metadata[sale]", request.sale}};
    if (!request.returnUrl.empty())
        fields.emplace_back("return_url", request.returnUrl);
    return {StripeOperation::Create, std::string{intents},
            request.order + ":auth:" + std::to_string(request.attempt), encodeForm(fields)};
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
