#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace saikobi::tests {

/// What people who joined a line saw: their number, and when they asked and were answered. It knows
/// nothing of how numbers are made and judges them by the two promises alone: no number twice, and
/// whoever asks after another was answered stands behind them, at whatever instance.
class LineHistory {
public:
    using Clock = std::chrono::steady_clock;
    struct Join {
        std::int64_t number = 0;
        Clock::time_point asked{}; ///< the first time, where a lost answer was asked for again
        Clock::time_point answered{};
    };
    struct Verdict {
        std::int64_t joins = 0;
        std::int64_t duplicates = 0;
        std::int64_t inversions = 0; ///< people who stand before somebody answered earlier
        std::string example{}; ///< of the first fault found
        bool isGood() const { return duplicates == 0 && inversions == 0; }
    };

    void add(const Join& join) { m_joins.push_back(join); }
    void add(const LineHistory& other);
    std::size_t size() const { return m_joins.size(); }

    /// O(n log n).
    Verdict check() const;

private:
    std::vector<Join> m_joins{};
};

} // namespace saikobi::tests
