#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/contract/runbook.h"
#include "backend/contract/timeline_entry.h"

/// A card being walked. What is known of a walk is one mark for each of its steps: the newest one
/// by time and id stands, whoever wrote it and wherever it was kept meanwhile. So both stores and
/// the journals of consoles merge in any order, any number of times, to the same state.
namespace saikobi::contract {

enum class MarkState {
    Open, ///< not done, or no longer
    Done,
    Yes,
    No,
    Deferred, ///< comes back at `until`
    Overridden, ///< passed over, with a reason
    Started, ///< a timer; over at `until`
    Called,
    NoAnswer,
    Reached,
    Begun, ///< of the card itself, as the next two
    Complete,
    Left ///< put away by a person, with a reason
};
std::string_view name(MarkState state);
std::optional<MarkState> markStateNamed(std::string_view name);

/// Who saw that it is so.
enum class MarkSource { Person, Figures, Command };
std::string_view name(MarkSource source);
std::optional<MarkSource> markSourceNamed(std::string_view name);

/// Which walk: the n-th of this card in this run.
struct WalkName {
    std::int64_t run = 1;
    std::string card{};
    std::int64_t number = 1;
    friend auto operator<=>(const WalkName&, const WalkName&) = default;
};

/// Marks of the walk itself stand where a step's id would.
namespace walk_step {
inline constexpr std::string_view begin = "@begin"; ///< carries revision, steps, alarm
inline constexpr std::string_view finish = "@finish"; ///< the expression of "Finished"
inline constexpr std::string_view end = "@end";
} // namespace walk_step

/// Travels as JSON: a field of {sale:ID}:walks, a row of table `walk_mark`, a line of a journal.
struct WalkMark {
    WalkName walk{};
    std::string step{};
    MarkState state = MarkState::Open;
    Instant at{};
    std::string id{}; ///< of the act, and of its entry in the timeline: it counts once
    std::string by{}; ///< person, instance or console
    MarkSource source = MarkSource::Person;
    std::string reason{};
    std::optional<Instant> until{};
    std::string contact{}; ///< who was called
    std::string alarm{}; ///< what it was opened from, "A06"
    std::int64_t occurrence = 0; ///< of that alarm
    std::string revision{}; ///< of the card, as it was walked
    std::string steps{}; ///< only with `begin`: stepsToJson()
};
/// Same instant: the greater id, so that everybody agrees.
bool isNewer(const WalkMark& mark, const WalkMark& than);
std::string toJson(const WalkMark& mark);
Result<WalkMark> walkMarkFromJson(std::string_view text);
/// Parameters of the command that makes this mark; the store sets id, time and person.
std::map<std::string, std::string> parametersOf(const WalkMark& mark);
/// What the timeline says of it; kinds card, step and call.
TimelineEntry entryOf(const WalkMark& mark, std::string_view sale);

/// What is needed of a card to judge its walk; it goes with the walk, so that a card that is
/// changed meanwhile does not change what is being walked.
struct WalkStep {
    std::string id{};
    StepKind kind = StepKind::Do;
    std::optional<Watch> watch{};
    std::string yes{};
    std::string no{};
};
/// The steps in order, and the expression of "Finished" as the last.
std::vector<WalkStep> walkStepsOf(const Card& card);
std::string stepsToJson(const std::vector<WalkStep>& steps);
std::vector<WalkStep> stepsFromJson(std::string_view text);

struct Walk {
    WalkName name{};
    std::vector<WalkStep> steps{};
    std::map<std::string, WalkMark> marks{}; ///< by step

    const WalkMark* mark(std::string_view step) const; ///< null: nothing was done
    MarkState state(std::string_view step) const;
    const WalkStep* step(std::string_view id) const;
    bool isEnded() const { return mark(walk_step::end) != nullptr; }
    bool isOpen() const { return mark(walk_step::begin) != nullptr && !isEnded(); }
    /// A decision went the other way.
    bool isGreyed(std::string_view step) const;
    /// Done, passed over, or greyed.
    bool isSettled(const WalkStep& step, Instant now) const;
    /// The first that is neither settled nor put off; null: none.
    const WalkStep* current(Instant now) const;
    std::size_t settledCount(Instant now) const; ///< without "Finished" and greyed ones
    std::size_t count() const; ///< without "Finished" and greyed ones
    bool isComplete(Instant now) const; ///< nothing is left, and "Finished" holds
};

using WalkMarks = std::vector<WalkMark>;
/// Newest marks of each step, gathered into walks, in the order of their names.
std::vector<Walk> walksOf(const WalkMarks& marks);
/// The open walk of this card in this run; else the name that the next one gets.
WalkName nextWalk(const std::vector<Walk>& walks, std::int64_t run, std::string_view card);

/// Somebody of the sale's contacts; several of one role are called in their order.
struct SaleContact {
    std::string role{}; ///< "payment duty"
    std::string name{};
    std::string call{}; ///< a telephone number or a radio channel
};
/// [{role, name, call}, …]
std::string toJson(const std::vector<SaleContact>& contacts);
std::vector<SaleContact> contactsFromJson(std::string_view text);
inline constexpr std::size_t mostContacts = 50;

/// In place of a longer time: a call that nobody answered goes to the next contact.
inline constexpr std::chrono::minutes callPatience{3};
inline constexpr std::size_t mostWalkMarks = 2000; ///< of a run, as the stores keep them
inline constexpr std::size_t longestMark = 8192; ///< bytes of JSON that are read

} // namespace saikobi::contract
