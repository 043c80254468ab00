#include "backend/contract/walk.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace saikobi::contract {

namespace {

constexpr std::array<std::string_view, 13> states{"open", "done", "yes", "no", "deferred",
        "overridden", "started", "called", "no_answer", "reached", "begun", "complete", "left"};
constexpr std::array<std::string_view, 3> sources{"person", "figures", "command"};
constexpr int deepestBranch = 18; ///< of decisions that lead to decisions: a card has no more steps

template<class Word, std::size_t N>
std::optional<Word> read(const std::array<std::string_view, N>& names, std::string_view spelled)
{
    const auto found = std::find(names.begin(), names.end(), spelled);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<Word>(found - names.begin())};
}

bool isGreyedWithin(const Walk& walk, std::string_view id, int depth)
{
    if (depth == 0)
        return false;
    for (const auto& step : walk.steps) {
        if (step.yes != id && step.no != id)
            continue;
        const auto answer = walk.state(step.id);
        const bool isOther = (answer == MarkState::Yes && step.yes != id)
                || (answer == MarkState::No && step.no != id);
        if (isOther || isGreyedWithin(walk, step.id, depth - 1))
            return true;
    }
    return false;
}

} // namespace

std::string_view name(MarkState state)
{
    return states.at(static_cast<std::size_t>(state));
}

std::optional<MarkState> markStateNamed(std::string_view name)
{
    return read<MarkState>(states, name);
}

std::string_view name(MarkSource source)
{
    return sources.at(static_cast<std::size_t>(source));
}

std::optional<MarkSource> markSourceNamed(std::string_view name)
{
    return read<MarkSource>(sources, name);
}

bool isNewer(const WalkMark& mark, const WalkMark& than)
{
    return std::tuple{toUnixMs(mark.at), std::string_view{mark.id}}
    > std::tuple{toUnixMs(than.at), std::string_view{than.id}};
}

std::map<std::string, std::string> parametersOf(const WalkMark& mark)
{
    std::map<std::string, std::string> out{{"run", std::to_string(mark.walk.run)},
            {"card", mark.walk.card}, {"walk", std::to_string(mark.walk.number)},
            {"step", mark.step}, {"state", std::string{name(mark.state)}},
            {"how", std::string{name(mark.source)}}};
    const auto put = [&out](const char* key, const std::string& value) {
        if (!value.empty())
            out.emplace(key, value);
    };
    if (mark.until)
        out.emplace("until", std::to_string(toUnixMs(*mark.until)));
    if (mark.occurrence > 0)
        out.emplace("occurrence", std::to_string(mark.occurrence));
    put("contact", mark.contact);
    put("alarm", mark.alarm);
    put("revision", mark.revision);
    put("steps", mark.steps);
    return out;
}

TimelineEntry entryOf(const WalkMark& mark, std::string_view sale)
{
    TimelineEntry out;
    const bool isCall = mark.state == MarkState::Called || mark.state == MarkState::NoAnswer
            || mark.state == MarkState::Reached;
    const bool isCard = mark.step == walk_step::begin || mark.step == walk_step::end;
    out.id = mark.id;
    out.sale = sale;
    out.run.value = static_cast<decltype(out.run.value)>(mark.walk.run);
    out.at = mark.at;
    out.actor = mark.source == MarkSource::Figures ? std::string{} : mark.by;
    out.kind = isCard ? "card" : isCall ? "call" : "step";
    out.subject = mark.walk.card;
    out.reason = mark.reason;
    out.data = parametersOf(mark);
    for (const auto* left : {"run", "card", "steps"})
        out.data.erase(left);
    return out;
}

std::vector<WalkStep> walkStepsOf(const Card& card)
{
    std::vector<WalkStep> out;
    for (const auto* list : {&card.first, &card.then})
        for (const auto& step : *list)
            out.push_back({step.id, step.kind, step.watch, step.yes, step.no});
    out.push_back({std::string{walk_step::finish}, StepKind::Watch, card.finished, {}, {}});
    return out;
}

const WalkMark* Walk::mark(std::string_view step) const
{
    const auto found = marks.find(std::string{step});
    return found == marks.end() ? nullptr : &found->second;
}

MarkState Walk::state(std::string_view step) const
{
    const auto* found = mark(step);
    return found ? found->state : MarkState::Open;
}

const WalkStep* Walk::step(std::string_view id) const
{
    const auto found = std::find_if(
            steps.begin(), steps.end(), [id](const auto& one) { return one.id == id; });
    return found == steps.end() ? nullptr : &*found;
}

bool Walk::isGreyed(std::string_view step) const
{
    return isGreyedWithin(*this, step, deepestBranch);
}

bool Walk::isSettled(const WalkStep& step, Instant now) const
{
    if (isGreyed(step.id))
        return true;
    const auto* found = mark(step.id);
    if (!found)
        return false;
    switch (found->state) {
    case MarkState::Done:
    case MarkState::Overridden:
    case MarkState::Yes:
    case MarkState::No:
    case MarkState::Reached:
        return true;
    case MarkState::Started:
        return found->until && now >= *found->until;
    case MarkState::Open:
    case MarkState::Deferred:
    case MarkState::Called:
    case MarkState::NoAnswer:
    case MarkState::Begun:
    case MarkState::Complete:
    case MarkState::Left:
        break;
    }
    return false;
}

const WalkStep* Walk::current(Instant now) const
{
    for (const auto& step : steps) {
        const auto* found = mark(step.id);
        const bool isPutOff = found && found->state == MarkState::Deferred && found->until
                && now < *found->until;
        if (!isPutOff && !isSettled(step, now))
            return &step;
    }
    return nullptr;
}

std::size_t Walk::count() const
{
    return static_cast<std::size_t>(
            std::count_if(steps.begin(), steps.end(), [this](const WalkStep& step) {
                return step.id != walk_step::finish && !isGreyed(step.id);
            }));
}

std::size_t Walk::settledCount(Instant now) const
{
    return static_cast<std::size_t>(
            std::count_if(steps.begin(), steps.end(), [&](const WalkStep& step) {
                return step.id != walk_step::finish && !isGreyed(step.id) && isSettled(step, now);
            }));
}

bool Walk::isComplete(Instant now) const
{
    return !steps.empty() && std::all_of(steps.begin(), steps.end(), [&](const WalkStep& step) {
        return isSettled(step, now);
    });
}

std::vector<Walk> walksOf(const WalkMarks& marks)
{
    std::map<WalkName, Walk> walks;
    for (const auto& mark : marks) {
        auto& walk = walks[mark.walk];
        walk.name = mark.walk;
        auto& there = walk.marks[mark.step];
        if (there.id.empty() || isNewer(mark, there))
            there = mark;
    }
    std::vector<Walk> out;
    for (auto& [name, walk] : walks) {
        if (const auto* begun = walk.mark(walk_step::begin))
            walk.steps = stepsFromJson(begun->steps);
        out.push_back(std::move(walk));
    }
    return out;
}

WalkName nextWalk(const std::vector<Walk>& walks, std::int64_t run, std::string_view card)
{
    WalkName out{run, std::string{card}, 1};
    for (const auto& walk : walks)
        if (walk.name.run == run && walk.name.card == card && walk.name.number >= out.number)
            out.number = walk.isEnded() ? walk.name.number + 1 : walk.name.number;
    return out;
}

} // namespace saikobi::contract
