#include "backend/control/cards/card_difference.h"

#include <algorithm>
#include <tuple>

namespace saikobi::control {

using contract::Bilingual;
using contract::Card;
using contract::Step;

namespace {

bool isSame(const Bilingual& a, const Bilingual& b)
{
    return a.ja == b.ja && a.en == b.en;
}

bool isSame(const Step& a, const Step& b)
{
    return isSame(a.text, b.text)
            && std::tie(a.id, a.kind, a.watch, a.time, a.yes, a.no, a.role, a.form, a.values)
            == std::tie(b.id, b.kind, b.watch, b.time, b.yes, b.no, b.role, b.form, b.values);
}

bool isSameReviews(const Card& a, const Card& b)
{
    return std::equal(a.reviewed.begin(), a.reviewed.end(), b.reviewed.begin(), b.reviewed.end(),
            [](const auto& x, const auto& y) { return x.role == y.role && x.date == y.date; });
}

void compareFields(const Card& a, const Card& b, std::vector<std::string>& parts)
{
    const auto look = [&parts](bool isTheSame, const char* name) {
        if (!isTheSame)
            parts.emplace_back(name);
    };
    look(isSame(a.text.title, b.text.title), "title");
    look(a.severity == b.severity, "severity");
    look(a.alarms == b.alarms, "alarms");
    look(a.decides == b.decides && a.acts == b.acts && a.calls == b.calls, "roles");
    look(a.revised == b.revised, "revised");
    look(isSameReviews(a, b), "reviewed");
    look(isSame(a.text.when, b.text.when), "When");
    look(isSame(a.text.aim, b.text.aim), "Aim");
    look(isSame(a.text.look, b.text.look), "Look");
    look(isSame(a.text.venue, b.text.venue), "Venue");
    look(isSame(a.text.finished, b.text.finished) && a.finished == b.finished, "Finished");
}

/// Steps are named by their ids; another order is a change of its own.
void compareSteps(const Card& a, const Card& b, std::vector<std::string>& parts)
{
    std::vector<std::string> before;
    std::vector<std::string> now;
    for (const auto* list : {&a.first, &a.then})
        for (const auto& step : *list)
            before.push_back(step.id);
    for (const auto* list : {&b.first, &b.then})
        for (const auto& step : *list) {
            now.push_back(step.id);
            const auto* old = a.step(step.id);
            if (!old)
                parts.push_back("new step " + step.id);
            else if (!isSame(*old, step))
                parts.push_back("step " + step.id);
        }
    for (const auto& id : before)
        if (!b.step(id))
            parts.push_back("without step " + id);
    if (before != now && std::is_permutation(before.begin(), before.end(), now.begin(), now.end()))
        parts.emplace_back("order of the steps");
}

} // namespace

std::vector<CardDifference> differencesOf(const contract::Cards& before, const contract::Cards& now)
{
    std::vector<CardDifference> out;
    for (const auto& card : now.all) {
        const auto* old = before.card(card.id);
        if (!old) {
            out.push_back({CardDifference::Kind::Added, card.id, {}});
            continue;
        }
        CardDifference difference{CardDifference::Kind::Changed, card.id, {}};
        compareFields(*old, card, difference.parts);
        compareSteps(*old, card, difference.parts);
        if (!difference.parts.empty())
            out.push_back(std::move(difference));
    }
    for (const auto& card : before.all)
        if (!now.card(card.id))
            out.push_back({CardDifference::Kind::Removed, card.id, {}});
    return out;
}

} // namespace saikobi::control
