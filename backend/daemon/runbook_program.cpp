#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

#include "backend/contract/shipped_cards.h"
#include "backend/control/card_store.h"
#include "backend/control/cards/card_compiler.h"
#include "backend/control/cards/card_difference.h"
#include "backend/daemon/programs.h"

namespace saikobi::daemon {

namespace {

using contract::Cards;
using contract::Result;

struct Words {
    std::string folder;
    std::string postgres;
};

/// The compiled runbook of a folder, once every fault has been printed as FILE:LINE: message.
Result<Cards> compiled(const std::string& folder)
{
    const auto files = control::readCardFiles(folder);
    if (!files)
        return files.error();
    auto found = control::compileCards(files.value());
    for (const auto& fault : found.faults)
        std::cerr << (fault.file.empty() ? folder + ": " : folder + "/") << fault.text() << '\n';
    for (auto one : found.advice) {
        one.message.insert(0, "warning: ");
        std::cerr << folder << '/' << one.text() << '\n';
    }
    if (found.faults.empty())
        return std::move(found.cards);
    return contract::Fault{contract::FaultCode::Invalid,
            folder + ": " + std::to_string(found.faults.size()) + " faults"};
}

void tellReviews(const Cards& cards)
{
    for (const auto& card : cards.all) {
        if (!card.isChangedSinceReview())
            continue;
        const auto review = card.lastReview();
        std::cout << card.id << ": changed " << card.revised << ", last review from outside "
                  << (review.empty() ? "never" : review) << '\n';
    }
}

void tellDifferences(const std::vector<control::CardDifference>& differences)
{
    using Kind = control::CardDifference::Kind;
    for (const auto& one : differences) {
        std::cout << (one.kind == Kind::Added       ? "new "
                        : one.kind == Kind::Removed ? "gone "
                                                    : "changed ")
                  << one.card;
        for (std::size_t i = 0; i < one.parts.size(); ++i)
            std::cout << (i == 0 ? ": " : ", ") << one.parts[i];
        std::cout << '\n';
    }
}

int check(const Words& words)
{
    const auto cards = compiled(words.folder);
    if (!cards)
        return failed(cards.error().detail);
    std::cout << cards.value().all.size() << " cards, revision " << cards.value().revision << '\n';
    tellReviews(cards.value());
    return 0;
}

/// What the desks of this shop open now: its own cards, or the shipped ones until it loads some.
const Cards& openedBy(const std::optional<control::StoredCards>& loaded)
{
    return loaded ? loaded->cards : contract::shippedCards();
}

/// What stands in the folder beside what the shop's desks open now.
int tellDifference(const Words& words)
{
    const auto cards = compiled(words.folder);
    if (!cards)
        return failed(cards.error().detail);
    const auto stored = control::newestCards(words.postgres);
    if (!stored)
        return failed("postgres: " + stored.error().detail);
    if (!stored.value())
        std::cout << "no runbook is loaded; the dashboards open the shipped cards\n";
    else
        std::cout << "loaded: version " << stored.value()->version << " by "
                  << stored.value()->person << " at " << stored.value()->loadedAt << " UTC\n";
    tellDifferences(control::differencesOf(openedBy(stored.value()), cards.value()));
    tellReviews(cards.value());
    return 0;
}

int load(const Words& words)
{
    const auto cards = compiled(words.folder);
    if (!cards)
        return failed("nothing was loaded: " + cards.error().detail);
    const auto before = control::newestCards(words.postgres);
    if (!before)
        return failed("postgres: " + before.error().detail);
    const auto version = control::storeCards(words.postgres, cards.value());
    if (!version)
        return failed("postgres: " + version.error().detail);
    if (before.value() && before.value()->version == version.value())
        std::cout << "version " << version.value() << " says the same already\n";
    else
        std::cout << "loaded as version " << version.value() << ", " << cards.value().all.size()
                  << " cards, revision " << cards.value().revision << '\n';
    tellDifferences(control::differencesOf(openedBy(before.value()), cards.value()));
    tellReviews(cards.value());
    return 0;
}

using Action = int (*)(const Words&);

CLI::App* add(CLI::App& runbook, Chosen& chosen, const char* name, const char* what, Action action,
        const char* address)
{
    auto words = std::make_shared<Words>();
    auto* command = runbook.add_subcommand(name, what);
    if (address)
        command->add_option("--postgres", words->postgres, address)->required();
    command->add_option("DIR", words->folder, "folder with ja/*.md and en/*.md")->required();
    command->callback(
            [words, action, &chosen] { chosen = [words, action] { return action(*words); }; });
    return command;
}

} // namespace

void addRunbook(CLI::App& app, Chosen& chosen)
{
    auto* runbook = app.add_subcommand("runbook", "the cards that staff walk in an incident");
    runbook->require_subcommand(1);
    add(*runbook, chosen, "check", "names file and line of whatever is wrong with the cards", check,
            nullptr);
    add(*runbook, chosen, "diff", "compares the cards with those that are loaded", tellDifference,
            "address of a viewer");
    add(*runbook, chosen, "load", "makes the cards those of this shop, as a new version", load,
            "address of an owner of the database");
}

} // namespace saikobi::daemon
