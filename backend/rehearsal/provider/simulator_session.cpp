#include "backend/rehearsal/provider/simulator_session.h"

#include <boost/json.hpp>

#include <array>

#include "backend/contract/json_members.h"
#include "backend/rehearsal/provider/json_text.h"

namespace saikobi::rehearsal {

namespace json = contract::json;

namespace {

constexpr std::array<std::pair<SessionStatus, std::string_view>, 3> spelled{
        {{SessionStatus::Open, "open"}, {SessionStatus::Complete, "complete"},
                {SessionStatus::Expired, "expired"}}};

constexpr std::array texts{std::pair{"id", &Session::id}, std::pair{"secret", &Session::secret},
        std::pair{"url", &Session::url}, std::pair{"intent", &Session::intent},
        std::pair{"currency", &Session::currency}, std::pair{"method", &Session::methodType},
        std::pair{"capture", &Session::captureMethod},
        std::pair{"description", &Session::description}, std::pair{"success", &Session::successUrl},
        std::pair{"cancel", &Session::cancelUrl},
        std::pair{"reference", &Session::clientReference}};

constexpr std::array numbers{std::pair{"amount", &Session::amount},
        std::pair{"created", &Session::created}, std::pair{"expires", &Session::expiresAt}};

} // namespace

std::string_view name(SessionStatus status)
{
    for (const auto& [known, text] : spelled)
        if (known == status)
            return text;
    return {};
}

std::string toJson(const Session& session, const Intent* intent)
{
    const bool isPaid = intent && intent->status == IntentStatus::Succeeded;
    JsonText out;
    out.text("id", session.id).text("object", "checkout.session");
    out.number("amount_subtotal", session.amount).number("amount_total", session.amount);
    out.textOrNull("cancel_url", session.cancelUrl);
    out.textOrNull("client_reference_id", session.clientReference);
    out.number("created", session.created).text("currency", session.currency).null("customer");
    out.number("expires_at", session.expiresAt).flag("livemode", false).null("locale");
    out.strings("metadata", session.metadata).text("mode", "payment");
    out.textOrNull("payment_intent", session.intent).text("payment_method_collection", "always");
    out.json("payment_method_types", "[\"" + session.methodType + "\"]");
    out.text("payment_status", isPaid ? "paid" : "unpaid").text("status", name(session.status));
    out.textOrNull("success_url", session.successUrl).text("ui_mode", "hosted");
    out.textOrNull("url", session.status == SessionStatus::Open ? session.url : std::string{});
    return out.take();
}

std::string keptText(const Session& session)
{
    JsonText out;
    for (const auto& [key, member] : texts)
        out.text(key, session.*member);
    for (const auto& [key, member] : numbers)
        out.number(key, session.*member);
    out.strings("metadata", session.metadata).strings("intent_metadata", session.intentMetadata);
    return out.text("status", name(session.status)).take();
}

std::optional<Session> sessionFromKept(std::string_view text)
{
    const auto read = json::object(text);
    if (!read || json::text(*read, "id").empty())
        return std::nullopt;
    Session out;
    for (const auto& [key, member] : texts)
        out.*member = json::text(*read, key);
    for (const auto& [key, member] : numbers)
        out.*member = json::integer(*read, key);
    out.metadata = json::strings(*read, "metadata");
    out.intentMetadata = json::strings(*read, "intent_metadata");
    for (const auto& [status, word] : spelled)
        if (word == json::text(*read, "status"))
            out.status = status;
    return out;
}

std::string addressAfter(const Session& session)
{
    constexpr std::string_view hole{"{CHECKOUT_SESSION_ID}"};
    auto out = session.successUrl;
    if (const auto at = out.find(hole); at != std::string::npos)
        out.replace(at, hole.size(), session.id);
    return out;
}

} // namespace saikobi::rehearsal
