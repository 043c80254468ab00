#include "tests/e2e/installation.h"

#include <QDateTime>
#include <QUuid>

#include <csignal>
#include <fstream>

#include "backend/contract/command.h"
#include "backend/contract/keys.h"
#include "backend/rehearsal/instance_files.h"
#include "backend/rehearsal/keys.h"
#include "backend/rehearsal/ports.h"
#include "backend/stores/redis_connection.h"

namespace saikobi::tests {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using namespace std::chrono_literals;

namespace {

std::string& reason()
{
    static std::string text;
    return text;
}

std::string timeText(std::chrono::milliseconds fromNow)
{
    return QDateTime::currentDateTimeUtc()
            .addMSecs(fromNow.count())
            .toString(Qt::ISODateWithMs)
            .toStdString();
}

std::string saleText(const SaleWords& words)
{
    return "[sale]\nid = \"" + words.id
            + "\"\nname = { ja = \"見本市\", en = \"Fair\" }\nopens_at = " + timeText(words.opensIn)
            + "\nstart_rate = " + std::to_string(words.rate) + "\nexempt = [\"127.0.0.0/8\"]\n"
            + words.more
            + "\n[shop]\nname = { ja = \"店\", en = \"Shop\" }\n"
              "contact = \"https://social.example/fair\"\n"
              "[[provider]]\nid = \"sim\"\ncalls_per_second = 30\n"
              "[[method]]\nid = \"card\"\nname = { ja = \"カード\", en = \"Card\" }\n"
              "provider = \"sim\"\nusual_from = \"1s\"\nusual_to = \"2s\"\n"
              "[[slot]]\nfrom_in = \"3h\"\nto_in = \"4h\"\nplaces = 100000\n"
              "[[product]]\ncode = \"A-01\"\nname = { ja = \"新刊\", en = \"New book\" }\n"
              "price = 1000\nstock = 100000\nper_person = 2\n";
}

/// What only a rehearsal allows, such as a new run among live passes, is not allowed here.
Outcome beSerious(const std::filesystem::path& config)
{
    const std::string rehearses{"rehearsal = true\n"};
    std::ifstream in(config);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto at = text.find(rehearses);
    if (at == std::string::npos)
        return Fault{FaultCode::Invalid, config.string() + " does not say that it rehearses"};
    std::ofstream(config) << text.erase(at, rehearses.size());
    return Nothing{};
}

} // namespace

std::unique_ptr<Installation> Installation::start(
        const std::vector<SaleWords>& sales, std::size_t instances)
{
    auto stores = TestStores::start();
    if (!stores) {
        reason() = TestStores::whyNot();
        return nullptr;
    }
    auto folder = rehearsal::DataFolder::open(stores->folder());
    if (!folder) {
        reason() = folder.error().detail;
        return nullptr;
    }
    std::unique_ptr<Installation> made(
            new Installation(std::move(stores), std::move(folder).value()));
    auto done = made->load(sales);
    if (done)
        done = made->addInstances(instances);
    if (done)
        return made;
    reason() = done.error().detail;
    return nullptr;
}

const std::string& Installation::whyNot()
{
    return reason();
}

Installation::Installation(std::unique_ptr<TestStores> stores, rehearsal::DataFolder folder)
    : m_stores(std::move(stores))
    , m_folder(std::move(folder))
    , m_program(qEnvironmentVariable("SAIKOBI_BIN").toStdString() + "/saikobid")
{
}

Installation::~Installation()
{
    for (auto& instance : m_instances)
        instance.tellToStop();
    for (auto& instance : m_instances)
        instance.stop(20s);
}

Outcome Installation::load(const std::vector<SaleWords>& sales)
{
    rehearsal::ChildOptions options;
    options.program = m_program;
    options.arguments = {"load", "--postgres", m_stores->superuserUrl()};
    options.log = m_folder.log("load.log");
    for (const auto& sale : sales) {
        const auto file = m_folder.config("sale-" + sale.id + ".toml");
        std::ofstream(file) << saleText(sale);
        options.arguments.emplace_back("--sale");
        options.arguments.push_back(file.string());
    }
    auto loading = rehearsal::ChildProcess::start(options);
    if (!loading)
        return loading.error();
    if (loading.value().waitForExit(30s) && loading.value().exitStatus() == 0)
        return Nothing{};
    std::ifstream said(options.log);
    return Fault{FaultCode::Invalid, {std::istreambuf_iterator<char>(said), {}}};
}

Outcome Installation::addInstances(std::size_t count)
{
    const auto keys = rehearsal::keysOf(m_folder);
    if (!keys)
        return keys.error();
    for (std::size_t i = 0; i < count; ++i) {
        const auto port = rehearsal::freePort(0);
        m_ports.push_back(static_cast<std::uint16_t>(port));
        rehearsal::InstanceSettings settings;
        settings.name = "serve-" + std::to_string(i + 1);
        settings.listen = "127.0.0.1:" + std::to_string(port);
        // All say the same, or they would sign passes of two issuers.
        settings.publicUrl = "http://127.0.0.1:" + std::to_string(m_ports.front());
        settings.postgresUrl = m_stores->backendUrl();
        settings.redisUrl = m_stores->redis().url(rehearsal::backendName);
        settings.redisPassword = m_folder.secret(std::string{rehearsal::backendName} + ".password");
        settings.providerUrl = "http://127.0.0.1:9"; // no test of this kind pays
        settings.providers = {"sim"};
        settings.keys = keys.value();
        const auto config = rehearsal::writeInstance(m_folder, settings);
        if (!config)
            return config.error();
        if (const auto serious = beSerious(config.value()); !serious)
            return serious.error();
        m_instances.emplace_back(m_folder, settings.name, m_program,
                std::vector<std::string>{"serve", "--config", config.value().string()});
        if (const auto started = m_instances.back().start(); !started)
            return started.error();
    }
    for (auto& instance : m_instances)
        if (const auto ready = instance.waitUntilReady([] { return false; }); !ready)
            return ready.error();
    return Nothing{};
}

void Installation::killInstance(std::size_t instance)
{
    auto& part = m_instances.at(instance);
    pid_t process = 0;
    std::ifstream(m_folder.pid(part.name())) >> process;
    if (process > 0)
        ::kill(process, SIGKILL);
}

bool Installation::startInstance(std::size_t instance)
{
    auto& part = m_instances.at(instance);
    return part.start() && part.waitUntilReady([] { return false; });
}

QJsonObject Installation::status(const std::string& sale, std::size_t instance)
{
    WebClient client(port(instance));
    return client.get("/public/sales/" + sale + "/status").json();
}

void Installation::command(const std::string& sale, contract::CommandKind kind,
        const std::map<std::string, std::string>& parameters)
{
    namespace field = contract::command_field;
    const auto revision = status(sale)[QStringLiteral("rev")].toInteger();
    const auto connection = stores::RedisConnection::open(m_stores->operatorRedis());
    if (!connection)
        qFatal("%s", connection.error().detail.c_str());
    const auto appended = connection.value()->call({"XADD",
            contract::keys::commands(sale, rehearsal::operatorName), "*", std::string{field::id},
            QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString(),
            std::string{field::kind}, std::string{contract::name(kind)},
            std::string{field::parameters}, contract::parametersToJson(parameters),
            std::string{field::reason}, "a test", std::string{field::basedOn},
            std::to_string(revision), std::string{field::madeAt},
            std::to_string(QDateTime::currentMSecsSinceEpoch())});
    if (!appended)
        qFatal("%s", appended.error().detail.c_str());
}

} // namespace saikobi::tests
