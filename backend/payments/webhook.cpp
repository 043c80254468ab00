#include "backend/payments/webhook.h"

#include <boost/json.hpp>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "backend/contract/json_members.h"

namespace saikobi::payments {

using contract::Fault;
using contract::FaultCode;
namespace json = contract::json;

namespace {

constexpr std::size_t signatureLimit = 8; ///< of one header; each costs a comparison

struct SignatureHeader {
    std::string time{};
    std::vector<std::string> signatures{};
};

SignatureHeader readHeader(std::string_view header)
{
    SignatureHeader out;
    while (!header.empty()) {
        const auto comma = header.find(',');
        const auto part = header.substr(0, comma);
        header = comma == std::string_view::npos ? std::string_view{} : header.substr(comma + 1);
        if (part.starts_with("t="))
            out.time = part.substr(2);
        else if (part.starts_with("v1=") && out.signatures.size() < signatureLimit)
            out.signatures.emplace_back(part.substr(3));
    }
    return out;
}

std::string hmacHex(const std::string& secret, const std::string& text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
            reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    constexpr std::string_view digits{"0123456789abcdef"};
    std::string out;
    for (unsigned i = 0; i < size; ++i) {
        out += digits[digest[i] >> 4];
        out += digits[digest[i] & 15];
    }
    return out;
}

bool isSame(const std::string& expected, const std::string& claimed)
{
    return expected.size() == claimed.size()
            && CRYPTO_memcmp(expected.data(), claimed.data(), expected.size()) == 0;
}

bool isUuid(const std::string& text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = text[i];
        const bool isHex
                = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (isDash ? c != '-' : !isHex)
            return false;
    }
    return true;
}

/// The payment has come to a point where its order may go on: what a query would show.
constexpr std::array<std::string_view, 11> decisive{"payment_intent.amount_capturable_updated",
        "payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.canceled",
        "charge.succeeded", "charge.captured", "charge.expired", "checkout.session.completed",
        "checkout.session.expired", "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed"};
/// Money was set aside, or may have been: a page that is complete has a payment.
constexpr std::array<std::string_view, 3> setAside{"payment_intent.amount_capturable_updated",
        "charge.succeeded", "checkout.session.completed"};
constexpr std::array<std::string_view, 3> taken{
        "payment_intent.succeeded", "charge.captured", "checkout.session.async_payment_succeeded"};

template<std::size_t N>
bool isAnyOf(std::string_view type, const std::array<std::string_view, N>& types)
{
    return std::find(types.begin(), types.end(), type) != types.end();
}

} // namespace

contract::Outcome verifySignature(std::string_view header, std::string_view body,
        const std::vector<std::string>& secrets, contract::Instant now)
{
    const auto read = readHeader(header);
    std::int64_t seconds = 0;
    const auto* end = read.time.data() + read.time.size();
    const auto parsed = std::from_chars(read.time.data(), end, seconds);
    const bool isNumber = parsed.ec == std::errc{} && parsed.ptr == end && seconds >= 0;
    if (!isNumber || read.signatures.empty())
        return Fault{FaultCode::Refused, "malformed"};
    const auto signedText = read.time + '.' + std::string{body};
    bool isGenuine = false;
    for (const auto& secret : secrets) {
        const auto expected = hmacHex(secret, signedText);
        for (const auto& claimed : read.signatures)
            isGenuine |= isSame(expected, claimed);
    }
    if (!isGenuine)
        return Fault{FaultCode::Refused, "forged"};
    // Compared as numbers: a time far outside of the calendar must not overflow.
    const auto nowSeconds = contract::toUnixMs(now) / 1000;
    if (seconds < nowSeconds - signatureLife.count()
            || seconds > nowSeconds + signatureLife.count())
        return Fault{FaultCode::Refused, "stale"};
    return contract::Nothing{};
}

contract::Result<WebhookNotice> readNotice(std::string_view body)
{
    const auto event = json::object(body);
    WebhookNotice out;
    if (event) {
        out.event = json::text(*event, "id");
        out.type = json::text(*event, "type");
    }
    if (out.event.empty() || out.type.empty())
        return Fault{FaultCode::Invalid, "no event"};
    const auto* data = json::member(*event, "data");
    const auto* about
            = data && data->is_object() ? json::member(data->get_object(), "object") : nullptr;
    if (!about || !about->is_object())
        return Fault{FaultCode::Invalid, "an event about nothing"};
    const auto& object = about->get_object();
    // Charges and pages belong to a payment and name it; an intent is one.
    out.reference = json::text(object, "payment_intent");
    if (out.reference.empty())
        out.reference = json::text(object, "id");
    const auto metadata = json::strings(object, "metadata");
    const auto order = metadata.find("order_id");
    const auto named
            = order != metadata.end() ? order->second : json::text(object, "client_reference_id");
    if (isUuid(named))
        out.order = named;
    return out;
}

bool deservesQuery(std::string_view type, std::string_view orderStatus)
{
    const bool isAwaited = orderStatus == "action_required" || orderStatus == "expiring";
    return isAwaited && isAnyOf(type, decisive);
}

bool contradictsEnd(std::string_view type, std::string_view orderStatus)
{
    const bool hasHeldNothing
            = orderStatus == "declined" || orderStatus == "expired" || orderStatus == "cancelled";
    if (isAnyOf(type, setAside))
        return hasHeldNothing;
    return isAnyOf(type, taken)
            && (hasHeldNothing || orderStatus == "sold_out" || orderStatus == "capture_failed");
}

} // namespace saikobi::payments
