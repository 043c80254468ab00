#include "backend/rehearsal/provider/simulator_means.h"

#include <array>
#include <utility>

namespace saikobi::rehearsal {

namespace {

using Conduct = Means::Conduct;

constexpr std::array<std::pair<std::string_view, Means>, 16> known{{
        {"", {}},
        {"chargeDeclined", {"", Conduct::Declines, "card_declined", "generic_decline"}},
        {"chargeDeclinedInsufficientFunds",
                {"", Conduct::Declines, "card_declined", "insufficient_funds"}},
        {"chargeDeclinedLostCard", {"", Conduct::Declines, "card_declined", "lost_card"}},
        {"chargeDeclinedStolenCard", {"", Conduct::Declines, "card_declined", "stolen_card"}},
        {"chargeDeclinedExpiredCard", {"", Conduct::Declines, "expired_card", ""}},
        {"chargeDeclinedIncorrectCvc", {"", Conduct::Declines, "incorrect_cvc", ""}},
        {"chargeDeclinedProcessingError", {"", Conduct::Declines, "processing_error", ""}},
        {"chargeDeclinedFraudulent", {"", Conduct::Declines, "card_declined", "fraudulent"}},
        {"chargeCustomerFail", {"", Conduct::Declines, "card_declined", "generic_decline"}},
        {"threeDSecure2Required", {"", Conduct::AsksThenApproves, "", ""}},
        {"threeDSecureRequiredChargeDeclined",
                {"", Conduct::AsksThenDeclines, "card_declined", "generic_decline"}},
        {"authenticationRequired", {"", Conduct::AsksThenApproves, "", ""}},
        {"threeDSecureOptional", {}},
        {"threeDSecureLookupError", {"", Conduct::Declines, "card_declined", "generic_decline"}},
        {"refundFail", {"", Conduct::Approves, "", "", true}},
}};

constexpr std::array<std::string_view, 4> approvingCards{
        "visa", "mastercard", "jcb", "riskLevelElevated"};

/// What stands on the cards of CHECKOUT.md §4.3.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> numbers{{
        {"4242424242424242", "visa"},
        {"5555555555554444", "mastercard"},
        {"3566002020360505", "jcb"},
        {"4000000000000002", "chargeDeclined"},
        {"4000000000009995", "chargeDeclinedInsufficientFunds"},
        {"4000000000009987", "chargeDeclinedLostCard"},
        {"4000000000009979", "chargeDeclinedStolenCard"},
        {"4000000000000069", "chargeDeclinedExpiredCard"},
        {"4000000000000127", "chargeDeclinedIncorrectCvc"},
        {"4000000000000119", "chargeDeclinedProcessingError"},
        {"4100000000000019", "chargeDeclinedFraudulent"},
        {"4000000000000341", "chargeCustomerFail"},
        {"4000000000009235", "riskLevelElevated"},
        {"4000000000005126", "refundFail"},
        {"4000000000003220", "threeDSecure2Required"},
        {"4000000000003063", "threeDSecure2Required"},
        {"4000008400001629", "threeDSecureRequiredChargeDeclined"},
        {"4000008400001280", "threeDSecureLookupError"},
        {"4000002760003184", "authenticationRequired"},
        {"4000000000003055", "threeDSecureOptional"},
}};

/// Takes `word` and the underscore behind it off the front.
bool takeWord(std::string_view& from, std::string_view word)
{
    if (from.substr(0, word.size()) != word)
        return false;
    const auto rest = from.substr(word.size());
    if (!rest.empty() && rest.front() != '_')
        return false;
    from = rest.empty() ? rest : rest.substr(1);
    return true;
}

std::optional<Means> withConduct(std::string_view method, std::string_view spelled)
{
    for (const auto& [suffix, means] : known) {
        if (suffix != spelled)
            continue;
        auto out = means;
        out.method = method;
        return out;
    }
    return std::nullopt;
}

} // namespace

std::optional<Means> meansOf(std::string_view token)
{
    if (!takeWord(token, "pm"))
        return std::nullopt;
    for (const std::string_view method : {"paypal", "wallet"})
        if (takeWord(token, method))
            return withConduct(method, token);
    if (!takeWord(token, "card") || token.empty())
        return std::nullopt;
    for (const auto& [number, word] : numbers)
        if (token == number)
            token = word;
    for (const auto brand : approvingCards)
        if (takeWord(token, brand))
            break;
    return withConduct("card", token);
}

std::string tokenOf(std::string_view typed)
{
    std::string digits;
    for (const char c : typed)
        if (c != ' ' && c != '-')
            digits += c;
    for (const auto& [number, word] : numbers)
        if (digits == number)
            return "pm_card_" + std::string{word};
    return std::string{typed};
}

} // namespace saikobi::rehearsal
