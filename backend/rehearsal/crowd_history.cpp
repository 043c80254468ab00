#include "backend/rehearsal/crowd_history.h"

#include <boost/json.hpp>

#include "backend/rehearsal/answer_check.h"

namespace saikobi::rehearsal {

namespace json = boost::json;
using contract::Fault;
using contract::FaultCode;

namespace {

std::int64_t microseconds(CrowdHistory::Clock::time_point at)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
}

std::string operationOf(const HttpQuestion& question)
{
    const auto endsWith
            = [&question](std::string_view end) { return question.target.ends_with(end); };
    const bool isPost = question.method == "POST";
    if (endsWith("/tickets/me"))
        return "place";
    if (endsWith("/tickets") && isPost)
        return "join";
    if (endsWith("/passes") && isPost)
        return "claim";
    if (endsWith("/passes/me") && question.method == "DELETE")
        return "leave";
    if (endsWith("/orders") && isPost)
        return "order";
    return question.target.find("/orders/") != std::string::npos ? "look" : "other";
}

/// Nothing was sent, or it was refused: definite. Sent without a whole answer, or answered by a
/// server error that is no refusal: not known.
std::string outcomeOf(const contract::Result<HttpAnswer>& answer)
{
    if (!answer)
        return answer.error().code == FaultCode::Unknown ? "unknown" : "failed";
    if (answer.value().isGood())
        return "ok";
    const auto status = answer.value().status;
    return status >= 500 && status != 503 ? "unknown" : "failed";
}

json::object objectIn(const std::string& text)
{
    boost::system::error_code failed;
    const auto parsed = json::parse(text, failed);
    return !failed && parsed.is_object() ? parsed.as_object() : json::object{};
}

void copy(json::object& into, const json::object& from, std::initializer_list<const char*> names)
{
    for (const auto* name : names)
        if (const auto* found = from.if_contains(name))
            into[name] = *found;
}

/// What was asked for: the key, and products with their quantities.
void addOrder(json::object& into, const HttpQuestion& question)
{
    for (const auto& [name, value] : question.headers)
        if (name == "Idempotency-Key")
            into["key"] = value;
    const auto asked = objectIn(question.body);
    const auto* lines = asked.if_contains("lines");
    if (!lines || !lines->is_array())
        return;
    json::array wanted;
    for (const auto& line : lines->as_array())
        wanted.push_back(json::array{line.at("product"), line.at("quantity")});
    into["lines"] = std::move(wanted);
}

} // namespace

contract::Outcome CrowdHistory::open(const std::string& path)
{
    m_file.open(path, std::ios::trunc);
    if (m_file)
        return contract::Nothing{};
    return Fault{FaultCode::Invalid, "--history: cannot be written: " + path};
}

void CrowdHistory::note(const std::string& client, const HttpQuestion& question,
        const contract::Result<HttpAnswer>& answer, Clock::time_point asked)
{
    if (!m_file.is_open())
        return;
    json::object line{{"start", microseconds(asked)}, {"end", microseconds(Clock::now())},
            {"client", client}, {"op", operationOf(question)}, {"outcome", outcomeOf(answer)},
            {"http", answer ? answer.value().status : 0}};
    if (line["op"] == "order")
        addOrder(line, question);
    if (answer) {
        copy(line, objectIn(answer.value().body), {"number", "order", "status", "amount"});
        if (answer.value().status >= 400) {
            line.erase("status"); // of the problem document: the HTTP status again
            line["problem"] = readRefusal(answer.value(), question.isForPage()).type;
        }
    }
    m_file << json::serialize(line) << '\n';
}

} // namespace saikobi::rehearsal
