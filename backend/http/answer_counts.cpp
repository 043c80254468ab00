#include "backend/http/answer_counts.h"

#include <utility>

namespace saikobi::http {

namespace {

/// Meant as an answer: the buyer is told to come later, or that there is none left.
bool isIntended(contract::ProblemType type)
{
    const int status = contract::httpStatus(type);
    return status == 409 || status == 429 || type == contract::ProblemType::OrdersPaused
            || type == contract::ProblemType::FullForNow;
}

} // namespace

AnswerCounts::AnswerCounts(contract::Measures& measures)
    : m_answers{measures.counter(contract::counter::answers)}
    , m_failed{measures.counter(contract::counter::answersFailed)}
    , m_refused{measures.counter(contract::counter::answersRefused)}
    , m_blocked{measures.counter(contract::counter::blocked)}
    , m_placeRequests{measures.counter(contract::counter::placeRequests)}
    , m_reloads{measures.counter(contract::counter::reloads)}
    , m_page{measures.histogram(contract::histogram::page)}
{
}

void AnswerCounts::note(unsigned status, const std::optional<contract::ProblemType>& problem)
{
    m_answers.add();
    if (problem == contract::ProblemType::Blocked)
        m_blocked.add();
    if (problem && isIntended(*problem))
        m_refused.add();
    else if (status >= 500)
        m_failed.add();
}

void AnswerCounts::timeReading(std::chrono::steady_clock::duration took)
{
    m_page.observe(std::chrono::duration<double, std::milli>{took}.count());
}

void AnswerCounts::notePlaceRequest(bool isReload)
{
    m_placeRequests.add();
    if (isReload)
        m_reloads.add();
}

AnswerBook::AnswerBook(MeasuresOf measuresOf)
    : m_measuresOf{std::move(measuresOf)}
{
}

AnswerCounts* AnswerBook::of(std::string_view sale)
{
    const auto known = m_counts.find(sale);
    if (known != m_counts.end())
        return &known->second;
    auto* const measures = m_measuresOf(sale);
    return measures ? &m_counts.try_emplace(std::string{sale}, *measures).first->second : nullptr;
}

} // namespace saikobi::http
