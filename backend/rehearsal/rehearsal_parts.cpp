#include "backend/rehearsal/rehearsal_parts.h"

#include <algorithm>
#include <fstream>
#include <iostream>

#include "backend/rehearsal/embedded_sales.h"
#include "backend/rehearsal/instance_files.h"
#include "backend/rehearsal/postgres_store.h"
#include "backend/rehearsal/secrets.h"

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds loadDeadline{60};
constexpr std::chrono::seconds crowdStop{20}; ///< its last questions and its count
constexpr std::chrono::seconds instanceStop{20}; ///< payments under way finish
constexpr std::chrono::seconds providerStop{5};
constexpr std::chrono::seconds storePause{1};
constexpr std::chrono::seconds storeRetry{5};
constexpr const char* endless = "24h"; ///< the longest a crowd comes

void tell(const std::string& what)
{
    std::cerr << "saikobid rehearsal: " << what << std::endl;
}

/// "loaded demo" → "demo", of the first line.
std::string firstLoaded(const fs::path& output)
{
    std::ifstream in(output);
    std::string word;
    std::string sale;
    in >> word >> sale;
    return word == "loaded" ? sale : std::string{};
}

std::string withoutLineEnd(std::string text)
{
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

std::string settingsOf(const ProviderAccounts& accounts)
{
    return R"({"limits": {"global": )" + std::to_string(accounts.callsPerSecond)
            + R"(, "endpoint": )" + std::to_string(accounts.callsPerSecondEndpoint) + "}}\n";
}

std::vector<std::string> crowdArguments(const CrowdSpec& spec)
{
    const auto duration = spec.duration ? std::to_string(spec.duration->count()) + "ms" : endless;
    std::vector<std::string> out{"--arrivals", std::to_string(spec.arrivalsPerMinute) + "/min",
            "--for", duration, "--seed", std::to_string(spec.seed), "--think",
            std::to_string(spec.think.count()) + "ms"};
    for (const auto& [option, share] : {std::pair{"--absent", spec.absentShare},
                 std::pair{"--leave", spec.leaveShare}, std::pair{"--reload", spec.reloadShare},
                 std::pair{"--forge", spec.forgeShare}, std::pair{"--secure", spec.secureShare},
                 std::pair{"--refuse", spec.refuseShare}, std::pair{"--vanish", spec.vanishShare},
                 std::pair{"--stray", spec.strayShare}, std::pair{"--twice", spec.twiceShare}}) {
        out.emplace_back(option);
        out.push_back(std::to_string(share * 100) + "%");
    }
    std::string methods;
    for (const auto& [method, share] : spec.methods)
        methods += (methods.empty() ? "" : "/") + method + ':' + std::to_string(share * 100);
    if (!methods.empty())
        out.insert(out.end(), {"--methods", methods});
    return out;
}

} // namespace

RehearsalParts::RehearsalParts(const RehearsalOptions& options, const DataFolder& folder,
        const SharedAddress& address, std::function<bool()> isCancelled)
    : m_options(options)
    , m_folder(folder)
    , m_address(address)
    , m_isCancelled(std::move(isCancelled))
{
    // Under its real name, so that tools which list processes show it.
    std::error_code failed;
    const auto program = fs::read_symlink(options.program, failed);
    m_program = failed ? options.program : program;
}

RehearsalParts::~RehearsalParts()
{
    stop();
}

Result<std::string> RehearsalParts::start()
{
    using Step = Outcome (RehearsalParts::*)();
    for (const Step step : {&RehearsalParts::startStores, &RehearsalParts::loadSales,
                 &RehearsalParts::startProvider, &RehearsalParts::startInstances,
                 &RehearsalParts::writeProfiles}) {
        if (m_isCancelled())
            return Fault{FaultCode::Refused, "told to stop"};
        if (const auto done = (this->*step)(); !done)
            return done.error();
    }
    if (const auto set = setOpeningTimes(m_stores->postgres().superuserUrl()); !set)
        return set.error();
    return readyLine();
}

