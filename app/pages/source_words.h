#pragma once

#include <QCoreApplication>

#include <optional>
#include <string>
#include <vector>

#include "app/pages/view.h"
#include "widgets/control/source_panel.h"

namespace saikobi::pages {

/// Whom a rule of the block list would hit, as far as it can be told before it is in force.
struct Reach {
    std::int64_t waiting = 0;
    std::optional<std::int64_t> shoppers{};
    bool isAtLeast = false; ///< only the loudest sources are known by name
    bool isAtMost = false; ///< the rule is narrower than what is counted as one source
};
/// Empty: nobody counted them.
std::optional<Reach> reachOf(const contract::SaleSnapshot& sale, const std::string& rule);

/// The words about sources and rules on the screen Controls.
class SourceWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::SourceWords)

public:
    static std::optional<std::vector<controls::SourceRow>> rows(const View& view);
    static QString share(const View& view);
    static QString reach(const View& view, const std::string& rule);
};

} // namespace saikobi::pages
