#include "backend/http/private_api.h"

#include <boost/json.hpp>

#include <utility>

#include "backend/http/metrics_text.h"
#include "backend/http/problem_document.h"

namespace saikobi::http {

namespace {

Response document(unsigned status, std::string type, std::string body)
{
    return {status, std::move(type), {{"Cache-Control", "private, no-store"}},
            std::make_shared<const std::string>(std::move(body))};
}

Response refusal(contract::ProblemType type)
{
    const contract::Problem problem{type, {}, {}, {}};
    return document(static_cast<unsigned>(contract::httpStatus(type)), "application/problem+json",
            problemDocument(problem));
}

} // namespace

PrivateApi::PrivateApi(PrivateParts parts)
    : m_parts{std::move(parts)}
{
}

void PrivateApi::handle(const Request& request, Reply reply)
{
    if (request.method != "GET" && request.method != "HEAD") {
        auto refused = refusal(contract::ProblemType::MethodNotAllowed);
        refused.headers.emplace_back("Allow", "GET, HEAD");
        return reply(std::move(refused));
    }
    if (request.path == "/healthz")
        return reply(document(200, "application/json", R"({"status":"ok"})"));
    if (request.path == "/readyz")
        return reply(readiness());
    if (request.path == "/metrics")
        return reply(document(
                200, "text/plain; version=0.0.4; charset=utf-8", metricsText(m_parts.ticks())));
    reply(refusal(contract::ProblemType::NotFound));
}

Response PrivateApi::readiness() const
{
    const auto missing = m_parts.missing();
    boost::json::array list;
    for (const auto& part : missing)
        list.emplace_back(part);
    const boost::json::object answer{
            {"status", missing.empty() ? "ready" : "not ready"}, {"missing", std::move(list)}};
    return document(
            missing.empty() ? 200 : 503, "application/json", boost::json::serialize(answer));
}

} // namespace saikobi::http
