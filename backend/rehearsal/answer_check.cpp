#include "backend/rehearsal/answer_check.h"

#include <boost/json.hpp>

#include <charconv>

#include "backend/contract/problem.h"

namespace saikobi::rehearsal {

namespace {

namespace json = boost::json;
using contract::ProblemType;

std::string textOf(const json::object& in, std::string_view name)
{
    const auto* found = in.if_contains(name);
    return found && found->is_string() ? std::string{found->as_string()} : std::string{};
}

/// Types travel as addresses; the last word of one is the type.
std::string lastWord(const std::string& type)
{
    return type.substr(type.find_last_of("/:#") + 1);
}

std::optional<ProblemType> typeNamed(const std::string& word)
{
    for (int i = 0; i <= static_cast<int>(ProblemType::Unavailable); ++i)
        if (contract::name(static_cast<ProblemType>(i)) == word)
            return static_cast<ProblemType>(i);
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> secondsIn(const std::optional<std::string>& header)
{
    int seconds = 0;
    if (!header)
        return std::nullopt;
    const auto* end = header->data() + header->size();
    const auto read = std::from_chars(header->data(), end, seconds);
    if (read.ec != std::errc{} || read.ptr != end || seconds < 0)
        return std::nullopt;
    return std::chrono::seconds{seconds};
}

bool isLater(unsigned status)
{
    return status == 429 || status == 503;
}

std::string defectOf(const HttpAnswer& answer, const json::object& document, const Refusal& refusal)
{
    if (answer.contentType.rfind("application/problem+json", 0) != 0)
        return "is not application/problem+json";
    const auto known = typeNamed(refusal.type);
    if (!known)
        return "has no known type";
    if (contract::httpStatus(*known) != static_cast<int>(answer.status))
        return "has a type of another status";
    if (textOf(document, "title").empty())
        return "has no title";
    const auto* status = document.if_contains("status");
    if (!status || !status->is_number()
            || status->to_number<int>() != static_cast<int>(answer.status))
        return "does not repeat its status";
    if (isLater(answer.status) && !refusal.retryAfter)
        return "does not say when to come back";
    return {};
}

} // namespace

Refusal readRefusal(const HttpAnswer& answer, bool isForPage)
{
    Refusal out;
    if (isForPage && answer.contentType.rfind("text/html", 0) == 0) {
        out.type = "page";
        out.retryAfter = secondsIn(answer.retryAfter);
        if (isLater(answer.status) && !out.retryAfter)
            out.defect = "does not say when to come back";
        return out;
    }
    boost::system::error_code failed;
    const auto parsed = json::parse(answer.body, failed);
    const json::object document
            = !failed && parsed.is_object() ? parsed.as_object() : json::object{};
    out.type = lastWord(textOf(document, "type"));
    out.order = textOf(document, "order");
    out.retryAfter = secondsIn(answer.retryAfter);
    out.defect = defectOf(answer, document, out);
    if (out.type.empty())
        out.type = "without-type";
    return out;
}

} // namespace saikobi::rehearsal
