#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/alarm.h"
#include "backend/contract/figures.h"
#include "backend/contract/result.h"
#include "backend/contract/sale.h"

/// Compiled cards of the runbook (CONSOLE.md §5): what the dashboard shows, what instances
/// evaluate, what is kept in Postgres and beside the dashboard. Both languages stand in one card,
/// since ids and arguments are the same in both.
namespace saikobi::contract {

/// Who decides, acts or is called. Never a name: people and numbers come from the sale's contacts.
enum class Role {
    Lead,
    Operator,
    Infrastructure,
    Database,
    BackendOwner,
    Developers,
    PaymentDuty,
    ProviderDesk,
    Finance,
    ProductOwner,
    CircleDesk,
    Organiser,
    VenueLead,
    Security,
    PrivacyOfficer,
    Support,
    Announcements
};
inline constexpr std::size_t roleCount = static_cast<std::size_t>(Role::Announcements) + 1;
std::string_view name(Role role); ///< "payment duty"
std::optional<Role> roleNamed(std::string_view name);

enum class Comparison { Below, AtMost, Equal, AtLeast, Above };
std::string_view name(Comparison comparison); ///< "<", "<=", "=", ">=", ">"
std::optional<Comparison> comparisonNamed(std::string_view name);

/// `budget_used < 85 % for 60 s`: the value is in the figure's own unit. A figure that programs
/// measure themselves (FeedKind::Own) is seen by consoles alone.
struct Watch {
    Figure figure = Figure::Waiting;
    Comparison comparison = Comparison::Below;
    double value = 0;
    std::chrono::seconds held{0}; ///< true for so long, without a break
    friend bool operator==(const Watch&, const Watch&) = default;
};
bool isMet(const Watch& watch, double seen); ///< at this instant
std::string expressionOf(const Watch& watch); ///< as a card writes it
std::string durationText(std::chrono::seconds time); ///< "90 s", "5 min"

/// The form that a command step opens, pre-filled. It never executes.
enum class ControlForm {
    Hold,
    Maintenance,
    Rate,
    Release,
    Admit,
    Call,
    Opening,
    Close, ///< the end of the sale, without which C12 and C16 could not be walked
    Message,
    Block,
    WorkBits,
    Restore,
    Product,
    Method,
    Limit,
    Offer,
    EndIdle
};
inline constexpr std::size_t controlFormCount = static_cast<std::size_t>(ControlForm::EndIdle) + 1;
std::string_view name(ControlForm form); ///< "work_bits"
std::optional<ControlForm> controlFormNamed(std::string_view name);
/// Where a form has two commands, the values of `action` that choose; the first is the usual one.
/// Such as product {action=stop | start}. Empty: it has one.
std::vector<std::string_view> actionsOf(ControlForm form);
/// The command of this form. A step is done when one of it is in force.
CommandKind commandOf(ControlForm form, std::string_view action = {});

/// What buyers can be told by one of these forms; the texts are in widgets/control.
inline constexpr std::array<std::string_view, 5> messageTemplates{
        "pause", "payment_busy", "check", "stock", "interrupted"};

enum class StepKind {
    Watch, ///< closed loop: ticks itself from a live figure, and unticks
    Do, ///< a person ticks it
    Timer, ///< over when its time is
    Decide, ///< a person answers; the other branch greys out
    Call, ///< called, no answer, reached
    Command ///< opens a form; done when that command is in force
};
std::string_view name(StepKind kind);
std::optional<StepKind> stepKindNamed(std::string_view name);

/// A line of a card. Of the members below `kind` only those of its kind are set.
struct Step {
    std::string id{}; ///< "f2": unique in its card
    StepKind kind = StepKind::Do;
    std::optional<Watch> watch{};
    std::chrono::seconds time{0}; ///< of a timer
    std::string yes{}; ///< the step that a decision leads to
    std::string no{};
    std::optional<Role> role{}; ///< who is called
    std::optional<ControlForm> form{};
    /// What the form is filled with, e.g. message=payment_busy, resume_in=15m, value=rate_advised,
    /// action=stop.
    std::map<std::string, std::string> values{};
    Bilingual text{};
};

enum class CardSeverity { P1, P2, P3, Routine };
std::string_view name(CardSeverity severity); ///< "P1", "routine"
std::optional<CardSeverity> cardSeverityNamed(std::string_view name);

/// Somebody from outside read the card again.
struct CardReview {
    std::string role{};
    std::string date{}; ///< 2026-11-20
};

struct CardText {
    Bilingual title{}; ///< an observable condition
    Bilingual when{}; ///< the pattern, and how it is noticed
    Bilingual aim{};
    Bilingual look{};
    Bilingual venue{};
    Bilingual finished{}; ///< what follows the expression
};

struct Card {
    std::string id{}; ///< "C3", "R1"
    CardSeverity severity = CardSeverity::P3;
    std::vector<AlarmId> alarms{};
    std::optional<Role> decides{};
    std::optional<Role> acts{};
    std::vector<Role> calls{};
    std::string revised{}; ///< 2026-11-20
    std::vector<CardReview> reviewed{};
    CardText text{};
    std::vector<Step> first{};
    std::vector<Step> then{};
    Watch finished{};
    std::string revision{}; ///< 16 hex digits over all of the above

    bool isRoutine() const { return severity == CardSeverity::Routine; }
    std::size_t steps() const { return first.size() + then.size(); }
    const Step* step(std::string_view stepId) const; ///< null: no such step
    /// Date of the newest review from outside; empty: none.
    std::string lastReview() const;
    bool isChangedSinceReview() const { return lastReview() < revised; }
};

/// A whole runbook, in the order of its index.
struct Cards {
    std::vector<Card> all{};
    std::string revision{}; ///< 16 hex digits over the cards'

    const Card* card(std::string_view id) const; ///< null: no such card
};

inline constexpr std::size_t mostSteps = 9; ///< of one list
inline constexpr std::size_t mostCards = 100;
inline constexpr std::size_t longestRunbook = 2U << 20U; ///< bytes of JSON that are read

/// Sets the revisions of the cards and of the set. They name contents, they protect from nobody.
void stampRevisions(Cards& cards);

std::string toJson(const Cards& cards);
/// Invalid names the place: "card C3, step f2: there is no form 'hodl'".
Result<Cards> cardsFromJson(std::string_view text);

} // namespace saikobi::contract
