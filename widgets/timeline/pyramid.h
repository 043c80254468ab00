#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "widgets/timeline/runs.h"
#include "widgets/timeline/time_window.h"

namespace saikobi::timeline {

/// What one pixel of a plot shows. Drawn from first to last with a stroke from min to max, it looks
/// as if every sample had been drawn.
struct Column {
    double first = 0;
    double min = 0;
    double max = 0;
    double last = 0;
    bool isJoined = false; ///< no gap lies between it and the column before it
    friend bool operator==(const Column&, const Column&) = default;
};

/// Hours of one line, one sample a step (NaN: nothing is known), and coarser and coarser copies of
/// it, so that a picture of any stretch costs the same. First/min/max/last per pixel is M4: Jugel
/// et al., PVLDB 7(10), 2014: a spike of one sample is seen at every zoom, and so is a gap.
class Pyramid {
public:
    struct Options {
        contract::Instant start{}; ///< of the first sample
        std::chrono::milliseconds step{1000}; ///< above 0
        std::chrono::milliseconds gapAfter{3000}; ///< silence longer than this breaks the line
    };

    /// The samples are read where they are; `owner` keeps them there.
    Pyramid(std::span<const float> samples, Options options, std::shared_ptr<const void> owner);

    /// `width` entries, one per pixel of `window`, oldest first; a pixel without a sample is empty.
    std::vector<std::optional<Column>> columns(TimeWindow window, int width) const;
    /// Each sample of the window and the nearest known one on both sides of it, for a window with
    /// fewer samples than pixels.
    std::vector<Run> runs(TimeWindow window) const;
    /// Silences between the first sample and the end, cut to `window`.
    std::vector<TimeWindow> gaps(TimeWindow window) const;
    /// All silences, also the one before the first sample.
    const std::vector<TimeWindow>& silences() const { return m_silences; }

    /// The nearest known sample, none that is further away than `within`.
    std::optional<double> at(contract::Instant at, std::chrono::milliseconds within) const;
    /// The newest known sample that is not after `at`.
    std::optional<Point> lastBefore(contract::Instant at) const;
    /// How many samples the window has, known or not.
    std::size_t samplesIn(TimeWindow window) const;
    /// Least and greatest within the window; empty when nothing is known of it.
    std::optional<Column> extent(TimeWindow window) const;

    /// Each sample of the window, as its shortest decimal says it; nothing where nothing is known.
    void visit(TimeWindow window,
            const std::function<void(contract::Instant, std::optional<double>)>& visitor) const;

    TimeWindow whole() const;
    contract::Instant timeOf(std::size_t index) const;
    std::span<const float> samples() const { return m_samples; }
    /// What it takes besides the samples, in bytes.
    std::size_t size() const;

private:
    static constexpr std::size_t fan = 8; ///< samples or blocks under one block

    struct Block {
        float first;
        float min;
        float max;
        float last;
    };

    void build();
    void findSilences();
    /// First sample at or after `at`; the number of samples when there is none.
    std::size_t indexAt(contract::Instant at) const;
    std::optional<Column> summary(std::size_t from, std::size_t to) const;

    std::span<const float> m_samples;
    Options m_options;
    std::shared_ptr<const void> m_owner;
    std::vector<std::vector<Block>> m_levels{}; ///< finest first
    std::vector<TimeWindow> m_silences{};
};

/// The stretches of `window` in which none of the lines has a value; not before the first sample of
/// the earliest, since nothing was recorded then.
std::vector<TimeWindow> commonGaps(const std::vector<const Pyramid*>& lines, TimeWindow window);

} // namespace saikobi::timeline
