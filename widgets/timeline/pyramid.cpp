#include "widgets/timeline/pyramid.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace saikobi::timeline {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Adds what is known, in the order in which it came.
class Summing {
public:
    void add(double sample)
    {
        if (!std::isnan(sample))
            add(sample, sample, sample, sample);
    }

    void add(double first, double min, double max, double last)
    {
        if (!m_found)
            m_column = {first, min, max, last, false};
        m_found = true;
        m_column.min = std::min(m_column.min, min);
        m_column.max = std::max(m_column.max, max);
        m_column.last = last;
    }

    std::optional<Column> found() const { return m_found ? std::optional{m_column} : std::nullopt; }

private:
    Column m_column{};
    bool m_found = false;
};

std::vector<TimeWindow> both(const std::vector<TimeWindow>& a, const std::vector<TimeWindow>& b)
{
    std::vector<TimeWindow> out;
    auto left = a.begin();
    auto right = b.begin();
    while (left != a.end() && right != b.end()) {
        const TimeWindow shared{std::max(left->from, right->from), std::min(left->to, right->to)};
        if (shared.from < shared.to)
            out.push_back(shared);
        left->to < right->to ? ++left : ++right;
    }
    return out;
}

} // namespace

Pyramid::Pyramid(std::vector<double> samples, Options options)
    : m_samples(std::move(samples))
    , m_options(options)
{
    assert(m_options.step.count() > 0);
    build();
    findSilences();
}

void Pyramid::build()
{
    const auto blockOf = [](const Summing& sum) {
        const auto found = sum.found();
        return found ? Block{found->first, found->min, found->max, found->last}
                     : Block{unknown, unknown, unknown, unknown};
    };
    std::vector<Block> level;
    level.reserve(m_samples.size() / fan + 1);
    for (std::size_t i = 0; i < m_samples.size(); i += fan) {
        Summing sum;
        for (std::size_t s = i; s < std::min(i + fan, m_samples.size()); ++s)
            sum.add(m_samples[s]);
        level.push_back(blockOf(sum));
    }
    while (level.size() > 1) {
        std::vector<Block> above;
        above.reserve(level.size() / fan + 1);
        for (std::size_t i = 0; i < level.size(); i += fan) {
            Summing sum;
            for (std::size_t b = i; b < std::min(i + fan, level.size()); ++b)
                if (const auto& block = level[b]; !std::isnan(block.first))
                    sum.add(block.first, block.min, block.max, block.last);
            above.push_back(blockOf(sum));
        }
        m_levels.push_back(std::exchange(level, std::move(above)));
    }
    m_levels.push_back(std::move(level));
}

void Pyramid::findSilences()
{
    std::optional<std::size_t> lastKnown;
    const auto note = [this](std::optional<std::size_t> from, std::size_t to) {
        const auto begin = from ? timeOf(*from) : m_options.start;
        const auto end = timeOf(to);
        if (end - begin > m_options.gapAfter || (!from && end > begin))
            m_silences.push_back({begin, end});
    };
    for (std::size_t i = 0; i < m_samples.size(); ++i) {
        if (std::isnan(m_samples[i]))
            continue;
        if (!lastKnown || i - *lastKnown > 1)
            note(lastKnown, i);
        lastKnown = i;
    }
    if (!m_samples.empty() && (!lastKnown || *lastKnown + 1 < m_samples.size()))
        note(lastKnown, m_samples.size() - 1);
}

contract::Instant Pyramid::timeOf(std::size_t index) const
{
    return m_options.start + m_options.step * static_cast<std::int64_t>(index);
}

TimeWindow Pyramid::whole() const
{
    return {m_options.start, m_samples.empty() ? m_options.start : timeOf(m_samples.size() - 1)};
}

std::size_t Pyramid::indexAt(contract::Instant at) const
{
    if (at <= m_options.start)
        return 0;
    const auto step = std::chrono::duration_cast<contract::Instant::duration>(m_options.step);
    const auto index = static_cast<std::size_t>(
            (at - m_options.start + step - contract::Instant::duration{1}) / step);
    return std::min(index, m_samples.size());
}

