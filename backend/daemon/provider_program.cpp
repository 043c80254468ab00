#include <CLI/CLI.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <fstream>
#include <iostream>
#include <memory>

#include "backend/daemon/programs.h"
#include "backend/daemon/serve_config.h"
#include "backend/rehearsal/provider/simulator.h"

namespace saikobi::daemon {

namespace {

struct Words {
    std::string listen;
    std::string secretFile;
    std::string webhook;
    std::string webhookSecretFile;
    std::string state;
    std::string settingsFile;
    std::uint64_t seed = 1;
};

/// First line of a file that holds a secret; empty when the option was not given.
contract::Result<std::string> firstLine(const std::string& option, const std::string& path)
{
    std::string line;
    if (path.empty())
        return line;
    std::ifstream file(path);
    if (!std::getline(file, line) || line.empty())
        return contract::Fault{
                contract::FaultCode::Invalid, option + ": cannot read a secret in " + path};
    return line;
}

contract::Result<rehearsal::SimulatorOptions> optionsOf(const Words& words)
{
    const auto address = listenAddressFromText(words.listen);
    if (!address)
        return contract::Fault{contract::FaultCode::Invalid, "--listen: " + address.error().detail};
    const auto secret = firstLine("--secret-file", words.secretFile);
    if (!secret)
        return secret.error();
    const auto webhookSecret = firstLine("--webhook-secret-file", words.webhookSecretFile);
    if (!webhookSecret)
        return webhookSecret.error();
    rehearsal::SimulatorOptions options;
    options.address = address.value().host;
    options.port = address.value().port;
    options.secret = secret.value();
    options.webhookUrl = words.webhook;
    options.webhookSecret = webhookSecret.value();
    options.state = words.state;
    options.seed = words.seed;
    if (words.settingsFile.empty())
        return options;
    std::ifstream file(words.settingsFile);
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto settings = rehearsal::changed({}, text);
    if (!settings)
        return contract::Fault{
                contract::FaultCode::Invalid, words.settingsFile + ": " + settings.error().detail};
    options.settings = settings.value();
    return options;
}

int provide(const Words& words)
{
    const auto options = optionsOf(words);
    if (!options)
        return failed(options.error().detail);
    boost::asio::io_context context;
    const auto simulator
            = rehearsal::ProviderSimulator::open(context.get_executor(), options.value());
    if (!simulator)
        return failed(simulator.error().detail);
    std::cout << "ready http=" << options.value().address << ":" << simulator.value()->port()
              << std::endl;
    boost::asio::signal_set stop(context, SIGINT, SIGTERM);
    stop.async_wait([&](const boost::system::error_code&, int) {
        simulator.value()->close();
        context.stop();
    });
    context.run();
    return 0;
}

} // namespace

void addProvider(CLI::App& app, Chosen& chosen)
{
    auto words = std::make_shared<Words>();
    auto* command = app.add_subcommand("provider", "the provider simulator alone");
    command->add_option("--listen", words->listen, "HOST:PORT; port 0: any free one")->required();
    command->add_option("--secret-file", words->secretFile, "file with the key sk_…")->required();
    command->add_option("--webhook", words->webhook, "address for notifications");
    command->add_option("--webhook-secret-file", words->webhookSecretFile, "file with whsec_…");
    command->add_option("--state", words->state, "file that survives its death");
    command->add_option("--settings", words->settingsFile, "JSON as PUT /control takes it");
    command->add_option("--seed", words->seed, "of latencies and failures")->capture_default_str();
    command->callback([words, &chosen] { chosen = [words] { return provide(*words); }; });
}

} // namespace saikobi::daemon
