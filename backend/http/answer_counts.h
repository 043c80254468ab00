#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "backend/contract/measures.h"
#include "backend/contract/problem.h"

namespace saikobi::http {

/// Where the answers about one sale are counted, every counter found once.
class AnswerCounts {
public:
    explicit AnswerCounts(contract::Measures& measures);

    /// `problem`: what was refused, if anything. Only reading is timed.
    void note(unsigned status, const std::optional<contract::ProblemType>& problem);
    void timeReading(std::chrono::steady_clock::duration took);
    void notePlaceRequest(bool isReload);

private:
    contract::Measures::Counter& m_answers;
    contract::Measures::Counter& m_failed;
    contract::Measures::Counter& m_refused;
    contract::Measures::Counter& m_blocked;
    contract::Measures::Counter& m_placeRequests;
    contract::Measures::Counter& m_reloads;
    contract::Measures::Histogram& m_page;
};

/// Those of all sales.
class AnswerBook {
public:
    using MeasuresOf = std::function<contract::Measures*(std::string_view sale)>;

    explicit AnswerBook(MeasuresOf measuresOf);
    /// Null: nobody counts for this sale.
    AnswerCounts* of(std::string_view sale);

private:
    MeasuresOf m_measuresOf;
    std::map<std::string, AnswerCounts, std::less<>> m_counts{};
};

} // namespace saikobi::http
