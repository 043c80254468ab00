#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace saikobi::http {

/// SipHash-2-4 (Aumasson, Bernstein 2012) under a random key of this process: nobody outside can
/// aim at a slot of a table.
class KeyedHash {
public:
    using Key = std::array<std::uint64_t, 2>;

    KeyedHash(); ///< a key of its own
    explicit KeyedHash(Key key)
        : m_key(key)
    {
    }
    std::uint64_t of(std::string_view bytes) const;
    /// Of a name and some numbers, without putting them together anywhere.
    std::uint64_t of(std::string_view name, std::initializer_list<std::uint64_t> numbers) const;

private:
    Key m_key;
};

} // namespace saikobi::http
