#include "backend/rehearsal/provider/simulator_pages.h"

#include "backend/http/url.h"

namespace saikobi::rehearsal {

namespace {

/// Only what we made ourselves goes into a page: ids, secrets and amounts.
std::string framed(const char* title, const std::string& content)
{
    return std::string{"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta "
                       "name=\"viewport\" content=\"width=device-width\"><title>"}
    + title + "</title>" + content + "</html>";
}

std::string hidden(const std::string& key)
{
    return "<form method=\"post\"><input type=\"hidden\" name=\"key\" value=\"" + key + "\">";
}

std::string button(const char* outcome, const char* label)
{
    return std::string{"<button id=\""} + outcome + "\" name=\"outcome\" value=\"" + outcome + "\">"
            + label + "</button> ";
}

/// What the means of this method are called, where there is one.
std::string usualMeans(const Session& session)
{
    return session.methodType == "card" ? "4242 4242 4242 4242" : "pm_" + session.methodType;
}

} // namespace

std::string actionPage(const Intent& intent)
{
    if (intent.status != IntentStatus::RequiresAction)
        return framed(
                "3D Secure", "<p id=\"over\">This payment needs no confirmation (any more).</p>");
    return framed("3D Secure",
            "<h1>Confirm your payment</h1><p>Amount: ¥" + std::to_string(intent.amount) + "</p>"
                    + hidden(intent.clientSecret) + button("agree", "Complete authentication")
                    + button("refuse", "Fail authentication") + "</form>");
}

std::string hostedPage(const Session& session, const std::string& said)
{
    if (session.status != SessionStatus::Open)
        return framed("Payment", "<p id=\"over\">This page is over.</p>");
    return framed("Payment",
            "<h1>Pay ¥" + std::to_string(session.amount) + "</h1>"
                    + (said.empty() ? said : "<p id=\"said\">" + said + "</p>")
                    + hidden(session.secret)
                    + "<label>Means <input id=\"means\" name=\"means\" value=\""
                    + usualMeans(session) + "\"></label> " + button("pay", "Pay")
                    + button("back", "Go back without paying") + "</form>");
}

std::string addressAfter(const Intent& intent)
{
    if (intent.returnUrl.empty() || !intent.session.empty())
        return intent.returnUrl;
    const char* glue = intent.returnUrl.find('?') == std::string::npos ? "?" : "&";
    return intent.returnUrl + glue + "payment_intent=" + http::percentEncoded(intent.id)
            + "&payment_intent_client_secret=" + http::percentEncoded(intent.clientSecret)
            + "&redirect_status="
            + (intent.status == IntentStatus::RequiresPaymentMethod ? "failed" : "succeeded");
}

} // namespace saikobi::rehearsal
