#include "backend/http/call.h"

#include <chrono>
#include <utility>

#include "backend/http/pages.h"
#include "backend/http/problem_document.h"
#include "backend/http/visits.h"

namespace saikobi::http {

namespace {

constexpr std::string_view cacheableLines
        = "Cache-Control: public, max-age=1, stale-while-revalidate=5\r\n"
          "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n";
constexpr std::string_view personalLines
        = "Cache-Control: private, no-store\r\n"
          "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n";

} // namespace

Language languageOf(const Request& request)
{
    const auto wanted = request.parameter("lang");
    if (wanted == "ja" || wanted == "en")
        return wanted == "ja" ? Language::Japanese : Language::English;
    // Whichever of the two stands first; browsers list by preference. The crowd is Japanese.
    const auto accepted = request.header("accept-language");
    const auto ja = accepted.find("ja");
    const auto en = accepted.find("en");
    return en < ja ? Language::English : Language::Japanese;
}

Call::Call(Way way, const Request& request, Reply reply)
    : m_way{std::move(way)}
    , m_request{request}
    , m_reply{std::move(reply)}
{
}

Language Call::language() const
{
    return languageOf(m_request);
}

bool Call::isForm() const
{
    return m_request.header("content-type").starts_with("application/x-www-form-urlencoded");
}

waiting_room::Line* Call::line() const
{
    auto* const found = contract::isSaleId(sale()) ? parts().line(sale()) : nullptr;
    if (!found)
        refuse({contract::ProblemType::NotFound, "no such sale", {}, {}});
    return found;
}

shop::CataloguePtr Call::catalogue() const
{
    auto found = knownCatalogue();
    if (!found && parts().catalogues.isReady())
        refuse({contract::ProblemType::NotFound, "no such sale", {}, {}});
    else if (!found)
        refuse({contract::ProblemType::Unavailable, "the catalogue is being read", {}, {}});
    return found;
}

shop::CataloguePtr Call::knownCatalogue() const
{
    const auto all = parts().catalogues.isReady() ? parts().catalogues.current() : nullptr;
    if (!all)
        return nullptr;
    const auto found = all->find(sale());
    return found == all->end() ? nullptr : found->second;
}

void Call::answer(Response&& response) const
{
    finish(response);
    count(response, std::nullopt);
    m_reply(std::move(response));
}

void Call::answerJson(unsigned status, std::string body, Response&& draft) const
{
    draft.status = status;
    draft.text = std::move(body);
    answer(std::move(draft));
}

void Call::sendTo(const std::string& path, Response draft) const
{
    draft.status = 303;
    draft.headers.emplace_back("Location", path);
    answer(std::move(draft));
}

void Call::refuse(const contract::Problem& problem, Response draft) const
{
    auto response = refusal(problem, std::move(draft));
    count(response, problem.type);
    m_reply(std::move(response));
}

Response Call::refusal(const contract::Problem& problem, Response draft) const
{
    draft.status = static_cast<unsigned>(contract::httpStatus(problem.type));
    const auto wait = retryAfter(problem, parts().chance());
    if (wait)
        draft.headers.emplace_back("Retry-After", std::to_string(wait->count()));
    const bool isPage = m_way.access == Access::Personal && (m_request.wantsHtml() || isForm());
    if (isPage) {
        const auto known = knownCatalogue();
        const auto page = pages().problem(problem, known ? &known->sale : nullptr, language());
        draft.contentType = "text/html; charset=utf-8";
        draft.headers.emplace_back("Content-Security-Policy", page.policy);
        draft.body = page.html;
    } else {
        draft.contentType = "application/problem+json";
        draft.body = std::make_shared<const std::string>(problemDocument(problem));
    }
    finish(draft);
    return draft;
}

void Call::finish(Response& response) const
{
    response.fixedLines = m_way.access == Access::Cacheable ? cacheableLines : personalLines;
}

void Call::count(const Response& response, std::optional<contract::ProblemType> problem) const
{
    auto* const counted = counts();
    if (!counted)
        return;
    counted->note(response.status, problem);
    if (response.status == 403 || response.status == 429)
        noteRefusal(*this);
    if (m_request.method == "GET")
        counted->timeReading(std::chrono::steady_clock::now() - m_request.receivedAt);
}

} // namespace saikobi::http
