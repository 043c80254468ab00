#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saikobi::http {

/// Names and values in the order in which they came. A cleared list keeps the room of its texts: a
/// connection reads its second request without asking for memory.
class FieldList {
public:
    using Field = std::pair<std::string, std::string>;

    FieldList() = default;
    FieldList(std::initializer_list<Field> fields)
        : m_fields{fields}
        , m_size{fields.size()}
    {
    }

    Field& emplace_back(std::string_view name, std::string_view value)
    {
        if (m_size == m_fields.size())
            m_fields.emplace_back();
        auto& field = m_fields[m_size++];
        field.first = name;
        field.second = value;
        return field;
    }
    void clear() { m_size = 0; }

    auto begin() { return m_fields.begin(); }
    auto begin() const { return m_fields.begin(); }
    auto end() { return m_fields.begin() + static_cast<std::ptrdiff_t>(m_size); }
    auto end() const { return m_fields.begin() + static_cast<std::ptrdiff_t>(m_size); }
    Field& back() { return m_fields[m_size - 1]; }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    std::vector<Field> toVector() const { return {begin(), end()}; }

private:
    std::vector<Field> m_fields{};
    std::size_t m_size = 0;
};

} // namespace saikobi::http
