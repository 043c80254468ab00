#include "backend/rehearsal/secrets.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;

namespace {

std::string toHex(const unsigned char* bytes, std::size_t count)
{
    static constexpr std::string_view digits{"0123456789abcdef"};
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += digits[bytes[i] >> 4U];
        out += digits[bytes[i] & 15U];
    }
    return out;
}

Fault cannot(const char* what, const std::filesystem::path& file)
{
    return {FaultCode::Unavailable,
            file.string() + ": cannot " + what + ": " + std::strerror(errno)};
}

} // namespace

std::string randomHex(std::size_t bytes)
{
    std::vector<unsigned char> random(bytes);
    if (RAND_bytes(random.data(), static_cast<int>(bytes)) != 1)
        throw std::runtime_error("the system has no random numbers");
    return toHex(random.data(), random.size());
}

std::string sha256Hex(const std::string& text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return toHex(digest.data(), size);
}

std::string percentEncoded(const std::string& text)
{
    static constexpr std::string_view plain{
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"};
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += plain.find(c) == std::string_view::npos ? "%" + toHex(&byte, 1) : std::string(1, c);
    }
    return out;
}

contract::Outcome writePrivateFile(const std::filesystem::path& file, const std::string& text)
{
    auto unfinished = file;
    unfinished += ".new";
    const int fd = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return cannot("write", file);
    const bool isWritten = ::fchmod(fd, 0600) == 0
            && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size())
            && ::fsync(fd) == 0;
    ::close(fd);
    if (!isWritten || ::rename(unfinished.c_str(), file.c_str()) != 0)
        return cannot("write", file);
    return Nothing{};
}

contract::Result<std::string> readWholeFile(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return cannot("read", file);
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

} // namespace saikobi::rehearsal