Outcome RehearsalParts::startStores()
{
    tell("starting Postgres and Redis in " + m_folder.root().string());
    auto stores = PrivateStores::start(m_folder.root());
    if (!stores)
        return stores.error();
    m_stores.emplace(std::move(stores).value());
    const auto keys = keysOf(m_folder);
    if (!keys)
        return keys.error();
    m_keys = keys.value();
    return Nothing{};
}

Result<std::vector<fs::path>> RehearsalParts::saleFiles() const
{
    if (!m_options.sales.empty())
        return m_options.sales;
    std::vector<fs::path> files;
    for (const auto& sample : sales::embedded) {
        files.push_back(m_folder.config(std::string{sample.name}));
        if (const auto written = writePrivateFile(files.back(), std::string{sample.text}); !written)
            return written.error();
    }
    return files;
}

Outcome RehearsalParts::loadSales()
{
    const auto files = saleFiles();
    if (!files)
        return files.error();
    ChildOptions options;
    options.program = m_program;
    options.arguments = {"load", "--postgres", m_stores->postgres().superuserUrl()};
    for (const auto& file : files.value()) {
        options.arguments.emplace_back("--sale");
        options.arguments.push_back(fs::absolute(file).string());
    }
    options.log = m_folder.log("load.log");
    options.output = m_folder.log("load.out");
    std::error_code ignored;
    fs::remove(options.log, ignored);
    auto started = ChildProcess::start(options);
    if (!started)
        return started.error();
    auto loading = std::move(started).value();
    if (!loading.waitForExit(loadDeadline) || loading.exitStatus() != 0) {
        const auto said = readWholeFile(options.log);
        return Fault{FaultCode::Invalid,
                "sales could not be loaded: " + (said ? withoutLineEnd(said.value()) : "")};
    }
    m_mainSale = firstLoaded(options.output);
    if (m_mainSale.empty())
        return Fault{FaultCode::Invalid, "no sale was loaded, see " + options.output.string()};
    return Nothing{};
}

Outcome RehearsalParts::startProvider()
{
    const auto accounts = providerAccounts(m_stores->postgres().superuserUrl());
    if (!accounts)
        return accounts.error();
    m_providers = accounts.value().ids;
    const auto settings = m_folder.config("provider.json");
    if (const auto written = writePrivateFile(settings, settingsOf(accounts.value())); !written)
        return written.error();
    const auto port = freePort(rememberedPort(m_folder.state("")));
    if (const auto kept = rememberPort(m_folder.state(""), port); !kept)
        return kept.error();
    auto payments = SharedAddress::hold("127.0.0.1:0");
    if (!payments)
        return payments.error();
    m_payments.emplace(std::move(payments).value());
    const auto listen = "127.0.0.1:" + std::to_string(port);
    m_providerUrl = "http://" + listen;
    m_provider.emplace(m_folder, "provider", m_program,
            std::vector<std::string>{"provider", "--listen", listen, "--secret-file",
                    m_keys.providerSecret, "--webhook", m_payments->url() + "/payments/webhooks",
                    "--webhook-secret-file", m_keys.webhookSecret, "--state",
                    m_folder.state("provider"), "--settings", settings});
    if (const auto started = m_provider->start(); !started)
        return started.error();
    const auto ready = m_provider->waitUntilReady(m_isCancelled);
    return ready ? Outcome{Nothing{}} : Outcome{ready.error()};
}

