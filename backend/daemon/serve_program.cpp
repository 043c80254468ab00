#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>

#include "backend/contract/kill_point.h"
#include "backend/daemon/programs.h"
#include "backend/daemon/serve_config.h"
#include "backend/daemon/server.h"

namespace saikobi::daemon {

namespace {

/// Where a rehearsed instance is to die. A production never looks.
bool armDeath(const ServeConfig& config)
{
    const auto* point = std::getenv("SAIKOBI_KILL_AT");
    return !config.isRehearsal || !point || contract::armKillPoint(point);
}

int serve(const std::string& path)
{
    auto config = readServeConfig(path);
    if (!config)
        return failed(config.error().detail);
    if (!armDeath(config.value()))
        return failed("SAIKOBI_KILL_AT names no point; it is <point> or <point>:<n>");
    auto server = Server::start(std::move(config).value());
    if (!server)
        return failed(server.error().detail);

    std::cout << "ready " << server.value()->addresses() << std::endl;
    boost::asio::io_context signals;
    boost::asio::signal_set stop(signals, SIGINT, SIGTERM);
    stop.async_wait([](const boost::system::error_code&, int number) {
        spdlog::info("saikobi.daemon: stopping on signal {}", number);
    });
    signals.run();
    server.value()->stop();
    return 0;
}

} // namespace

void addServe(CLI::App& app, Chosen& chosen)
{
    auto path = std::make_shared<std::string>();
    auto* command = app.add_subcommand("serve", "one instance of the backend");
    command->add_option("--config", *path, "configuration (TOML)")->required();
    command->callback([path, &chosen] { chosen = [path] { return serve(*path); }; });
}

} // namespace saikobi::daemon
