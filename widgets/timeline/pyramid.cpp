#include "widgets/timeline/pyramid.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace saikobi::timeline {

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

/// Adds what is known, in the order in which it came.
template<class Sum>
class Summing {
public:
    void add(float sample)
    {
        if (!std::isnan(sample))
            add({sample, sample, sample, sample});
    }

    void add(const Sum& next)
    {
        if (std::isnan(next.first))
            return;
        if (!m_isKnown)
            m_sum = next;
        m_isKnown = true;
        m_sum.min = std::min(m_sum.min, next.min);
        m_sum.max = std::max(m_sum.max, next.max);
        m_sum.last = next.last;
    }

    bool isKnown() const { return m_isKnown; }
    const Sum& sum() const { return m_sum; } ///< all NaN while nothing is known

private:
    Sum m_sum{unknown, unknown, unknown, unknown};
    bool m_isKnown = false;
};

/// 0.3F is 0.30000001192…; the one who wrote it meant 0.3.
double asWritten(float value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    double out = value;
    std::from_chars(text.data(), end, out);
    return out;
}

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

Pyramid::Pyramid(std::span<const float> samples, Options options, std::shared_ptr<const void> owner)
    : m_samples(samples)
    , m_options(options)
    , m_owner(std::move(owner))
{
    assert(m_options.step.count() > 0);
    build();
    findSilences();
}

void Pyramid::build()
{
    const auto above = [](const auto& below) {
        std::vector<Block> level;
        level.reserve(below.size() / fan + 1);
        for (std::size_t i = 0; i < below.size(); i += fan) {
            Summing<Block> sum;
            for (std::size_t one = i; one < std::min(i + fan, below.size()); ++one)
                sum.add(below[one]);
            level.push_back(sum.sum());
        }
        return level;
    };
    auto level = above(m_samples);
    while (level.size() > 1)
        level = above(m_levels.emplace_back(std::move(level)));
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
    Summing<Block> sum;
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
        sum.add(m_levels[level][from / span]);
        from += span;
        while (level > 0 && from + span > to) {
            span /= fan;
            --level;
        }
    }
    while (from < to)
        sum.add(m_samples[from++]);
    if (!sum.isKnown())
        return std::nullopt;
    const auto& all = sum.sum();
    return Column{all.first, all.min, all.max, all.last, false};
}

std::vector<std::optional<Column>> Pyramid::columns(TimeWindow window, int width) const
{
    assert(width > 0);
    std::vector<std::optional<Column>> out(static_cast<std::size_t>(width));
    auto silence = m_silences.begin();
    std::optional<contract::Instant> before; ///< end of the last column that had a sample
    auto next = indexAt(window.at(0));
    for (int pixel = 0; pixel < width; ++pixel) {
        const auto to = window.at(static_cast<double>(pixel + 1) / width);
        const auto begin = next;
        // The last pixel also has what happened at the very end.
        const auto end = pixel + 1 < width ? indexAt(to) : indexAt(to + m_options.step / 1000);
        next = end;
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

std::optional<Point> Pyramid::lastBefore(contract::Instant at) const
{
    auto i = indexAt(at + contract::Instant::duration{1});
    while (i > 0)
        if (!std::isnan(m_samples[--i]))
            return Point{timeOf(i), m_samples[i]};
    return std::nullopt;
}

std::size_t Pyramid::samplesIn(TimeWindow window) const
{
    const auto from = indexAt(window.from);
    const auto to = indexAt(window.to);
    return to > from ? to - from : 0;
}

void Pyramid::visit(TimeWindow window,
        const std::function<void(contract::Instant, std::optional<double>)>& visitor) const
{
    for (auto i = indexAt(window.from); i < m_samples.size() && timeOf(i) <= window.to; ++i)
        visitor(timeOf(i),
                std::isnan(m_samples[i]) ? std::nullopt : std::optional{asWritten(m_samples[i])});
}

std::optional<Column> Pyramid::extent(TimeWindow window) const
{
    return summary(indexAt(window.from), indexAt(window.to + contract::Instant::duration{1}));
}

std::size_t Pyramid::size() const
{
    std::size_t bytes = 0;
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
