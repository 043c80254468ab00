#include "backend/rehearsal/provider/json_text.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace saikobi::rehearsal {

void JsonText::quote(std::string_view value)
{
    m_text += '"';
    std::size_t plain = 0; // first character not written yet
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto c = static_cast<unsigned char>(value[i]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        m_text.append(value, plain, i - plain);
        plain = i + 1;
        if (c >= 0x20) {
            m_text += '\\';
            m_text += value[i];
            continue;
        }
        std::array<char, 7> escaped{};
        std::snprintf(escaped.data(), escaped.size(), "\\u%04x", c);
        m_text.append(escaped.data());
    }
    m_text.append(value, plain, value.size() - plain);
    m_text += '"';
}

void JsonText::begin(std::string_view key)
{
    m_text += m_text.empty() ? '{' : ',';
    quote(key);
    m_text += ':';
}

JsonText& JsonText::text(std::string_view key, std::string_view value)
{
    begin(key);
    quote(value);
    return *this;
}

JsonText& JsonText::textOrNull(std::string_view key, std::string_view value)
{
    return value.empty() ? null(key) : text(key, value);
}

JsonText& JsonText::number(std::string_view key, std::int64_t value)
{
    begin(key);
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    m_text.append(digits.data(), end);
    return *this;
}

JsonText& JsonText::numberOrNull(std::string_view key, std::int64_t value)
{
    return value == 0 ? null(key) : number(key, value);
}

JsonText& JsonText::flag(std::string_view key, bool value)
{
    begin(key);
    m_text += value ? "true" : "false";
    return *this;
}

JsonText& JsonText::null(std::string_view key)
{
    begin(key);
    m_text += "null";
    return *this;
}

JsonText& JsonText::json(std::string_view key, std::string_view value)
{
    begin(key);
    m_text += value;
    return *this;
}

std::string JsonText::take()
{
    if (m_text.empty())
        m_text += '{';
    m_text += '}';
    return std::move(m_text);
}

} // namespace saikobi::rehearsal