/// Samples [from, to): single ones at both ends, as large blocks as fit between them.
std::optional<Column> Pyramid::summary(std::size_t from, std::size_t to) const
{
    Summing sum;
    while (from < to && from % fan != 0)
        sum.add(m_samples[from++]);
    std::size_t level = 0;
    std::size_t span = fan;
    while (from + span <= to) {
        // Up while a whole block of the next level begins here and fits.
        while (level + 1 < m_levels.size() && from % (span * fan) == 0 && from + span * fan <= to) {
            span *= fan;
            ++level;
        }
        const auto& block = m_levels[level][from / span];
        if (!std::isnan(block.first))
            sum.add(block.first, block.min, block.max, block.last);
        from += span;
        while (level > 0 && from + span > to) {
            span /= fan;
            --level;
        }
    }
    while (from < to)
        sum.add(m_samples[from++]);
    return sum.found();
}

std::vector<std::optional<Column>> Pyramid::columns(TimeWindow window, int width) const
{
    assert(width > 0);
    std::vector<std::optional<Column>> out(static_cast<std::size_t>(width));
    auto silence = m_silences.begin();
    std::optional<contract::Instant> before; ///< end of the last column that had a sample
    for (int pixel = 0; pixel < width; ++pixel) {
        const auto from = window.at(static_cast<double>(pixel) / width);
        const auto to = window.at(static_cast<double>(pixel + 1) / width);
        const auto begin = indexAt(from);
        // The last pixel also has what happened at the very end.
        const auto end = pixel + 1 < width ? indexAt(to) : indexAt(to + m_options.step / 1000);
        if (begin >= end)
            continue;
        auto column = summary(begin, end);
        if (!column)
            continue;
        if (before) {
            while (silence != m_silences.end() && silence->to <= *before)
                ++silence;
            column->isJoined = silence == m_silences.end() || silence->from > *before;
        }
        before = timeOf(end - 1);
        out[static_cast<std::size_t>(pixel)] = column;
    }
    return out;
}

std::vector<Run> Pyramid::runs(TimeWindow window) const
{
    auto from = indexAt(window.from);
    auto to = indexAt(window.to);
    while (from > 0 && std::isnan(m_samples[--from])) { }
    while (to < m_samples.size() && std::isnan(m_samples[to]))
        ++to;
    std::vector<Run> out;
    for (auto i = from; i < std::min(to + 1, m_samples.size()); ++i) {
        if (std::isnan(m_samples[i]))
            continue;
        const auto at = timeOf(i);
        if (out.empty() || at - out.back().back().at > m_options.gapAfter)
            out.emplace_back();
        out.back().push_back({at, m_samples[i]});
    }
    return out;
}

std::vector<TimeWindow> Pyramid::gaps(TimeWindow window) const
{
    return commonGaps({this}, window);
}

std::optional<double> Pyramid::at(contract::Instant at, std::chrono::milliseconds within) const
{
    const auto reach = static_cast<std::size_t>(within / m_options.step) + 1;
    const auto centre = indexAt(at);
    std::optional<double> found;
    auto nearest = std::chrono::duration_cast<contract::Instant::duration>(within);
    const auto end = std::min(centre + reach + 1, m_samples.size());
    for (auto i = centre > reach ? centre - reach : 0; i < end; ++i) {
        const auto distance = timeOf(i) > at ? timeOf(i) - at : at - timeOf(i);
        if (std::isnan(m_samples[i]) || distance > nearest || (found && distance == nearest))
            continue;
        nearest = distance;
        found = m_samples[i];
    }
    return found;
}

std::size_t Pyramid::samplesIn(TimeWindow window) const
{
    const auto from = indexAt(window.from);
    const auto to = indexAt(window.to);
    return to > from ? to - from : 0;
}

std::optional<Column> Pyramid::extent(TimeWindow window) const
{
    return summary(indexAt(window.from), indexAt(window.to + contract::Instant::duration{1}));
}

std::size_t Pyramid::size() const
{
    auto bytes = m_samples.capacity() * sizeof(double);
    for (const auto& level : m_levels)
        bytes += level.capacity() * sizeof(Block);
    return bytes + m_silences.capacity() * sizeof(TimeWindow);
}

std::vector<TimeWindow> commonGaps(const std::vector<const Pyramid*>& lines, TimeWindow window)
{
    if (lines.empty())
        return {};
    auto silent = lines.front()->silences();
    auto start = lines.front()->whole().from;
    for (const auto* line : lines) {
        silent = both(silent, line->silences());
        start = std::min(start, line->whole().from);
    }
    std::vector<TimeWindow> out;
    for (const auto& gap : silent) {
        const TimeWindow cut{std::max(gap.from, window.from), std::min(gap.to, window.to)};
        if (gap.from > start && cut.from < cut.to)
            out.push_back(cut);
    }
    return out;
}

} // namespace saikobi::timeline
