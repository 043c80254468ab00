#include "backend/rehearsal/keys.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>

#include "backend/rehearsal/secrets.h"

namespace saikobi::rehearsal {

namespace {

std::string newPassKey()
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
            EVP_RSA_gen(2048), &EVP_PKEY_free};
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), &BIO_free};
    if (!key || !memory
            || PEM_write_bio_PKCS8PrivateKey(
                       memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
                    != 1)
        throw std::runtime_error("no RSA key could be made");
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

} // namespace

contract::Result<KeyFiles> keysOf(const DataFolder& folder)
{
    const KeyFiles files{folder.secret("ticket.key"), folder.secret("pass.pem"),
            folder.secret("provider.secret"), folder.secret("webhook.secret")};
    const auto ticket = readOrMake(files.ticketKey, [] { return randomHex(32); });
    if (!ticket)
        return ticket.error();
    const auto pass = readOrMake(files.passKey, newPassKey);
    if (!pass)
        return pass.error();
    const auto provider
            = readOrMake(files.providerSecret, [] { return "sk_test_" + randomHex(24); });
    if (!provider)
        return provider.error();
    const auto webhook = readOrMake(files.webhookSecret, [] { return "whsec_" + randomHex(24); });
    if (!webhook)
        return webhook.error();
    return files;
}

} // namespace saikobi::rehearsal
