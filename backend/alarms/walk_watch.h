#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "backend/alarms/moment.h"
#include "backend/contract/walk.h"

namespace saikobi::alarms {

/// A mark that should be made, if the one that was looked at (`before`, its id; empty: none) still
/// stands: then it is made once, however many judge.
struct WalkChange {
    std::string before{};
    contract::WalkMark mark{};
};

/// Ticks the closed-loop steps of walked cards: once their figure has held for their time, and not
/// any more as soon as it does not. What is not known or too old changes nothing, and its time
/// begins anew. What a person passed over stays so. A card whose steps are all settled is complete.
class WalkWatch {
public:
    /// `by`: the instance or console that judges; `mayJudge`: figures that are its to judge, all of
    /// them if empty.
    explicit WalkWatch(std::string by);
    WalkWatch(std::string by, std::vector<contract::Figure> mayJudge);

    std::vector<WalkChange> step(const Moment& moment, const std::vector<contract::Walk>& walks);

private:
    using Place = std::pair<contract::WalkName, std::string>;

    bool judges(contract::Figure figure) const;
    void watch(const Moment& moment, const contract::Walk& walk, const contract::WalkStep& step,
            std::vector<WalkChange>& into);
    WalkChange change(const contract::Walk& walk, std::string_view step, contract::MarkState state,
            contract::Instant at) const;

    std::string m_by;
    std::vector<contract::Figure> m_mayJudge{};
    std::map<Place, contract::Instant> m_since{}; ///< its figure has held since
    contract::Instant m_lastLook{};
};

} // namespace saikobi::alarms
