#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saikobi::waiting_room {

/// Numbers of a fixed layout, the highest byte first, one after the other.
template<std::size_t Size>
class ByteWriter {
public:
    ByteWriter& put(std::uint64_t value, std::size_t bytes)
    {
        for (std::size_t i = bytes; i-- > 0;)
            m_bytes.at(m_used++) = static_cast<std::uint8_t>(value >> (i * 8U) & 255U);
        return *this;
    }
    const std::array<std::uint8_t, Size>& bytes() const { return m_bytes; }

private:
    std::array<std::uint8_t, Size> m_bytes{};
    std::size_t m_used = 0;
};

class ByteReader {
public:
    explicit ByteReader(const std::uint8_t* bytes)
        : m_next(bytes)
    {
    }
    std::uint64_t take(std::size_t bytes)
    {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value = value << 8U | *m_next++;
        return value;
    }

private:
    const std::uint8_t* m_next;
};

/// For what takes texts: bytes as characters, nothing copied.
inline std::string_view asText(const std::uint8_t* bytes, std::size_t size)
{
    return {reinterpret_cast<const char*>(bytes), size};
}

} // namespace saikobi::waiting_room
