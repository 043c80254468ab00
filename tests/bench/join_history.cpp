#include "tests/bench/join_history.h"

#include <algorithm>

namespace saikobi::bench {

long long duplicatesIn(const std::vector<Join>& joins)
{
    std::vector<std::int64_t> numbers;
    numbers.reserve(joins.size());
    for (const auto& join : joins)
        numbers.push_back(join.number);
    std::sort(numbers.begin(), numbers.end());
    const auto end = std::unique(numbers.begin(), numbers.end());
    return static_cast<long long>(numbers.end() - end);
}

long long inversionsIn(std::vector<Join> joins)
{
    auto answered = joins;
    std::sort(joins.begin(), joins.end(),
            [](const Join& a, const Join& b) { return a.writtenAt < b.writtenAt; });
    std::sort(answered.begin(), answered.end(),
            [](const Join& a, const Join& b) { return a.readAt < b.readAt; });
    long long found = 0;
    std::int64_t highest = 0; // of those answered before the present join was written
    auto next = answered.begin();
    for (const auto& join : joins) {
        for (; next != answered.end() && next->readAt < join.writtenAt; ++next)
            highest = std::max(highest, next->number);
        found += join.number < highest ? 1 : 0;
    }
    return found;
}

} // namespace saikobi::bench
