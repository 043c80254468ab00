#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "backend/http/buyer_parts.h"
#include "backend/http/doorkeeper.h"
#include "backend/shop/catalogue.h"

namespace saikobi::http {

class Pages;

/// Turns away whoever staff's block list names by address, in the sale of the path: pages, polls
/// and public documents alike. The answer is made once for each sale and language.
class SaleDoor : public Doorkeeper {
public:
    SaleDoor(const BuyerParts& parts, Pages& pages);

    Verdict look(const Request& request, Response& answer) override;

private:
    struct Ready {
        std::weak_ptr<const shop::CatalogueDocument> madeFor{};
        Response answer{};
    };
    /// As JSON, and as a page in each language.
    using Answers = std::array<Ready, 3>;

    const Response& answerFor(std::string_view sale, const Request& request);
    void make(Ready& ready, const std::string& sale, const Request& request);

    const BuyerParts& m_parts;
    Pages& m_pages;
    std::map<std::string, Answers, std::less<>> m_answers{};
};

/// The sale in a path; empty when it is about none: "/public/sales/demo/status" → "demo".
std::string_view saleIn(std::string_view path);

} // namespace saikobi::http
