#include "backend/http/public_documents.h"

#include <functional>

namespace saikobi::http {

namespace {

std::string quoted(const std::string& etag)
{
    return etag.starts_with('"') ? etag : '"' + etag + '"';
}

} // namespace

void answerDocument(
        const Call& call, std::shared_ptr<const std::string> body, const std::string& etag)
{
    Response response;
    const auto known = call.request().header("if-none-match");
    response.body = std::move(body);
    if (etag.starts_with('"'))
        response.etag = etag; // the document owns it, as it does the bytes
    else
        response.headers.emplace_back("ETag", quoted(etag));
    const auto tag = etag.starts_with('"') ? response.etag : response.headers.back().second;
    response.status = known.find(tag) != std::string_view::npos ? 304 : 200;
    call.answer(std::move(response));
}

void answerStatus(const Call& call)
{
    const auto* line = call.line();
    if (!line)
        return;
    const auto status = line->status();
    if (!status)
        return call.refuse({contract::ProblemType::Unavailable, "not ready yet", {}, {}});
    // The document owns the bytes; every answer of this second shares them.
    answerDocument(call, std::shared_ptr<const std::string>{status, &status->body}, status->etag);
}

void answerCatalogue(const Call& call)
{
    const auto catalogue = call.catalogue();
    if (catalogue)
        answerDocument(call, std::shared_ptr<const std::string>{catalogue, &catalogue->body},
                catalogue->etag);
}

void answerKeys(const Call& call)
{
    const auto& keys = call.parts().jwks;
    answerDocument(call, std::make_shared<const std::string>(keys),
            std::to_string(std::hash<std::string>{}(keys)));
}

} // namespace saikobi::http
