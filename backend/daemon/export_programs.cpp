#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

#include "backend/daemon/programs.h"
#include "backend/recorder/export_store.h"
#include "backend/recorder/import_store.h"
#include "backend/recorder/purge_keys_store.h"
#include "backend/shop/order_list_store.h"

namespace saikobi::daemon {

namespace {

struct Words {
    std::string postgres;
    std::string sale;
    int run = 1;
    std::string file;
    std::vector<std::string> exports;
    std::string redis;
    std::string redisPasswordFile;
    bool csv = false;
};

int writeExport(const Words& words)
{
    const auto content = recorder::exportRun(words.postgres, words.sale, words.run, words.file);
    if (!content)
        return failed("not exported: " + content.error().detail);
    for (const auto& [table, sum] : content.value())
        std::cout << table << ' ' << sum.rows() << ' ' << sum.hash() << '\n';
    std::cout << "exported and read back: " << words.file << '\n';
    return 0;
}

int takeIn(const Words& words)
{
    const auto done = recorder::importRecording(words.postgres, words.file);
    if (!done)
        return failed("not imported: " + done.error().detail);
    const auto& head = done.value().head;
    std::cout << (done.value().wasThere ? "was there already: " : "imported: ") << head.sale
              << " run " << head.run << " of installation " << head.installation;
    if (!done.value().wasThere)
        std::cout << ", " << done.value().rows << " rows";
    std::cout << '\n';
    return 0;
}

/// Of the sale in Redis; nothing to do without an address.
contract::Outcome removeFromRedis(const Words& words)
{
    if (words.redis.empty())
        return contract::Nothing{};
    const auto redis = redisFrom(words.redis, words.redisPasswordFile);
    if (!redis)
        return redis.error();
    const auto gone = recorder::removeKeys(redis.value(), words.sale);
    if (!gone)
        return contract::Fault{gone.error().code, "redis: " + gone.error().detail};
    std::cout << "keys " << gone.value() << '\n';
    return contract::Nothing{};
}

int purge(const Words& words)
{
    const auto gone = recorder::purgeSale(
            words.postgres, words.sale, words.exports, [&words] { return removeFromRedis(words); });
    if (!gone)
        return failed("nothing was deleted in Postgres: " + gone.error().detail);
    for (const auto& [table, rows] : gone.value())
        std::cout << table << ' ' << rows << '\n';
    std::cout << "purged " << words.sale;
    if (words.redis.empty())
        std::cout << ". What Redis still has of its line: keys {sale:" << words.sale << "}:*";
    std::cout << '\n';
    return 0;
}

int listOrders(const Words& words)
{
    const auto listed = shop::listPaidOrders(
            words.postgres, words.sale, [](const std::string& line) { std::cout << line; });
    if (!listed)
        return failed(listed.error().detail);
    std::cerr << listed.value() << " paid orders\n";
    std::cout << std::flush;
    return std::cout ? 0 : failed("the list could not be written");
}

} // namespace

void addExport(CLI::App& app, Chosen& chosen)
{
    auto words = std::make_shared<Words>();
    auto* command = app.add_subcommand("export",
            "one run of a sale as an SQLite file, without buyers; read back and compared");
    command->add_option("--postgres", words->postgres, "address of a viewer")->required();
    command->add_option("--sale", words->sale, "the sale")->required();
    command->add_option("--run", words->run, "which run of it")->capture_default_str();
    command->add_option("FILE", words->file, "a new file")->required();
    command->callback([words, &chosen] { chosen = [words] { return writeExport(*words); }; });
}

void addImport(CLI::App& app, Chosen& chosen)
{
    auto words = std::make_shared<Words>();
    auto* command = app.add_subcommand("import",
            "takes a recording of another installation in, for its review; safe to repeat");
    command->add_option("--postgres", words->postgres, "address of an owner of the database")
            ->required();
    command->add_option("FILE", words->file, "a file of saikobid export")->required();
    command->callback([words, &chosen] { chosen = [words] { return takeIn(*words); }; });
}

void addPurge(CLI::App& app, Chosen& chosen)
{
    auto words = std::make_shared<Words>();
    auto* command = app.add_subcommand("purge",
            "deletes all of a closed sale, once its exports have been compared with it again");
    command->add_option("--postgres", words->postgres, "address of an owner of the database")
            ->required();
    command->add_option("--sale", words->sale, "the sale")->required();
    command->add_option("--export", words->exports, "files of saikobid export, one for each run")
            ->required();
    command->add_option("--redis", words->redis,
            "address of a user who may write the sale's keys; without it they stay");
    command->add_option(
            "--redis-password-file", words->redisPasswordFile, "file with that user's password");
    command->callback([words, &chosen] { chosen = [words] { return purge(*words); }; });
}

void addOrders(CLI::App& app, Chosen& chosen)
{
    auto words = std::make_shared<Words>();
    auto* command
            = app.add_subcommand("orders", "paid orders by slot, for the desk that hands over");
    command->add_option("--postgres", words->postgres, "address of a viewer")->required();
    command->add_option("--sale", words->sale, "the sale")->required();
    command->add_flag("--csv", words->csv, "as CSV on stdout")->required();
    command->callback([words, &chosen] { chosen = [words] { return listOrders(*words); }; });
}

} // namespace saikobi::daemon
