#include "backend/alarms/walk_watch.h"

#include <algorithm>

namespace saikobi::alarms {

using contract::Instant;
using contract::MarkState;
using contract::Walk;
using contract::WalkStep;

namespace {

/// Whoever stood still for longer does not know what was between.
constexpr std::chrono::seconds longestPause{5};

} // namespace

WalkWatch::WalkWatch(std::string by)
    : m_by(std::move(by))
{
}

WalkWatch::WalkWatch(std::string by, std::vector<contract::Figure> mayJudge)
    : m_by(std::move(by))
    , m_mayJudge(std::move(mayJudge))
{
}

bool WalkWatch::judges(contract::Figure figure) const
{
    return m_mayJudge.empty()
            || std::find(m_mayJudge.begin(), m_mayJudge.end(), figure) != m_mayJudge.end();
}

WalkChange WalkWatch::change(
        const Walk& walk, std::string_view step, MarkState state, Instant at) const
{
    WalkChange out;
    const auto* before = walk.mark(step);
    if (before) {
        out.before = before->id;
        // A clock that is behind the one before must not lose to what it has seen.
        at = std::max(at, before->at + std::chrono::milliseconds{1});
    }
    out.mark.walk = walk.name;
    out.mark.step = step;
    out.mark.state = state;
    out.mark.at = at;
    out.mark.by = m_by;
    out.mark.source = contract::MarkSource::Figures;
    out.mark.id = "walk:" + m_by + ":" + std::to_string(walk.name.run) + ":" + walk.name.card + ":"
            + std::to_string(walk.name.number) + ":" + out.mark.step + ":"
            + std::to_string(contract::toUnixMs(at));
    return out;
}

void WalkWatch::watch(
        const Moment& moment, const Walk& walk, const WalkStep& step, std::vector<WalkChange>& into)
{
    const Place place{walk.name, step.id};
    const auto state = walk.state(step.id);
    const auto value = moment.of(step.watch->figure);
    if (!value || state == MarkState::Overridden || walk.isGreyed(step.id)) {
        m_since.erase(place);
        return;
    }
    if (!contract::isMet(*step.watch, *value)) {
        m_since.erase(place);
        // What one console alone sees, another one may see otherwise.
        if (state == MarkState::Done && (m_mayJudge.empty() || walk.mark(step.id)->by == m_by))
            into.push_back(change(walk, step.id, MarkState::Open, moment.at));
        return;
    }
    const auto since = m_since.emplace(place, moment.at).first->second;
    if (state != MarkState::Done && moment.at - since >= step.watch->held)
        into.push_back(change(walk, step.id, MarkState::Done, moment.at));
}

std::vector<WalkChange> WalkWatch::step(const Moment& moment, const std::vector<Walk>& walks)
{
    std::vector<WalkChange> out;
    if (moment.at - m_lastLook > longestPause)
        m_since.clear();
    m_lastLook = moment.at;
    for (const auto& walk : walks) {
        if (!walk.isOpen()) {
            std::erase_if(
                    m_since, [&walk](const auto& one) { return one.first.first == walk.name; });
            continue;
        }
        for (const auto& step : walk.steps)
            if (step.watch && judges(step.watch->figure))
                watch(moment, walk, step, out);
        if (m_mayJudge.empty() && walk.isComplete(moment.at))
            out.push_back(change(walk, contract::walk_step::end, MarkState::Complete, moment.at));
    }
    return out;
}

} // namespace saikobi::alarms
