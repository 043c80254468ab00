#include "backend/http/problem_document.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace saikobi::http {

namespace {

using contract::ProblemType;
using namespace std::chrono_literals;

/// "sold-out" → "Sold out". For programs and logs; pages have sentences of their own.
std::string titleOf(ProblemType type)
{
    std::string title{contract::name(type)};
    std::replace(title.begin(), title.end(), '-', ' ');
    if (!title.empty() && title.front() >= 'a' && title.front() <= 'z')
        title.front() = static_cast<char>(title.front() - 'a' + 'A');
    return title;
}

} // namespace

std::string problemDocument(const contract::Problem& problem)
{
    boost::json::object document;
    for (const auto& [name, value] : problem.members)
        document[name] = value;
    document["type"] = contract::name(problem.type);
    document["title"] = titleOf(problem.type);
    document["status"] = contract::httpStatus(problem.type);
    if (!problem.detail.empty())
        document["detail"] = problem.detail;
    return boost::json::serialize(document);
}

std::optional<std::chrono::seconds> retryAfter(const contract::Problem& problem, double chance)
{
    const int status = contract::httpStatus(problem.type);
    if (!problem.retryAfter && status != 429 && status != 503)
        return std::nullopt;
    const std::chrono::duration<double> wait = problem.retryAfter.value_or(2s);
    const auto spread = std::ceil(wait.count() * (1.0 + std::clamp(chance, 0.0, 1.0) / 2));
    return std::chrono::seconds{std::max(1L, std::lround(spread))};
}

} // namespace saikobi::http
