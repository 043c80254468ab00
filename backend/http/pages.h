#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "backend/contract/line_state.h"
#include "backend/contract/problem.h"
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

/// What the waiting page knows about its reader before its script has run, and without one.
struct LineView {
    contract::LineState line{};
    bool isRedisLost = false;
    std::optional<std::int64_t> number{}; ///< absent: has not joined
    std::int64_t ahead = 0;
    std::optional<std::chrono::seconds> waitP10{};
    std::optional<std::chrono::seconds> waitP90{};
    bool called = false;
};

/// "/sales/demo?lang=ja"
std::string salePath(const std::string& sale, Language language);

/// The buyer pages: each one answer, complete in itself, in the dress of the shop.
class Pages {
public:
    Pages();

    Page line(const contract::Sale& sale, const LineView& view, Language language);
    Page shop(const contract::Sale& sale, const LineView& view, contract::Instant passEnds,
            Language language);
    Page order(const contract::Sale& sale, const std::string& order, Language language);
    /// `sale` may be null: then there is no shop to dress in.
    Page problem(const contract::Problem& problem, const contract::Sale* sale, Language language);

private:
    /// A page of one sale in one language with everything in place that is the same for everybody.
    struct Shell {
        std::string dress{}; ///< what it was made from
        std::string html{};
        std::string policy{};
    };
    const Shell& shell(const std::string& kind, const contract::Sale& sale, Language language);
    Page complete(const Shell& shell, const Values& values) const;
    std::string lineText(const contract::Sale& sale, const LineView& view, Language language) const;
    Values notice(
            const contract::Sale& sale, const contract::LineState& line, Language language) const;

    PageTexts m_texts{};
    std::map<std::tuple<std::string, std::string, Language>, Shell> m_shells{};
};

} // namespace saikobi::http
