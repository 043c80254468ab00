#include "backend/http/sale_door.h"

#include <utility>

#include "backend/http/call.h"
#include "backend/http/network_list.h"

namespace saikobi::http {

namespace {

shop::CataloguePtr catalogueOf(const BuyerParts& parts, std::string_view sale)
{
    const auto all = parts.catalogues.isReady() ? parts.catalogues.current() : nullptr;
    if (!all)
        return nullptr;
    const auto found = all->find(std::string{sale});
    return found == all->end() ? nullptr : found->second;
}

std::size_t kindOf(const Request& request)
{
    if (!request.wantsHtml())
        return 0;
    return languageOf(request) == Language::Japanese ? 1 : 2;
}

} // namespace

std::string_view saleIn(std::string_view path)
{
    constexpr std::string_view open = "/public";
    constexpr std::string_view sales = "/sales/";
    if (path.starts_with(open))
        path.remove_prefix(open.size());
    if (!path.starts_with(sales))
        return {};
    path.remove_prefix(sales.size());
    return path.substr(0, path.find('/'));
}

SaleDoor::SaleDoor(const BuyerParts& parts, Pages& pages)
    : m_parts{parts}
    , m_pages{pages}
{
}

Doorkeeper::Verdict SaleDoor::look(const Request& request, Response& answer)
{
    const auto sale = saleIn(request.path);
    const auto* line = sale.empty() ? nullptr : m_parts.line(sale);
    if (!line)
        return Verdict::Admit;
    const auto from = bytesOf(request.address);
    const auto now = request.receivedAt;
    auto& sources = m_parts.guard->sources();
    sources.note(sale, from, SourceBook::Sign::Request, now);
    if (!line->blocksAddress(from))
        return Verdict::Admit;
    sources.note(sale, from, SourceBook::Sign::Refusal, now);
    answer = answerFor(sale, request);
    if (auto* const measures = m_parts.measures(sale)) {
        measures->count(contract::counter::answers);
        measures->count(contract::counter::blocked);
    }
    return Verdict::Refuse;
}

const Response& SaleDoor::answerFor(std::string_view sale, const Request& request)
{
    auto known = m_answers.find(sale);
    if (known == m_answers.end())
        known = m_answers.emplace(std::string{sale}, Answers{}).first;
    auto& ready = known->second[kindOf(request)];
    // The page names the contact of the sale as it is now.
    if (!ready.answer.body || ready.madeFor.lock() != catalogueOf(m_parts, sale))
        make(ready, known->first, request);
    return ready.answer;
}

void SaleDoor::make(Ready& ready, const std::string& sale, const Request& request)
{
    ready.madeFor = catalogueOf(m_parts, sale);
    // Nobody else's, also below /public/: no cache may keep it for those who are not blocked.
    const Call call{{m_parts, m_pages, Access::Personal, sale, {}}, request, [](Response) {}};
    ready.answer = call.refusal({contract::ProblemType::Blocked, {}, {}, {}}, {});
}

} // namespace saikobi::http
