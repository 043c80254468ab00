#include "backend/http/shedder.h"

#include <algorithm>
#include <cmath>

#include "backend/http/call.h"
#include "backend/http/sale_door.h"

namespace saikobi::http {

using Clock = std::chrono::steady_clock;

namespace {

constexpr double leastWaitS = 2;
constexpr double spreadS = 8; ///< by chance, so that those who were shed do not come back together

/// Who asks, as far as the head says it: the bearer of a ticket or a pass, also in a cookie; else
/// an address.
std::string_view personOf(const Request& request)
{
    if (const auto bearer = request.bearer(); !bearer.empty())
        return bearer;
    if (const auto cookie = request.header("cookie"); !cookie.empty())
        return cookie;
    return request.client;
}

/// What was begun is finished: only who begins one meets a full till.
bool isNewOrder(const Request& request)
{
    return request.method == "POST" && request.path.ends_with("/orders");
}

const char* counterOf(Lane lane)
{
    switch (lane) {
    case Lane::Finish:
    case Lane::Order:
        return contract::counter::shedOrders;
    case Lane::Shop:
        return contract::counter::shedShop;
    case Lane::Look:
        return contract::counter::shedLooks;
    }
    return contract::counter::shedLooks;
}

} // namespace

Shedder::Shedder(const BuyerParts& parts, Pages& pages, Doorkeeper& next)
    : m_parts{parts}
    , m_pages{pages}
    , m_next{next}
{
}

Doorkeeper::Verdict Shedder::look(const Request& request, Response& answer)
{
    if (m_shedding.isActive() || m_heard.windows != m_queue.windows())
        learn();
    const bool isTillFull = m_parts.till.isFull();
    if (m_shedding.isActive() || isTillFull) [[unlikely]] {
        const auto lane = laneOf(request.method, request.path);
        if (isShed(lane, request) || (isTillFull && isNewOrder(request))) {
            count(lane, request);
            answer = refusal(request);
            return Verdict::Refuse;
        }
    }
    return m_next.look(request, answer);
}

/// Once per window. A queue of which nothing is told any more is empty. Its windows pass all the
/// same: a few people after a flood would else be turned away for ever, for they never fill one.
void Shedder::learn()
{
    constexpr std::int64_t silence = 3;
    const auto now = Clock::now();
    const auto windows = m_queue.windows();
    const auto passed = (now - m_heard.at) / QueueMeter::window;
    const bool isNew = windows != m_heard.windows;
    if (!isNew && passed < silence)
        return;
    m_heard = {windows, now};
    m_shedding.noteWindow(m_queue.isTooLong(now), m_queue.shortest(), isNew ? 1 : passed);
}

bool Shedder::isShed(Lane lane, const Request& request) const
{
    return m_shedding.kept(lane) < 1
            && !m_shedding.keeps(lane, fractionOf(personOf(request), m_parts.now()));
}

Response Shedder::refusal(const Request& request)
{
    const bool isPage = request.wantsHtml();
    const bool isJapanese = isPage && languageOf(request) == Language::Japanese;
    auto& ready = m_ready[isPage ? (isJapanese ? 1 : 2) : 0];
    if (!ready.body) {
        const Call call{{m_parts, m_pages, Access::Personal, {}, {}}, request, [](Response) {}};
        ready = call.refusal({contract::ProblemType::FullForNow, {}, {}, {}}, {});
        std::erase_if(
                ready.headers, [](const auto& header) { return header.first == "Retry-After"; });
    }
    auto answer = ready;
    const auto wait = leastWaitS + std::floor(m_parts.chance() * spreadS);
    answer.headers.emplace_back("Retry-After", std::to_string(std::lround(wait)));
    return answer;
}

void Shedder::count(Lane lane, const Request& request) const
{
    const auto sale = saleIn(request.path);
    auto* const measures = sale.empty() ? nullptr : m_parts.measures(sale);
    if (!measures)
        return;
    measures->count(contract::counter::answers);
    measures->count(contract::counter::answersRefused);
    measures->count(counterOf(lane));
}

} // namespace saikobi::http
