#include "widgets/timeline/runs.h"

#include <algorithm>
#include <cassert>

namespace saikobi::timeline {

namespace {

/// The extremes of one column, in the order in which they came.
class Column {
public:
    explicit Column(Point first)
        : m_low(first)
        , m_high(first)
    {
    }

    void add(Point point)
    {
        if (point.value < m_low.value)
            m_low = point;
        if (point.value > m_high.value)
            m_high = point;
    }

    void appendTo(Run& run) const
    {
        const auto& earlier = m_low.at <= m_high.at ? m_low : m_high;
        const auto& later = m_low.at <= m_high.at ? m_high : m_low;
        run.push_back(earlier);
        if (later.at != earlier.at)
            run.push_back(later);
    }

private:
    Point m_low;
    Point m_high;
};

Run thinned(const Run& run, TimeWindow window, int columns)
{
    Run result;
    std::optional<Column> column;
    int index = 0;
    for (const auto& point : run) {
        const int here = static_cast<int>(window.position(point.at) * columns);
        if (column && here == index) {
            column->add(point);
            continue;
        }
        if (column)
            column->appendTo(result);
        column.emplace(point);
        index = here;
    }
    if (column)
        column->appendTo(result);
    return result;
}

} // namespace

std::vector<Run> runs(const std::vector<Sample>& samples, TimeWindow window, RunOptions options)
{
    assert(options.columns > 0);
    std::vector<Run> whole;
    for (const auto& sample : samples) {
        if (!sample.value || !window.contains(sample.at))
            continue;
        const bool isBroken
                = whole.empty() || sample.at - whole.back().back().at > options.gapAfter;
        if (isBroken)
            whole.emplace_back();
        whole.back().push_back({sample.at, *sample.value});
    }
    std::vector<Run> result;
    result.reserve(whole.size());
    for (const auto& run : whole)
        result.push_back(thinned(run, window, options.columns));
    return result;
}

std::vector<TimeWindow> gaps(const std::vector<std::vector<Sample>>& lines, TimeWindow window,
        std::chrono::milliseconds gapAfter)
{
    std::vector<contract::Instant> known;
    for (const auto& line : lines)
        for (const auto& sample : line)
            if (sample.value && window.contains(sample.at))
                known.push_back(sample.at);
    std::sort(known.begin(), known.end());

    std::vector<TimeWindow> found;
    for (std::size_t i = 1; i < known.size(); ++i)
        if (known[i] - known[i - 1] > gapAfter)
            found.push_back({known[i - 1], known[i]});
    if (!known.empty() && window.to - known.back() > gapAfter)
        found.push_back({known.back(), window.to});
    return found;
}

} // namespace saikobi::timeline