Outcome RehearsalParts::startInstances()
{
    const auto& person = m_stores->person(backendName);
    InstanceSettings settings;
    settings.listen = m_address.listen();
    settings.paymentsListen = m_payments->listen();
    settings.publicUrl = m_address.url();
    settings.postgresUrl = m_stores->postgresUrl(backendName);
    settings.redisUrl = m_stores->redisUrl(backendName);
    settings.redisPassword = person.passwordFile;
    settings.providerUrl = m_providerUrl;
    settings.providers = m_providers;
    settings.keys = m_keys;
    tell("starting " + std::to_string(m_options.instances) + " instances on " + m_address.url());
    for (int number = 1; number <= m_options.instances; ++number) {
        settings.name = "serve-" + std::to_string(number);
        const auto config = writeInstance(m_folder, settings);
        if (!config)
            return config.error();
        m_instances.emplace_back(m_folder, settings.name, m_program,
                std::vector<std::string>{"serve", "--config", config.value()});
        if (const auto started = m_instances.back().start(); !started)
            return started.error();
    }
    for (auto& instance : m_instances)
        if (const auto ready = instance.waitUntilReady(m_isCancelled); !ready)
            return ready.error();
    return Nothing{};
}

Outcome RehearsalParts::writeProfiles()
{
    const auto write
            = [this](const char* profile, const char* person, const std::string& password) {
                  return writeProfile(m_folder,
                          {profile, person, m_stores->postgresUrl(person), m_stores->redis().port(),
                                  password, m_mainSale, m_address.url(), m_payments->url()});
              };
    const auto forOperator
            = write("operator", operatorName, m_stores->person(operatorName).password);
    if (!forOperator)
        return forOperator.error();
    const auto forViewer = write("viewer", viewerName, {});
    return forViewer ? Outcome{Nothing{}} : Outcome{forViewer.error()};
}

std::string RehearsalParts::readyLine() const
{
    return "ready http=" + m_address.url() + " postgres=" + m_stores->postgresUrl(viewerName)
            + " redis=" + m_stores->redisUrl(viewerName) + " provider=" + m_providerUrl
            + " operator=" + m_folder.profile("operator.ini").string()
            + " viewer=" + m_folder.profile("viewer.ini").string();
}

Outcome RehearsalParts::sendCrowd()
{
    if (!m_options.crowd)
        return Nothing{};
    std::vector<std::string> arguments{"crowd", "--url", m_address.url(), "--sale", m_mainSale,
            "--postgres", m_stores->postgresUrl(viewerName)};
    const auto rest = crowdArguments(*m_options.crowd);
    arguments.insert(arguments.end(), rest.begin(), rest.end());
    m_crowd.emplace(m_folder, "crowd", m_program, std::move(arguments));
    return m_crowd->start();
}

void RehearsalParts::keepAlive()
{
    const auto now = Part::Clock::now();
    keepStoresAlive(now);
    m_provider->keepAlive(now);
    for (auto& instance : m_instances)
        instance.keepAlive(now);
    if (m_crowd && !m_crowd->isRunning()) {
        tell("the crowd has gone; its summary: " + m_crowd->output().string());
        m_crowd.reset();
    }
}

void RehearsalParts::keepStoresAlive(Part::Clock::time_point now)
{
    const bool isWhole = m_stores->postgres().isRunning() && m_stores->redis().isRunning();
    if (isWhole || now < m_nextStoreStart) {
        if (isWhole)
            m_nextStoreStart = now + storePause;
        return;
    }
    const auto startAgain = [](const char* name, auto& store) {
        if (store.isRunning())
            return;
        tell(std::string{name} + " ended, starting it again");
        if (const auto started = store.startAgain(); !started)
            tell(started.error().detail);
    };
    startAgain("redis", m_stores->redis());
    startAgain("postgres", m_stores->postgres());
    m_nextStoreStart = Part::Clock::now() + storeRetry;
}

void RehearsalParts::stop()
{
    if (m_crowd)
        m_crowd->stop(crowdStop);
    m_crowd.reset();
    // All are told before one is waited for.
    for (auto& instance : m_instances)
        instance.tellToStop();
    for (auto& instance : m_instances)
        instance.stop(instanceStop);
    m_instances.clear();
    if (m_provider)
        m_provider->stop(providerStop);
    m_provider.reset();
    m_stores.reset();
}

} // namespace saikobi::rehearsal
