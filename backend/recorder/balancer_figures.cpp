#include "backend/recorder/balancer_figures.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace saikobi::recorder {

namespace {

using namespace std::chrono_literals;

constexpr auto window = 60s;
constexpr auto believedFor = 30s;
constexpr std::int64_t leastAnswers = 100;
constexpr std::size_t mostLooks = 120;

std::vector<std::string_view> cells(std::string_view line)
{
    std::vector<std::string_view> out;
    for (;;) {
        const auto comma = line.find(',');
        out.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos)
            return out;
        line.remove_prefix(comma + 1);
    }
}

std::string_view nextLine(std::string_view& text)
{
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return line;
}

std::int64_t numberAt(const std::vector<std::string_view>& row, std::size_t column)
{
    std::int64_t out = 0;
    if (column < row.size())
        std::from_chars(row[column].data(), row[column].data() + row[column].size(), out);
    return out;
}

} // namespace

std::optional<BalancerCounts> balancerCounts(std::string_view csv)
{
    auto head = nextLine(csv);
    if (!head.starts_with("# "))
        return std::nullopt;
    head.remove_prefix(2);
    const auto names = cells(head);
    const auto column = [&names](std::string_view name) {
        return static_cast<std::size_t>(
                std::find(names.begin(), names.end(), name) - names.begin());
    };
    const auto kind = column("svname");
    const auto failed = column("hrsp_5xx");
    if (kind == names.size() || failed == names.size())
        return std::nullopt;
    BalancerCounts out;
    while (!csv.empty()) {
        const auto row = cells(nextLine(csv));
        if (kind >= row.size() || row[kind] != "FRONTEND")
            continue;
        out.failed += numberAt(row, failed);
        for (const char* answers : {"hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx"})
            out.answers += numberAt(row, column(answers));
    }
    return out;
}

void BalancerFigures::note(const BalancerCounts& counts, Clock::time_point now)
{
    // It was started again: what it counts now has nothing to do with what it counted before.
    if (!m_looks.empty()
            && (counts.answers < m_looks.back().counts.answers
                    || counts.failed < m_looks.back().counts.failed))
        m_looks.clear();
    m_looks.push_back({now, counts});
    while (m_looks.size() > mostLooks || (m_looks.size() > 2 && now - m_looks[1].at >= window))
        m_looks.pop_front();
}

std::optional<double> BalancerFigures::failedPercent(Clock::time_point now) const
{
    if (m_looks.size() < 2 || now - m_looks.back().at > believedFor)
        return std::nullopt;
    const auto answers = m_looks.back().counts.answers - m_looks.front().counts.answers;
    const auto failed = m_looks.back().counts.failed - m_looks.front().counts.failed;
    if (answers < leastAnswers)
        return std::nullopt;
    return 100 * static_cast<double>(failed) / static_cast<double>(answers);
}

} // namespace saikobi::recorder
