#include <CLI/CLI.hpp>

#include <memory>

#include "backend/daemon/programs.h"
#include "backend/rehearsal/crowd.h"
#include "backend/rehearsal/rehearsal.h"

namespace saikobi::daemon {

namespace {

/// The command line's words for a crowd, beside `--crowd SPEC` of the rehearsal.
struct CrowdWords {
    std::string url;
    std::string sale{"demo"};
    std::string arrivals{"600/min"};
    std::string duration{"1m"};
    std::uint64_t seed = 1;
    std::string absent{"10%"};
    std::string think{"8s"};
    std::string leave{"0%"};
    std::string reload{"0%"};
    std::string forge{"0%"};
    std::string methods;
    std::string secure{"0%"};
    std::string refuse{"0%"};
    std::string vanish{"0%"};
    std::string stray{"0%"};
    std::string twice{"0%"};
    std::string postgres;
    std::string history;
};

int crowd(const CrowdWords& words)
{
    const auto spec = rehearsal::parseCrowdSpec(words.arrivals + ",for=" + words.duration
            + ",seed=" + std::to_string(words.seed) + ",absent=" + words.absent
            + ",think=" + words.think + ",leave=" + words.leave + ",reload=" + words.reload
            + ",forge=" + words.forge + ",secure=" + words.secure + ",refuse=" + words.refuse
            + ",vanish=" + words.vanish + ",stray=" + words.stray + ",twice=" + words.twice
            + (words.methods.empty() ? std::string{} : ",methods=" + words.methods));
    if (!spec) {
        failed(spec.error().detail);
        return usageError;
    }
    return rehearsal::runCrowd(
            {words.url, words.sale, spec.value(), words.postgres, words.history});
}

struct RehearsalWords {
    std::string data;
    std::vector<std::string> sales;
    std::string listen{"127.0.0.1:0"};
    std::string crowd{"600/min"};
    int instances = 2;
};

int rehearse(const RehearsalWords& words)
{
    rehearsal::RehearsalOptions options;
    options.data = words.data;
    options.sales.assign(words.sales.begin(), words.sales.end());
    options.listen = words.listen;
    options.instances = words.instances;
    if (words.crowd == "none") {
        options.crowd.reset();
        return rehearsal::runRehearsal(options);
    }
    const auto spec = rehearsal::parseCrowdSpec(words.crowd);
    if (!spec) {
        failed("--crowd: " + spec.error().detail);
        return usageError;
    }
    options.crowd = spec.value();
    return rehearsal::runRehearsal(options);
}

} // namespace

void addCrowd(CLI::App& app, Chosen& chosen)
{
    auto words = std::make_shared<CrowdWords>();
    auto* command = app.add_subcommand("crowd", "virtual buyers over real HTTP; JSON summary");
    command->add_option("--url", words->url, "address of the backend")->required();
    command->add_option("--sale", words->sale, "sale they come for")->capture_default_str();
    command->add_option("--arrivals", words->arrivals, "by the clock: 600/min")
            ->capture_default_str();
    command->add_option("--for", words->duration, "how long they arrive: 10m")
            ->capture_default_str();
    command->add_option("--seed", words->seed, "the same seed, the same buyers")
            ->capture_default_str();
    command->add_option("--absent", words->absent, "share that does not come when called")
            ->capture_default_str();
    command->add_option("--leave", words->leave, "share that gives up waiting")
            ->capture_default_str();
    command->add_option("--reload", words->reload, "share that asks five times a second")
            ->capture_default_str();
    command->add_option("--forge", words->forge, "share that brings tickets of its own making")
            ->capture_default_str();
    command->add_option("--methods", words->methods, "how they pay: card:70/points:30");
    command->add_option("--secure", words->secure, "share of cards that ask for 3D Secure")
            ->capture_default_str();
    command->add_option("--refuse", words->refuse, "share that refuses at the provider's page")
            ->capture_default_str();
    command->add_option("--vanish", words->vanish, "share that leaves that page undone")
            ->capture_default_str();
    command->add_option("--stray", words->stray, "share that pays and never comes back")
            ->capture_default_str();
    command->add_option("--twice", words->twice, "share that comes back twice")
            ->capture_default_str();
    command->add_option("--think", words->think, "mean time between entering and ordering")
            ->capture_default_str();
    command->add_option(
            "--postgres", words->postgres, "address of a viewer, to compare the counts");
    command->add_option("--history", words->history, "file for every question and its answer");
    command->callback([words, &chosen] { chosen = [words] { return crowd(*words); }; });
}

void addRehearsal(CLI::App& app, Chosen& chosen)
{
    auto words = std::make_shared<RehearsalWords>();
    auto* command = app.add_subcommand("rehearsal", "all of it on this machine");
    command->add_option("--data", words->data, "folder of the private stores")->required();
    command->add_option("--sale", words->sales, "sale files instead of the sample ones");
    command->add_option("--listen", words->listen, "address for buyers; port 0: any free one")
            ->capture_default_str();
    command->add_option("--crowd", words->crowd, "600/min[,for=3m][,seed=1][,absent=30%], or none")
            ->capture_default_str();
    command->add_option("--instances", words->instances, "instances of serve on one address")
            ->check(CLI::Range(1, 8))
            ->capture_default_str();
    command->callback([words, &chosen] { chosen = [words] { return rehearse(*words); }; });
}

} // namespace saikobi::daemon
