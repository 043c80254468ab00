#pragma once

#include <optional>
#include <vector>

#include "widgets/timeline/time_window.h"

namespace saikobi::timeline {

/// Which part of its whole time a plot shows, told from the newest instant: while the sale goes on
/// the part moves with it, while the screen stands still it stays. Up to ten parts seen before are
/// kept.
class PlotRange {
public:
    static constexpr std::size_t mostKept = 10;
    static constexpr std::chrono::seconds shortest{20};

    bool isWhole() const { return !m_part.has_value(); }
    TimeWindow of(TimeWindow whole) const;

    /// Half of what is shown, around `centre`.
    void zoomIn(TimeWindow whole, contract::Instant centre);
    /// Twice of what is shown; the whole where that is more.
    void zoomOut(TimeWindow whole);
    /// By that share of what is shown; negative: into the past. Stops at the ends of the whole.
    void move(TimeWindow whole, double share);
    void show(TimeWindow whole, TimeWindow part);
    /// Without a change of length, so that `at` is inside.
    void reach(TimeWindow whole, contract::Instant at);
    /// The same for a playhead: it is not a range that somebody chose, so none is kept for it.
    void follow(TimeWindow whole, contract::Instant at);
    void fit();
    /// False: nothing was seen before.
    bool back();

private:
    struct Part {
        contract::Instant::duration from{}; ///< before the newest instant
        contract::Instant::duration to{};
        friend bool operator==(const Part&, const Part&) = default;
    };

    void set(TimeWindow whole, TimeWindow part);

    std::optional<Part> m_part{};
    std::vector<std::optional<Part>> m_seen{}; ///< newest last
};

} // namespace saikobi::timeline
