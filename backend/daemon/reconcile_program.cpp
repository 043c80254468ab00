#include <CLI/CLI.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <optional>

#include "backend/daemon/programs.h"
#include "backend/daemon/serve_config.h"
#include "backend/payments/payments.h"
#include "backend/shop/catalogue.h"
#include "backend/shop/reconcile_store.h"
#include "backend/shop/reconciler.h"
#include "backend/stores/migration.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::daemon {

namespace {

using contract::Fault;
using contract::FaultCode;
using contract::Outcome;
using contract::Result;

/// One comparison of everything, as an instance would do it, with a report for people.
class FinalReport {
public:
    FinalReport(const ServeConfig& config, stores::RedisOptions redis, std::chrono::hours back)
        : m_config(config)
        , m_began(std::chrono::system_clock::now())
        , m_since(m_began - back)
        , m_postgres({config.postgresUrl, "saikobid-reconcile", 1})
        , m_redis(std::move(redis))
        , m_catalogues(m_context.get_executor(), m_postgres)
        , m_store(m_postgres, m_context.get_executor())
    {
    }

    /// The number of differences that stay open.
    Result<std::size_t> run()
    {
        m_catalogues.refresh([this](const Outcome& read) {
            if (!read)
                return end(read.error());
            open();
        });
        const auto work = boost::asio::make_work_guard(m_context);
        m_context.run();
        return *m_result;
    }

private:
    void end(Result<std::size_t> result)
    {
        m_result = std::move(result);
        m_context.stop();
    }

    void open()
    {
        std::map<std::string, contract::ProviderAccount> accounts;
        const auto catalogues = m_catalogues.current();
        for (const auto& [slug, catalogue] : *catalogues)
            for (const auto& account : catalogue->sale.providers)
                accounts[account.id] = account;
        std::vector<payments::ProviderConfig> providers;
        for (const auto& provider : m_config.providers)
            if (const auto account = accounts.extract(provider.id)) {
                providers.push_back({account.mapped(), provider.url, provider.secret,
                        provider.caFile, shop::usualTimes(*catalogues, provider.id)});
                m_left.push_back(provider.id);
            }
        if (!accounts.empty())
            return end(Fault{FaultCode::Invalid,
                    "a sale pays through provider '" + accounts.begin()->first
                            + "', which the configuration does not have"});
        auto opened = payments::Payments::open(
                {m_context.get_executor(), m_context.get_executor(), m_redis, std::move(providers),
                        [this](const std::string&) -> contract::Measures& { return m_measures; }});
        if (!opened)
            return end(opened.error());
        m_payments = std::move(opened).value();
        m_payments->prepare([this](const Outcome& prepared) {
            if (!prepared)
                return end(prepared.error());
            m_reconciler.emplace(shop::Reconciler::Parts{m_context.get_executor(), m_postgres,
                    *m_payments, *m_payments, {}, [] { return std::chrono::system_clock::now(); },
                    [](const std::string&, auto done) { done(contract::Nothing{}); }, {}});
            next();
        });
    }

    void next()
    {
        if (m_left.empty())
            return m_store.list(m_began, [this](const auto& known) { tell(known); });
        const auto provider = m_left.back();
        m_left.pop_back();
        m_reconciler->sweep(provider, m_since, [this, provider](const auto& report) {
            if (!report)
                return end(Fault{report.error().code, provider + ": " + report.error().detail});
            std::cout << "provider " << provider << ": " << report.value().payments
                      << " payments and " << report.value().paidOrders << " paid orders compared\n";
            next();
        });
    }

    void tell(const Result<std::vector<shop::KnownDifference>>& known)
    {
        if (!known)
            return end(known.error());
        std::size_t open = 0;
        for (const auto& one : known.value()) {
            const bool isOpen = one.repair.empty();
            open += isOpen ? 1 : 0;
            const auto& about = one.difference;
            std::cout << (!isOpen               ? "repaired: "
                            : about.needsPerson ? "a person must decide: "
                                                : "still to be repaired: ")
                      << one.id << ' ' << one.kind << ", order " << about.order;
            if (!about.reference.empty())
                std::cout << ", payment " << about.reference << " at " << about.provider << ", "
                          << about.amount.value << " yen";
            std::cout << (isOpen ? "" : ": " + one.repair) << '\n';
        }
        std::cout << "open differences: " << open << '\n';
        if (open > 0)
            std::cout << "what was decided is noted by an operator in Postgres: "
                         "select saikobi.settle_difference(NUMBER, 'refunded by hand')\n";
        end(open);
    }

    const ServeConfig& m_config;
    const contract::Instant m_began;
    const contract::Instant m_since;
    boost::asio::io_context m_context{1};
    stores::PostgresExecutor m_postgres;
    stores::RedisExecutor m_redis;
    shop::CatalogueReader m_catalogues;
    shop::ReconcileStore m_store;
    contract::Measures m_measures;
    std::vector<std::string> m_left{};
    std::unique_ptr<payments::Payments> m_payments{};
    std::optional<shop::Reconciler> m_reconciler{};
    std::optional<Result<std::size_t>> m_result{};
};

int reconcile(const std::string& path, int hours)
{
    const auto config = readServeConfig(path);
    if (!config)
        return failed(config.error().detail);
    auto redis = stores::redisOptionsFromUrl(config.value().redisUrl);
    if (!redis)
        return failed(redis.error().detail);
    redis.value().password = config.value().redisPassword;
    redis.value().library = stores::functionLibrary();
    redis.value().libraryVersion = stores::libraryVersion();
    if (const auto schema = stores::checkSchema(config.value().postgresUrl); !schema)
        return failed("postgres: " + schema.error().detail);
    FinalReport report(config.value(), std::move(redis).value(), std::chrono::hours{hours});
    const auto open = report.run();
    if (!open)
        return failed("not everything could be compared: " + open.error().detail);
    return open.value() == 0 ? 0 : 1;
}

} // namespace

void addReconcile(CLI::App& app, Chosen& chosen)
{
    struct Options {
        std::string config;
        int hours = 24;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("reconcile",
            "compares provider, orders and stock; exit status 1 while a difference is open");
    command->add_option("--config", options->config, "configuration of an instance (TOML)")
            ->required();
    command->add_option("--hours", options->hours, "how far back payments are looked at")
            ->check(CLI::Range(1, 24 * 365))
            ->capture_default_str();
    command->callback([options, &chosen] {
        chosen = [options] { return reconcile(options->config, options->hours); };
    });
}

} // namespace saikobi::daemon
