#include "backend/waiting_room/pass.h"

#include <boost/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <stdexcept>

#include "backend/contract/json_members.h"
#include "backend/waiting_room/base64url.h"
#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/signing_key.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Result;
namespace json = contract::json;

namespace {

template<auto Free>
struct Freed {
    template<class T>
    void operator()(T* pointer) const
    {
        Free(pointer);
    }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using DigestPtr = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;

struct LoadedKey {
    KeyPtr key{};
    contract::Instant signFrom{};
    std::string kid{};
    boost::json::object jwk{};
};

std::int64_t toSeconds(contract::Instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

contract::Instant fromSeconds(std::int64_t seconds)
{
    return contract::Instant{std::chrono::seconds{seconds}};
}

std::string numberOf(const EVP_PKEY* key, const char* name)
{
    BIGNUM* raw = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &raw) != 1)
        return {};
    const std::unique_ptr<BIGNUM, Freed<BN_free>> number{raw};
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
    BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
    return toBase64Url(bytes);
}

/// The thumbprint is over exactly these members in this order (RFC 7638 §3).
std::string thumbprint(const std::string& e, const std::string& n)
{
    return toBase64Url(sha256("{\"e\":\"" + e + "\",\"kty\":\"RSA\",\"n\":\"" + n + "\"}"));
}

std::optional<LoadedKey> load(const PassKeys::Key& from)
{
    const std::unique_ptr<BIO, Freed<BIO_free_all>> text{
            BIO_new_mem_buf(from.pem.data(), static_cast<int>(from.pem.size()))};
    LoadedKey out;
    out.key.reset(PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr));
    if (!out.key || EVP_PKEY_is_a(out.key.get(), "RSA") != 1 || EVP_PKEY_bits(out.key.get()) < 2048)
        return std::nullopt;
    out.signFrom = from.signFrom;
    const auto n = numberOf(out.key.get(), OSSL_PKEY_PARAM_RSA_N);
    const auto e = numberOf(out.key.get(), OSSL_PKEY_PARAM_RSA_E);
    out.kid = thumbprint(e, n);
    out.jwk = {
            {"kty", "RSA"}, {"alg", "RS256"}, {"use", "sig"}, {"kid", out.kid}, {"n", n}, {"e", e}};
    return out;
}

std::string signature(const LoadedKey& with, std::string_view text)
{
    const DigestPtr context{EVP_MD_CTX_new()};
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_size(with.key.get()));
    std::string out(size, '\0');
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, with.key.get()) != 1
            || EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                       bytes, text.size())
                    != 1)
        throw std::runtime_error("RS256 signing failed");
    out.resize(size);
    return out;
}

bool isSignedBy(const LoadedKey& key, std::string_view text, std::string_view claimed)
{
    const DigestPtr context{EVP_MD_CTX_new()};
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.key.get()) == 1
            && EVP_DigestVerify(context.get(),
                       reinterpret_cast<const unsigned char*>(claimed.data()), claimed.size(),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size())
            == 1;
}

std::optional<boost::json::object> decodeObject(std::string_view part)
{
    const auto text = fromBase64Url(part);
    return text ? json::object(*text) : std::nullopt;
}

} // namespace

class PassKeys::Impl {
public:
    std::vector<LoadedKey> keys{}; ///< oldest first
    std::string issuer{};
    std::string jwks{};

    const LoadedKey* named(std::string_view kid) const
    {
        const auto found = std::find_if(
                keys.begin(), keys.end(), [kid](const auto& key) { return key.kid == kid; });
        return found == keys.end() ? nullptr : &*found;
    }
};

PassKeys::PassKeys(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
PassKeys::PassKeys(PassKeys&&) noexcept = default;
PassKeys::~PassKeys() = default;

Result<PassKeys> PassKeys::fromPem(std::vector<Key> keys, std::string issuer)
{
    auto impl = std::make_unique<Impl>();
    impl->issuer = std::move(issuer);
    boost::json::array published;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto loaded = load(keys[i]);
        if (!loaded)
            return Fault{FaultCode::Invalid,
                    "pass key " + std::to_string(i + 1)
                            + " is not an RSA private key of 2048 bits"};
        published.push_back(loaded->jwk);
        impl->keys.push_back(std::move(*loaded));
    }
    if (impl->keys.empty())
        return Fault{FaultCode::Invalid, "no pass key"};
    std::stable_sort(impl->keys.begin(), impl->keys.end(),
            [](const auto& left, const auto& right) { return left.signFrom < right.signFrom; });
    impl->jwks = serialize(boost::json::object{{"keys", published}});
    return PassKeys{std::move(impl)};
}

std::string PassKeys::generatePem()
{
    const KeyPtr key{EVP_RSA_gen(2048)};
    const std::unique_ptr<BIO, Freed<BIO_free_all>> out{BIO_new(BIO_s_mem())};
    if (!key
            || PEM_write_bio_PKCS8PrivateKey(
                       out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
                    != 1)
        throw std::runtime_error("no RSA key could be made");
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string PassKeys::sign(const PassClaims& claims, contract::Instant now) const
{
    const auto& key = signingKey(m_impl->keys, now);
    const boost::json::object header{{"alg", "RS256"}, {"typ", "JWT"}, {"kid", key.kid}};
    const auto ends = toSeconds(claims.expiresAt);
    // Everything follows from the place and its end, so that a repeated claim gives the same bytes.
    const boost::json::object body{{"aud", claims.sale}, {"sub", claims.subject},
            {"queue_position", claims.number}, {"token_use", "access"},
            {"iat", toSeconds(claims.issuedAt)}, {"nbf", toSeconds(claims.issuedAt)}, {"exp", ends},
            {"iss", m_impl->issuer}, {"jti", claims.subject + "." + std::to_string(ends)}};
    const auto text = toBase64Url(serialize(header)) + "." + toBase64Url(serialize(body));
    return text + "." + toBase64Url(signature(key, text));
}

Result<PassClaims> PassKeys::verify(
        std::string_view token, std::string_view sale, contract::Instant now) const
{
    const Fault forged{FaultCode::Invalid, "not a pass of this sale"};
    if (token.size() > 4096)
        return forged;
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos)
        return forged;
    const auto header = decodeObject(token.substr(0, first));
    const auto body = decodeObject(token.substr(first + 1, second - first - 1));
    const auto claimed = fromBase64Url(token.substr(second + 1));
    if (!header || !body || !claimed || json::text(*header, "alg") != "RS256")
        return forged;
    const auto* key = m_impl->named(json::text(*header, "kid"));
    if (!key || !isSignedBy(*key, token.substr(0, second), *claimed))
        return forged;
    if (json::text(*body, "aud") != sale || json::text(*body, "token_use") != "access")
        return forged;
    const auto from = fromSeconds(json::integer(*body, "nbf"));
    const auto end = fromSeconds(json::integer(*body, "exp"));
    // Another machine's clock may be a little ahead when it grants.
    if (now >= end || now + std::chrono::seconds{30} < from)
        return Fault{FaultCode::Invalid, "expired"};
    PassClaims claims;
    claims.sale = sale;
    claims.subject = json::text(*body, "sub");
    claims.number = json::integer(*body, "queue_position");
    claims.place = claims.number;
    claims.issuedAt = fromSeconds(json::integer(*body, "iat"));
    claims.expiresAt = end;
    return claims;
}

const std::string& PassKeys::jwks() const
{
    return m_impl->jwks;
}

} // namespace saikobi::waiting_room
