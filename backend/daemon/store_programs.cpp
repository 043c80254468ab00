#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <memory>

#include "backend/daemon/programs.h"
#include "backend/shop/sale_file.h"
#include "backend/shop/sale_store.h"
#include "backend/stores/migration.h"
#include "backend/stores/redis_connection.h"

namespace saikobi::daemon {

namespace {

/// Loads the function library over the connection of an administrator.
contract::Outcome loadLibrary(const std::string& url, const std::string& passwordFile)
{
    auto options = redisFrom(url, passwordFile);
    if (!options)
        return options.error();
    auto& redis = options.value();
    redis.library = stores::functionLibrary();
    redis.libraryVersion = stores::libraryVersion();
    const auto opened = stores::RedisConnection::open(redis);
    if (!opened)
        return opened.error();
    return contract::Nothing{};
}

int migrate(const std::string& postgres, const std::string& redis, const std::string& passwordFile)
{
    const auto schema = stores::migrate(postgres);
    if (!schema)
        return failed("postgres: " + schema.error().detail);
    std::cout << "schema " << schema.value().schemaVersion << "\n";
    if (redis.empty())
        return 0;
    if (const auto loaded = loadLibrary(redis, passwordFile); !loaded)
        return failed(loaded.error().detail);
    std::cout << "library " << stores::libraryVersion() << "\n";
    return 0;
}

int load(const std::string& postgres, const std::vector<std::string>& files)
{
    for (const auto& file : files) {
        const auto sale = shop::readSaleFile(file, std::chrono::system_clock::now());
        if (!sale)
            return failed(sale.error().detail);
        const auto loaded = shop::loadSale(postgres, sale.value());
        if (!loaded)
            return failed(file + ": " + loaded.error().detail);
        for (const auto& note : loaded.value().notes)
            std::cerr << file << ": " << note << "\n";
        std::cout << "loaded " << sale.value().slug << "\n";
    }
    return 0;
}

} // namespace

int failed(const std::string& why)
{
    std::cerr << "saikobid: " << why << "\n";
    return 1;
}

contract::Result<stores::RedisOptions> redisFrom(
        const std::string& url, const std::string& passwordFile)
{
    auto options = stores::redisOptionsFromUrl(url);
    if (!options || passwordFile.empty())
        return options;
    std::ifstream file(passwordFile);
    if (!std::getline(file, options.value().password))
        return contract::Fault{contract::FaultCode::Invalid,
                "--redis-password-file: cannot be read: " + passwordFile};
    return options;
}

void addMigrate(CLI::App& app, Chosen& chosen)
{
    struct Options {
        std::string postgres;
        std::string redis;
        std::string passwordFile;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
            "migrate", "create or upgrade schema, roles and function library; safe to repeat");
    command->add_option("--postgres", options->postgres, "address of an owner of the database")
            ->required();
    command->add_option("--redis", options->redis, "address of a user who may load functions");
    command->add_option(
            "--redis-password-file", options->passwordFile, "file with that user's password");
    command->callback([options, &chosen] {
        chosen = [options] {
            return migrate(options->postgres, options->redis, options->passwordFile);
        };
    });
}

void addLoad(CLI::App& app, Chosen& chosen)
{
    struct Options {
        std::string postgres;
        std::vector<std::string> files;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
            "load", "load or refresh sales from their files; never below what is sold");
    command->add_option("--postgres", options->postgres, "address of an owner of the database")
            ->required();
    command->add_option("--sale", options->files, "sale file (TOML)")->required();
    command->callback([options, &chosen] {
        chosen = [options] { return load(options->postgres, options->files); };
    });
}

} // namespace saikobi::daemon
