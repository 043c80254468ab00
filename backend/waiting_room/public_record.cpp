#include "backend/waiting_room/public_record.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "backend/contract/json_members.h"
#include "backend/waiting_room/base64url.h"
#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/line_answers.h"

namespace saikobi::waiting_room {

using namespace std::chrono_literals;
using contract::FaultCode;
using contract::Problem;
using contract::ProblemType;
using contract::Result;

namespace {

constexpr int documentVersion = 1;
constexpr auto freshFor = 1s; ///< a page that grows, or one that is not there yet
constexpr auto settledFor = 1h; ///< a full page never changes
constexpr std::size_t mostPages = 64; ///< about 8 MiB
constexpr std::size_t mostWaiting = 1000;
constexpr std::size_t hashDigits = 64;

bool isHash(const std::string& text)
{
    return text.size() == hashDigits
            && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

RecordDocumentPtr documentOf(
        const std::string& sale, contract::Run run, const std::string& from, const RecordPage& page)
{
    boost::json::object body{{"v", documentVersion}, {"sale", sale}, {"run", run.value},
            {"lines", boost::json::array(page.lines.begin(), page.lines.end())},
            {"more", page.isFull}};
    if (!from.empty())
        body["from"] = from;
    if (!page.next.empty())
        body["next"] = page.next;
    auto out = std::make_shared<RecordDocument>();
    out->body = serialize(body);
    out->etag = "\"" + toBase64Url(sha256(out->body).substr(0, 12)) + "\"";
    return out;
}

Problem problemOf(const contract::Fault& fault)
{
    if (fault.code == FaultCode::NotFound)
        return {ProblemType::NotFound, "from: no second of this run ends with that line", {}, {}};
    return toProblem(fault);
}

} // namespace

PublicRecord::PublicRecord(Parts parts)
    : m_parts(std::move(parts))
    , m_store(m_parts.sale, m_parts.executor, m_parts.postgres)
{
}

void PublicRecord::read(contract::Run run, const std::string& from, Answer answer)
{
    if (!from.empty() && !isHash(from))
        return answer(Problem{
                ProblemType::BadRequest, "from: the 64 hex digits of a line's hash", {}, {}});
    auto* page = find(run, from);
    if (page && page->isKnown && m_parts.clock() < page->freshUntil)
        return answer(page->content);
    if (m_waiting >= mostWaiting)
        return answer(fullForNow());
    if (!page) {
        forgetOld();
        if (m_pages.size() >= mostPages)
            return answer(fullForNow());
        m_pages.push_front({run, from, {}, {}, {}, false});
        page = &m_pages.front();
    }
    page->waiting.push_back(std::move(answer));
    ++m_waiting;
    ask();
}

PublicRecord::Page* PublicRecord::find(contract::Run run, const std::string& from)
{
    const auto found = std::find_if(m_pages.begin(), m_pages.end(),
            [&](const Page& page) { return page.run == run && page.from == from; });
    if (found == m_pages.end())
        return nullptr;
    m_pages.splice(m_pages.begin(), m_pages, found);
    return &m_pages.front();
}

/// Makes room for one more page where the oldest are not being waited for.
void PublicRecord::forgetOld()
{
    for (auto page = m_pages.end(); page != m_pages.begin() && m_pages.size() >= mostPages;) {
        --page;
        if (page->waiting.empty())
            page = m_pages.erase(page);
    }
}

/// The page that has been waited for longest.
void PublicRecord::ask()
{
    if (m_isAsking)
        return;
    const auto next = std::find_if(m_pages.rbegin(), m_pages.rend(),
            [](const Page& page) { return !page.waiting.empty(); });
    if (next == m_pages.rend())
        return;
    m_isAsking = true;
    m_store.read(next->run, next->from,
            m_life.guard([this, run = next->run, from = next->from](
                                 const Result<RecordPage>& page) { take(run, from, page); }));
}

void PublicRecord::take(contract::Run run, const std::string& from, const Result<RecordPage>& read)
{
    m_isAsking = false;
    // Pages that are waited for are never forgotten.
    auto* page = find(run, from);
    const bool isSettled = read && read.value().isFull;
    page->freshUntil = m_parts.clock() + (isSettled ? settledFor : freshFor);
    page->isKnown = true;
    if (read)
        page->content = documentOf(m_parts.sale, run, from, read.value());
    else
        page->content = problemOf(read.error());
    const auto waiting = std::exchange(page->waiting, {});
    const auto content = page->content;
    m_waiting -= waiting.size();
    for (const auto& answer : waiting)
        answer(content);
    ask();
}

} // namespace saikobi::waiting_room
