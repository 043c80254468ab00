#include "backend/rehearsal/provider/simulator_means.h"

#include <array>
#include <utility>

namespace saikobi::rehearsal {

namespace {

using Conduct = Means::Conduct;

constexpr std::array<std::pair<std::string_view, Means>, 14> known{{
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
}};

constexpr std::array<std::string_view, 5> approvingCards{
        "visa", "mastercard", "jcb", "riskLevelElevated", "refundFail"};

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
    for (const auto brand : approvingCards)
        if (takeWord(token, brand))
            break;
    return withConduct("card", token);
}

} // namespace saikobi::rehearsal
