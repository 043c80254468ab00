#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace saikobi::waiting_room {

/// A short text inside its owner: copying and assigning one never asks for memory.
template<std::size_t Capacity>
class FixedText {
public:
    FixedText() = default;
    FixedText(std::string_view text) { *this = text; }
    FixedText& operator=(std::string_view text)
    {
        assert(text.size() <= Capacity);
        m_size = static_cast<std::uint8_t>(std::min(text.size(), Capacity));
        std::copy_n(text.data(), m_size, m_text.data());
        return *this;
    }
    operator std::string_view() const { return view(); }
    std::string_view view() const { return {m_text.data(), m_size}; }
    std::string toString() const { return std::string{view()}; }
    bool empty() const { return m_size == 0; }

private:
    static_assert(Capacity < 256);
    std::array<char, Capacity> m_text{};
    std::uint8_t m_size = 0;
};

} // namespace saikobi::waiting_room
