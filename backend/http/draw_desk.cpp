#include "backend/http/draw_desk.h"

#include <charconv>
#include <utility>
#include <variant>

#include "backend/http/pages.h"
#include "backend/http/public_documents.h"

namespace saikobi::http {

namespace {

constexpr std::int32_t highestRun = 65'535;

/// The run that `?run=` names, or the present one; nothing when it names none.
std::optional<contract::Run> runOf(const Call& call, contract::Run present)
{
    const auto text = call.request().parameter("run");
    if (text.empty())
        return present;
    contract::Run run;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), run.value);
    const bool isNumber = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return isNumber && run.value >= 1 && run.value <= highestRun ? std::optional{run}
                                                                 : std::nullopt;
}

void answerPage(const Call& call, const waiting_room::DrawDocument& draw)
{
    const auto catalogue = call.catalogue();
    if (!catalogue)
        return;
    auto page = call.pages().draw(catalogue->sale, draw, call.language());
    Response response;
    response.contentType = "text/html; charset=utf-8";
    response.headers.emplace_back("Content-Security-Policy", std::move(page.policy));
    response.body = std::move(page.html);
    call.answer(std::move(response));
}

} // namespace

void answerDraw(const Call& call)
{
    const auto* line = call.line();
    if (!line)
        return;
    const auto draw = line->draw();
    const auto language = call.request().parameter("lang");
    if (language == "ja" || language == "en")
        return answerPage(call, *draw);
    answerDocument(call, std::shared_ptr<const std::string>{draw, &draw->body}, draw->etag);
}

void answerChain(const CallPtr& call)
{
    const auto* line = call->line();
    if (!line)
        return;
    auto* record = call->parts().record ? call->parts().record(call->sale()) : nullptr;
    if (!record)
        return call->refuse({contract::ProblemType::Unavailable, "not ready yet", {}, {}});
    const auto run = runOf(*call, line->status()->line.run);
    if (!run)
        return call->refuse({contract::ProblemType::BadRequest, "run: a number from 1", {},
                {{"field", "run"}}});
    record->read(*run, std::string{call->request().parameter("from")},
            [call](const std::variant<waiting_room::RecordDocumentPtr, contract::Problem>& page) {
                if (const auto* problem = std::get_if<contract::Problem>(&page))
                    return call->refuse(*problem);
                const auto& document = std::get<waiting_room::RecordDocumentPtr>(page);
                answerDocument(*call, std::shared_ptr<const std::string>{document, &document->body},
                        document->etag);
            });
}

} // namespace saikobi::http
