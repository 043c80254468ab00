#include "backend/contract/recording_format.h"

#include <cstdio>
#include <cstring>

namespace saikobi::contract {

void ContentSum::addValue(const char* data, std::size_t size)
{
    addWord(2 * size + 1);
    // Words as they lie in memory: every machine that this runs on has the low byte first.
    std::uint64_t word = 0;
    for (; size >= sizeof word; data += sizeof word, size -= sizeof word) {
        std::memcpy(&word, data, sizeof word);
        addWord(word);
    }
    word = 0;
    std::memcpy(&word, data, size);
    addWord(word);
}

void ContentSum::endRow()
{
    ++m_rows;
    addWord(2);
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
