#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <iostream>
#include <string>

#include "backend/daemon/programs.h"

namespace {

/// CLI11 only says that a subcommand is required.
void nameUnknownWord(const CLI::App& app, const std::string& word)
{
    const auto known = app.get_subcommands(
            [&word](const CLI::App* command) { return command->check_name(word); });
    if (!word.empty() && word.front() != '-' && known.empty())
        std::cerr << "saikobid: there is no '" << word << "'\n";
}

/// Exit status of the chosen subcommand. 0 done, 1 failed, 2 wrong usage.
int runCommandLine(int argc, char** argv)
{
    CLI::App app{"saikobid: the backend of first-come online sales", "saikobid"};
    app.set_version_flag("--version", SAIKOBI_VERSION);
    app.require_subcommand(1);
    saikobi::daemon::Chosen chosen;
    saikobi::daemon::addServe(app, chosen);
    saikobi::daemon::addMigrate(app, chosen);
    saikobi::daemon::addLoad(app, chosen);
    saikobi::daemon::addProvider(app, chosen);
    saikobi::daemon::addCrowd(app, chosen);
    saikobi::daemon::addRehearsal(app, chosen);
    saikobi::daemon::addReconcile(app, chosen);
    saikobi::daemon::addExport(app, chosen);
    saikobi::daemon::addImport(app, chosen);
    saikobi::daemon::addPurge(app, chosen);
    saikobi::daemon::addOrders(app, chosen);
    saikobi::daemon::addRunbook(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        nameUnknownWord(app, argc > 1 ? argv[1] : "");
        const int status = app.exit(wrong);
        return status == 0 ? 0 : saikobi::daemon::usageError;
    }
    return chosen();
}

} // namespace

int main(int argc, char** argv)
{
    spdlog::set_default_logger(spdlog::stderr_logger_mt("saikobid"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    return runCommandLine(argc, argv);
}
