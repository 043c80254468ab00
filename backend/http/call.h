#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "backend/contract/problem.h"
#include "backend/contract/sale.h"
#include "backend/http/answer_counts.h"
#include "backend/http/buyer_parts.h"
#include "backend/http/handler.h"
#include "backend/http/language.h"

namespace saikobi::http {

class Pages;

/// By `?lang=`, else what the browser prefers, else Japanese.
Language languageOf(const Request& request);

/// Cacheable answers are the same for everybody and know no cookie; all others are nobody else's.
enum class Access { Cacheable, Personal };

/// One request on its way through a route: what it asks, and the one place where answers get their
/// headers and are counted.
class Call {
public:
    struct Way {
        const BuyerParts& parts;
        Pages& pages;
        Access access;
        std::string sale{};
        std::string order{};
        AnswerBook* counts = nullptr; ///< null: not counted
    };
    Call(Way way, const Request& request, Reply reply);

    const Request& request() const { return m_request; }
    const BuyerParts& parts() const { return m_way.parts; }
    Pages& pages() const { return m_way.pages; }
    const std::string& sale() const { return m_way.sale; }
    const std::string& order() const { return m_way.order; }
    /// Null: nobody counts for this sale.
    AnswerCounts* counts() const { return m_way.counts ? m_way.counts->of(sale()) : nullptr; }
    Language language() const;
    /// For work that does not begin once it is too late or the client has left.
    Errand errand() const { return {m_request.receivedAt, m_reply.goneMark()}; }
    /// A form of a page without scripts: it is answered by a page again.
    bool isForm() const;

    /// The line of the sale in the path; null after it has refused.
    waiting_room::Line* line() const;
    /// The same for its catalogue.
    shop::CataloguePtr catalogue() const;
    /// Null while it is not there, without a word.
    shop::CataloguePtr knownCatalogue() const;

    void answer(Response&& response) const;
    void answerJson(unsigned status, std::string body, Response&& draft = {}) const;
    /// 303: the browser asks for `path` (on this host) next.
    void sendTo(const std::string& path, Response draft = {}) const;
    void refuse(const contract::Problem& problem, Response draft = {}) const;
    /// The same answer without giving or counting it.
    Response refusal(const contract::Problem& problem, Response draft) const;

private:
    void finish(Response& response) const;
    void count(const Response& response, std::optional<contract::ProblemType> problem) const;

    Way m_way;
    const Request& m_request;
    Reply m_reply;
};

using CallPtr = std::shared_ptr<Call>;

} // namespace saikobi::http
