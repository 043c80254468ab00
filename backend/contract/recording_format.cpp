#include "backend/contract/recording_format.h"

#include <cstdio>

namespace saikobi::contract {

void ContentSum::addValue(const char* data, std::size_t size)
{
    addByte(1);
    for (auto left = size; left > 0; left >>= 8U)
        addByte(static_cast<unsigned char>(left & 0xFFU));
    addByte(0);
    for (std::size_t i = 0; i < size; ++i)
        addByte(static_cast<unsigned char>(data[i]));
}

void ContentSum::endRow()
{
    ++m_rows;
    addByte(2);
}

void ContentSum::add(const RecordedRow& row)
{
    for (const auto& value : row)
        if (value)
            addValue(value->data(), value->size());
        else
            addAbsent();
    endRow();
}

std::string ContentSum::hash() const
{
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(m_hash));
    return text.data();
}

} // namespace saikobi::contract
