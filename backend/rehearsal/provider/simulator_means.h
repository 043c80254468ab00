#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace saikobi::rehearsal {

/// What a test means of payment does (CHECKOUT.md §4.3).
struct Means {
    enum class Conduct { Approves, Declines, AsksThenApproves, AsksThenDeclines };
    std::string_view method{"card"}; ///< whose latency applies
    Conduct conduct = Conduct::Approves;
    std::string_view code{}; ///< of a decline
    std::string_view declineCode{};
    bool refundFails = false;

    bool asks() const
    {
        return conduct == Conduct::AsksThenApproves || conduct == Conduct::AsksThenDeclines;
    }
};

/// Nothing for a token the provider does not know. `pm_card_` may be followed by a test number.
std::optional<Means> meansOf(std::string_view token);
/// The token for what somebody types into a page: a test number of a card, or a token itself.
std::string tokenOf(std::string_view typed);

} // namespace saikobi::rehearsal
