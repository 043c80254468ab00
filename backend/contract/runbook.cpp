#include "backend/contract/runbook.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace saikobi::contract {

namespace {

constexpr std::array<std::string_view, roleCount> roles{"lead", "operator", "infrastructure",
        "database", "backend owner", "developers", "payment duty", "provider desk", "finance",
        "product owner", "circle desk", "organiser", "venue lead", "security", "privacy officer",
        "support", "announcements"};

constexpr std::array<std::string_view, 5> comparisons{"<", "<=", "=", ">=", ">"};

struct FormInfo {
    std::string_view name{};
    CommandKind kind{};
    std::string_view usual{}; ///< action of `kind`
    std::string_view other{}; ///< and of `otherKind`
    CommandKind otherKind{};
};

constexpr std::array<FormInfo, controlFormCount> forms{{{"hold", CommandKind::Hold},
        {"maintenance", CommandKind::Maintenance}, {"rate", CommandKind::SetRate},
        {"release", CommandKind::Release}, {"admit", CommandKind::Admit},
        {"call", CommandKind::Call},
        {"opening", CommandKind::MoveOpening, "move", "now", CommandKind::OpenNow},
        {"close", CommandKind::Close, "close", "reopen", CommandKind::Reopen},
        {"message", CommandKind::Message},
        {"block", CommandKind::Block, "block", "lift", CommandKind::Unblock},
        {"work_bits", CommandKind::SetWorkBits}, {"restore", CommandKind::RestorePlace},
        {"product", CommandKind::StopProduct, "stop", "start", CommandKind::StartProduct},
        {"method", CommandKind::DisableMethod, "disable", "enable", CommandKind::EnableMethod},
        {"limit", CommandKind::SetProviderLimit}, {"offer", CommandKind::OfferKept},
        {"end_idle", CommandKind::EndIdle}}};

constexpr std::array<std::string_view, 6> kinds{
        "watch", "do", "timer", "decide", "call", "command"};

constexpr std::array<std::string_view, 4> severities{"P1", "P2", "P3", "routine"};

template<class Word, std::size_t N>
std::string_view spell(const std::array<std::string_view, N>& names, Word word)
{
    return names.at(static_cast<std::size_t>(word));
}

template<class Word, std::size_t N>
std::optional<Word> read(const std::array<std::string_view, N>& names, std::string_view spelled)
{
    const auto found = std::find(names.begin(), names.end(), spelled);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<Word>(found - names.begin())};
}

const Step* stepIn(const std::vector<Step>& list, std::string_view id)
{
    const auto found = std::find_if(
            list.begin(), list.end(), [id](const Step& one) { return one.id == id; });
    return found == list.end() ? nullptr : &*found;
}

/// "85", "0.2": no more digits than it takes.
std::string plain(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.10g", value);
    return text.data();
}

} // namespace

std::string_view name(Role role)
{
    return spell(roles, role);
}

std::optional<Role> roleNamed(std::string_view name)
{
    return read<Role>(roles, name);
}

std::string_view name(Comparison comparison)
{
    return spell(comparisons, comparison);
}

std::optional<Comparison> comparisonNamed(std::string_view name)
{
    return read<Comparison>(comparisons, name);
}

std::string_view name(ControlForm form)
{
    return forms.at(static_cast<std::size_t>(form)).name;
}

std::optional<ControlForm> controlFormNamed(std::string_view name)
{
    const auto found = std::find_if(
            forms.begin(), forms.end(), [name](const FormInfo& one) { return one.name == name; });
    return found == forms.end() ? std::nullopt
                                : std::optional{static_cast<ControlForm>(found - forms.begin())};
}

std::string_view name(StepKind kind)
{
    return spell(kinds, kind);
}

std::optional<StepKind> stepKindNamed(std::string_view name)
{
    return read<StepKind>(kinds, name);
}

std::string_view name(CardSeverity severity)
{
    return spell(severities, severity);
}

std::optional<CardSeverity> cardSeverityNamed(std::string_view name)
{
    return read<CardSeverity>(severities, name);
}

bool isMet(const Watch& watch, double seen)
{
    // Clocks part in both directions.
    const auto value = watch.figure == Figure::ClockSkew ? std::abs(seen) : seen;
    switch (watch.comparison) {
    case Comparison::Below:
        return value < watch.value;
    case Comparison::AtMost:
        return value <= watch.value;
    case Comparison::Equal:
        return std::abs(value - watch.value) < 1e-9;
    case Comparison::AtLeast:
        return value >= watch.value;
    case Comparison::Above:
        return value > watch.value;
    }
    return false;
}

std::string durationText(std::chrono::seconds time)
{
    const auto count = time.count();
    return count > 0 && count % 60 == 0 ? std::to_string(count / 60) + " min"
                                        : std::to_string(count) + " s";
}

std::string expressionOf(const Watch& watch)
{
    const auto& figure = info(watch.figure);
    auto out = std::string{figure.id} + " " + std::string{name(watch.comparison)} + " "
            + plain(watch.value);
    if (!figure.unit.empty())
        out += " " + std::string{figure.unit};
    return out + " for " + durationText(watch.held);
}

std::vector<std::string_view> actionsOf(ControlForm form)
{
    const auto& known = forms.at(static_cast<std::size_t>(form));
    if (known.other.empty())
        return {};
    return {known.usual, known.other};
}

CommandKind commandOf(ControlForm form, std::string_view action)
{
    const auto& known = forms.at(static_cast<std::size_t>(form));
    return !known.other.empty() && action == known.other ? known.otherKind : known.kind;
}

const Step* Card::step(std::string_view stepId) const
{
    const auto* found = stepIn(first, stepId);
    return found ? found : stepIn(then, stepId);
}

std::string Card::lastReview() const
{
    std::string newest;
    for (const auto& review : reviewed)
        newest = std::max(newest, review.date);
    return newest;
}

const Card* Cards::card(std::string_view id) const
{
    const auto found
            = std::find_if(all.begin(), all.end(), [id](const Card& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace saikobi::contract
