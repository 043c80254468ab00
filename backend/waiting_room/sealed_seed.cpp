#include "backend/waiting_room/sealed_seed.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "backend/waiting_room/draw.h"
#include "backend/waiting_room/hmac.h"

namespace saikobi::waiting_room {

namespace {

constexpr std::size_t nonceSize = 12;
constexpr std::size_t tagSize = 16;
using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

std::string randomBytes(std::size_t count)
{
    std::string out(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
        throw std::runtime_error("the system gives no random numbers");
    return out;
}

const unsigned char* bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string keyOf(const TicketKey& key)
{
    return hmacSha256(key.secret, std::string{"saikobi-draw-seal-v1"} + '\0');
}

/// What the ciphertext is bound to: it opens for this sale and run only.
std::string boundTo(std::string_view sale, contract::Run run)
{
    std::string out{"saikobi-draw-seed"};
    out += '\0';
    out += sale;
    out += '\0';
    return out + std::to_string(run.value);
}

/// Direction, key, nonce and additional data are given; the text comes next.
Context begun(bool isSealing, const std::string& key, std::string_view nonce, std::string_view data)
{
    Context context{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
    int size = 0;
    if (!context
            || EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytesOf(key),
                       bytesOf(nonce), isSealing ? 1 : 0)
                    != 1
            || EVP_CipherUpdate(
                       context.get(), nullptr, &size, bytesOf(data), static_cast<int>(data.size()))
                    != 1)
        throw std::runtime_error("AES-256-GCM is not available");
    return context;
}

} // namespace

std::string newDrawSeed()
{
    return randomBytes(drawSeedSize);
}

std::string sealSeed(
        const TicketKey& key, std::string_view sale, contract::Run run, std::string_view seed)
{
    const auto nonce = randomBytes(nonceSize);
    const auto context = begun(true, keyOf(key), nonce, boundTo(sale, run));
    std::array<unsigned char, drawSeedSize> text{};
    std::array<unsigned char, tagSize> tag{};
    int size = 0;
    if (seed.size() != drawSeedSize
            || EVP_CipherUpdate(context.get(), text.data(), &size, bytesOf(seed),
                       static_cast<int>(seed.size()))
                    != 1
            || EVP_CipherFinal_ex(context.get(), text.data() + size, &size) != 1
            || EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tagSize, tag.data()) != 1)
        throw std::runtime_error("the seed of a draw cannot be sealed");
    return nonce + std::string{text.begin(), text.end()} + std::string{tag.begin(), tag.end()};
}

std::optional<std::string> openSeed(
        const TicketKey& key, std::string_view sale, contract::Run run, std::string_view sealed)
{
    if (sealed.size() != nonceSize + drawSeedSize + tagSize)
        return std::nullopt;
    const auto context = begun(false, keyOf(key), sealed.substr(0, nonceSize), boundTo(sale, run));
    std::string tag{sealed.substr(nonceSize + drawSeedSize)};
    std::array<unsigned char, drawSeedSize> seed{};
    int size = 0;
    if (EVP_CipherUpdate(context.get(), seed.data(), &size, bytesOf(sealed.substr(nonceSize)),
                static_cast<int>(drawSeedSize))
                    != 1
            || EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tagSize, tag.data()) != 1
            || EVP_CipherFinal_ex(context.get(), seed.data() + size, &size) != 1)
        return std::nullopt;
    return std::string{seed.begin(), seed.end()};
}

} // namespace saikobi::waiting_room
