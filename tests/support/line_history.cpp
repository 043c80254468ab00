#include "tests/support/line_history.h"

#include <algorithm>

namespace saikobi::tests {

namespace {

using Joins = std::vector<LineHistory::Join>;

void note(LineHistory::Verdict& verdict, std::int64_t& count, const std::string& example)
{
    if (verdict.example.empty())
        verdict.example = example;
    ++count;
}

void findDuplicates(Joins joins, LineHistory::Verdict& verdict)
{
    std::sort(joins.begin(), joins.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
    for (std::size_t i = 1; i < joins.size(); ++i)
        if (joins[i].number == joins[i - 1].number)
            note(verdict, verdict.duplicates,
                    "number " + std::to_string(joins[i].number) + " was given twice");
}

/// Walks through the questions in time, with the highest number that was answered before each.
void findInversions(const Joins& joins, LineHistory::Verdict& verdict)
{
    auto asked = joins;
    auto answered = joins;
    std::sort(asked.begin(), asked.end(),
            [](const auto& a, const auto& b) { return a.asked < b.asked; });
    std::sort(answered.begin(), answered.end(),
            [](const auto& a, const auto& b) { return a.answered < b.answered; });
    std::int64_t highest = 0;
    auto earlier = answered.begin();
    for (const auto& join : asked) {
        for (; earlier != answered.end() && earlier->answered < join.asked; ++earlier)
            highest = std::max(highest, earlier->number);
        if (join.number < highest)
            note(verdict, verdict.inversions,
                    "number " + std::to_string(join.number) + " was asked for after "
                            + std::to_string(highest) + " was answered");
    }
}

} // namespace

void LineHistory::add(const LineHistory& other)
{
    m_joins.insert(m_joins.end(), other.m_joins.begin(), other.m_joins.end());
}

LineHistory::Verdict LineHistory::check() const
{
    Verdict verdict;
    verdict.joins = static_cast<std::int64_t>(m_joins.size());
    findDuplicates(m_joins, verdict);
    findInversions(m_joins, verdict);
    return verdict;
}

} // namespace saikobi::tests
