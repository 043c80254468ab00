#pragma once

#include <boost/json/object.hpp>

#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "backend/contract/sale.h"
#include "backend/http/language.h"
#include "backend/http/page_template.h"
#include "backend/http/page_texts.h"

namespace saikobi::http {

/// A page as it goes out.
struct Page {
    std::shared_ptr<const std::string> html{};
    std::string policy{}; ///< Content-Security-Policy
};

/// Makes pages from resources/pages. What is the same for everybody of one sale and language
/// (dress, style, script, labels) is put together once and kept; `complete` fills in what is one
/// reader's.
class PageShells {
public:
    /// `own`: ready for HTML. `data`: what the page's script is told; only for kinds with a script.
    Page complete(const std::string& kind, const contract::Sale& sale, Language language,
            const Values& own, boost::json::object data = {});
    const PageTexts& texts() const { return m_texts; }

private:
    struct Shell {
        std::string dress{}; ///< what it was made from
        std::string html{};
        std::string policy{};
    };
    const Shell& shell(const std::string& kind, const contract::Sale& sale, Language language);
    Shell made(const std::string& kind, const contract::Sale& sale, Language language) const;
    Values labels(const std::string& kind, const contract::Sale& sale, Language language) const;

    PageTexts m_texts{};
    std::map<std::tuple<std::string, std::string, Language>, Shell> m_shells{};
};

} // namespace saikobi::http
