#include "backend/rehearsal/provider/simulator_pages.h"

#include "backend/http/url.h"

namespace saikobi::rehearsal {

std::string actionPage(const Intent& intent)
{
    if (intent.status != IntentStatus::RequiresAction)
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>3D Secure</title>"
               "<p id=\"over\">This payment needs no confirmation (any more).</p></html>";
    // Only what we made ourselves goes into the page: id, secret and amount.
    return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
           "<meta name=\"viewport\" content=\"width=device-width\"><title>3D Secure</title>"
           "<h1>Confirm your payment</h1><p>Amount: ¥"
            + std::to_string(intent.amount)
            + "</p><form method=\"post\"><input type=\"hidden\" name=\"key\" value=\""
            + intent.clientSecret
            + "\"><button id=\"agree\" name=\"outcome\" value=\"agree\">Complete authentication"
              "</button> <button id=\"refuse\" name=\"outcome\" value=\"refuse\">Fail "
              "authentication"
              "</button></form></html>";
}

std::string addressAfter(const Intent& intent)
{
    if (intent.returnUrl.empty())
        return {};
    const char* glue = intent.returnUrl.find('?') == std::string::npos ? "?" : "&";
    return intent.returnUrl + glue + "payment_intent=" + http::percentEncoded(intent.id)
            + "&payment_intent_client_secret=" + http::percentEncoded(intent.clientSecret)
            + "&redirect_status="
            + (intent.status == IntentStatus::RequiresPaymentMethod ? "failed" : "succeeded");
}

} // namespace saikobi::rehearsal
