#include "backend/http/keyed_hash.h"

#include <openssl/rand.h>

#include <bit>
#include <cstdlib>
#include <cstring>

namespace saikobi::http {

namespace {

class Sip {
public:
    explicit Sip(const KeyedHash::Key& key)
        : m_v{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
                key[1] ^ 0x7465646279746573}
    {
    }

    void take(std::uint64_t word)
    {
        m_v[3] ^= word;
        turn();
        turn();
        m_v[0] ^= word;
    }

    /// All words, then the rest with the length in its highest byte.
    void take(std::string_view bytes)
    {
        const auto length = static_cast<std::uint64_t>(bytes.size());
        for (; bytes.size() >= 8; bytes.remove_prefix(8))
            take(wordAt(bytes.data(), 8));
        take(wordAt(bytes.data(), bytes.size()) | length << 56U);
    }

    std::uint64_t end()
    {
        m_v[2] ^= 0xff;
        for (int i = 0; i < 4; ++i)
            turn();
        return m_v[0] ^ m_v[1] ^ m_v[2] ^ m_v[3];
    }

private:
    static std::uint64_t wordAt(const char* from, std::size_t size)
    {
        std::uint64_t word = 0;
        if (size > 0)
            std::memcpy(&word, from, size);
        return word;
    }

    void turn()
    {
        m_v[0] += m_v[1];
        m_v[1] = std::rotl(m_v[1], 13) ^ m_v[0];
        m_v[0] = std::rotl(m_v[0], 32);
        m_v[2] += m_v[3];
        m_v[3] = std::rotl(m_v[3], 16) ^ m_v[2];
        m_v[0] += m_v[3];
        m_v[3] = std::rotl(m_v[3], 21) ^ m_v[0];
        m_v[2] += m_v[1];
        m_v[1] = std::rotl(m_v[1], 17) ^ m_v[2];
        m_v[2] = std::rotl(m_v[2], 32);
    }

    std::array<std::uint64_t, 4> m_v;
};

KeyedHash::Key randomKey()
{
    KeyedHash::Key key{};
    if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), sizeof key) != 1)
        std::abort(); // a table that anybody can aim at is no limit
    return key;
}

} // namespace

KeyedHash::KeyedHash()
    : KeyedHash{randomKey()}
{
}

std::uint64_t KeyedHash::of(std::string_view bytes) const
{
    Sip sip{m_key};
    sip.take(bytes);
    return sip.end();
}

std::uint64_t KeyedHash::of(
        std::string_view name, std::initializer_list<std::uint64_t> numbers) const
{
    Sip sip{m_key};
    sip.take(name);
    for (const auto number : numbers)
        sip.take(number);
    return sip.end();
}

} // namespace saikobi::http
