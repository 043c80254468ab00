#include "backend/http/hand_over.h"

#include <boost/asio/post.hpp>

#include <utility>

#include "backend/http/problem_document.h"

namespace saikobi::http {

namespace asio = boost::asio;

namespace {

Response tooMany()
{
    Response response;
    response.status = 503;
    response.contentType = "application/problem+json";
    response.headers = {{"Retry-After", "1"}, {"Cache-Control", "private, no-store"}};
    response.text = problemDocument(
            {contract::ProblemType::Unavailable, "too many requests are under way", {}, {}});
    return response;
}

} // namespace

HandOver::HandOver(Parts parts)
    : m_parts{std::move(parts)}
{
}

void HandOver::handle(const Request& request, Reply reply)
{
    if (!request.path.starts_with(m_parts.prefix))
        return m_parts.here.handle(request, std::move(reply));
    if (*m_underWay >= m_parts.limit)
        return reply(tooMany());
    pass(request, std::move(reply));
}

/// A copy travels: the request belongs to a connection, which may end before its answer.
void HandOver::pass(const Request& request, Reply reply)
{
    ++*m_underWay;
    auto copy = std::make_shared<Request>(request);
    copy->memo = nullptr;
    auto back = [here = m_parts.hereExecutor, underWay = m_underWay, copy,
                        reply = std::move(reply)](Response response) {
        asio::post(here, [underWay, reply, response = std::move(response)]() mutable {
            --*underWay;
            reply(std::move(response));
        });
    };
    asio::post(m_parts.thereExecutor,
            [&there = m_parts.there, copy, back = std::move(back)]() mutable {
                there.handle(*copy, Reply{std::move(back)});
            });
}

} // namespace saikobi::http
