#pragma once

#include <string>
#include <vector>

namespace saikobi::stores {

/// Values as the text of a Postgres array, to be bound: libpqxx 6.4 binds no lists.
std::string arrayText(const std::vector<std::string>& values);

/// One column of many items, as such a text.
template<class Items, class Pick>
std::string columnText(const Items& items, Pick pick)
{
    std::vector<std::string> values;
    values.reserve(items.size());
    for (const auto& item : items)
        values.push_back(pick(item));
    return arrayText(values);
}

} // namespace saikobi::stores
