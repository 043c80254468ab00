#include "backend/daemon/sales_floor.h"

#include <random>
#include <utility>

#include "backend/control/control.h"
#include "backend/daemon/pass_gate.h"
#include "backend/http/buyer_api.h"
#include "backend/payments/payments.h"
#include "backend/payments/webhooks.h"
#include "backend/shop/catalogue.h"
#include "backend/shop/checkout.h"
#include "backend/shop/demand_store.h"
#include "backend/waiting_room/line.h"
#include "backend/waiting_room/line_relay.h"
#include "backend/waiting_room/public_record.h"

namespace saikobi::daemon {

using contract::Fault;
using contract::FaultCode;
using contract::Outcome;

namespace {

constexpr std::uint64_t secondsPerDemand = 5;

std::map<std::string, contract::ProviderAccount> accountsIn(const shop::Catalogues& catalogues)
{
    std::map<std::string, contract::ProviderAccount> accounts;
    for (const auto& [slug, catalogue] : catalogues)
        for (const auto& account : catalogue->sale.providers)
            accounts[account.id] = account;
    return accounts;
}

bool hasSameLimits(const contract::ProviderAccount& a, const contract::ProviderAccount& b)
{
    return a.callsPerSecond == b.callsPerSecond
            && a.callsPerSecondEndpoint == b.callsPerSecondEndpoint && a.parallel == b.parallel;
}

/// The configuration has been read: its networks are some.
std::shared_ptr<http::Guard> guardOf(const ServeConfig& config)
{
    return std::make_shared<http::Guard>(
            std::move(http::NetworkList::fromCidrs(config.exempt)).value());
}

/// What the provider shall see of what became of its notification.
unsigned statusOf(const Outcome& outcome)
{
    if (outcome)
        return 200;
    const auto code = outcome.error().code;
    return code == FaultCode::Refused || code == FaultCode::Invalid ? 400 : 503;
}

} // namespace

class SalesFloor::Impl : public std::enable_shared_from_this<SalesFloor::Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_catalogues(m_parts.executor, m_parts.stores.reads)
        , m_relay(m_parts.executor)
        , m_control({m_parts.executor, m_parts.stores.reads, m_relay})
        , m_gate([this](std::string_view sale) { return line(sale); })
    {
    }

    void refresh()
    {
        m_catalogues.refresh([weak = weak_from_this()](const Outcome& outcome) {
            const auto self = weak.lock();
            if (self && outcome)
                self->takeCatalogues(*self->m_catalogues.current());
        });
    }

    void pace(const waiting_room::InstanceReport& report)
    {
        for (const auto& [slug, entry] : m_lines) {
            auto own = report;
            own.orders = m_checkout ? m_checkout->unfinished(slug) : 0;
            entry->pace(own);
        }
    }

    void control() { m_control.tick(); }

    void second()
    {
        if (!m_checkout)
            return;
        m_checkout->tick();
        m_webhooks->tick();
        if (++m_seconds % secondsPerDemand == 0)
            readDemand();
        if (!m_isBudgetReady)
            prepareBudget(); // Redis was away when the sales were read
    }

    std::vector<std::string> missing() const
    {
        std::vector<std::string> out;
        if (!m_catalogues.isReady() || !m_api)
            out.emplace_back("catalogue");
        if (!m_isBudgetReady)
            out.emplace_back("payments");
        if (m_checkout && !m_checkout->takesOrders())
            out.emplace_back("orders");
        for (const auto& [slug, entry] : m_lines)
            if (!entry->isReady())
                out.push_back("line " + slug);
        return out;
    }

    http::Handler& api() { return *m_api; }
    http::Doorkeeper& door() { return m_api->door(); }

    std::vector<recorder::RecordedSale> sales() const
    {
        std::vector<recorder::RecordedSale> out;
        for (const auto& [slug, entry] : m_lines)
            out.push_back({slug, entry->status()->line.run, &m_parts.measures.of(slug)});
        return out;
    }

    std::size_t unfinishedOrders() const { return m_checkout ? m_checkout->unfinished() : 0; }

private:
    /// How far the stock will go: from Postgres into what the waiting are told. Without an answer
    /// nothing is said.
    void readDemand()
    {
        for (const auto& [slug, entry] : m_lines)
            shop::readDemand(m_parts.stores.reads, m_parts.executor, slug,
                    entry->status()->line.run,
                    [weak = weak_from_this(), sale = slug](
                            contract::Result<shop::SaleDemand> read) {
                        const auto self = weak.lock();
                        auto* const told = self ? self->line(sale) : nullptr;
                        auto demand = read ? std::move(read).value() : shop::SaleDemand{};
                        if (told)
                            told->noteStock(std::move(demand.products), demand.undecided);
                    });
    }

    waiting_room::PublicRecord* publicRecord(std::string_view sale)
    {
        const auto found = m_publicRecords.find(sale);
        return found == m_publicRecords.end() ? nullptr : &found->second;
    }

    waiting_room::Line* line(std::string_view sale)
    {
        const auto found = m_lines.find(sale);
        return found == m_lines.end() ? nullptr : found->second.get();
    }

    /// Sales appear with their catalogue; what a load changed is passed on.
    void takeCatalogues(const shop::Catalogues& catalogues)
    {
        if (!m_payments && !openPayments(accountsIn(catalogues)))
            return;
        if (!m_checkout)
            openShop();
        for (const auto& [slug, catalogue] : catalogues)
            takeSale(catalogue->sale);
        for (const auto& [id, account] : accountsIn(catalogues))
            takeLimits(account);
    }

    void takeSale(const contract::Sale& sale)
    {
        if (auto* known = line(sale.slug)) {
            known->update(sale);
            return;
        }
        waiting_room::Line::Parts parts{m_parts.executor, m_parts.stores.lineRedis,
                m_parts.stores.line, m_parts.keys.tickets, m_parts.keys.passes,
                m_parts.measures.of(sale.slug)};
        const auto& subjectKeys = m_parts.config.subjectKeys;
        if (const auto key = subjectKeys.find(sale.slug); key != subjectKeys.end())
            parts.subjectKey = key->second;
        auto opened = std::make_unique<waiting_room::Line>(sale, std::move(parts));
        m_relay.add(sale.slug, *opened);
        m_lines.emplace(sale.slug, std::move(opened));
        m_publicRecords.try_emplace(sale.slug,
                waiting_room::PublicRecord::Parts{
                        sale.slug, m_parts.executor, m_parts.stores.record});
    }

    void takeLimits(const contract::ProviderAccount& account)
    {
        const auto known = m_limits.find(account.id);
        if (known != m_limits.end() && hasSameLimits(known->second, account))
            return;
        m_limits[account.id] = account;
        m_payments->setLimits(account);
    }

    /// Payments need the agreed limits, and those come with the catalogue.
    bool openPayments(std::map<std::string, contract::ProviderAccount> accounts)
    {
        std::vector<payments::ProviderConfig> providers;
        m_limits = accounts;
        for (const auto& provider : m_parts.config.providers)
            if (const auto account = accounts.extract(provider.id))
                providers.push_back({account.mapped(), provider.url, provider.secret});
        if (!accounts.empty()) {
            m_parts.giveUp({FaultCode::Invalid,
                    "a sale pays through provider '" + accounts.begin()->first
                            + "', which the configuration does not have"});
            return false;
        }
        auto opened = payments::Payments::open({m_parts.back, m_parts.executor,
                m_parts.stores.backRedis, std::move(providers), measuresOf()});
        if (!opened) {
            m_parts.giveUp(opened.error());
            return false;
        }
        m_payments = std::move(opened).value();
        prepareBudget();
        return true;
    }

    void prepareBudget()
    {
        if (std::exchange(m_isPreparingBudget, true))
            return;
        m_payments->prepare([weak = weak_from_this()](const Outcome& outcome) {
            const auto self = weak.lock();
            if (!self)
                return;
            self->m_isPreparingBudget = false;
            self->m_isBudgetReady = static_cast<bool>(outcome);
            if (!outcome && outcome.error().code == FaultCode::Invalid)
                self->m_parts.giveUp(outcome.error());
        });
    }

    void openShop()
    {
        m_checkout = std::make_unique<shop::Checkout>(shop::Checkout::Parts{m_parts.executor,
                m_parts.stores.orders, m_gate, *m_payments, measuresOf(), m_parts.identity.instance,
                m_parts.identity.incarnation, m_parts.config.publicUrl + "/payments/return"});
        std::vector<payments::Webhooks::Provider> providers;
        for (const auto& provider : m_parts.config.providers)
            providers.push_back({provider.id, provider.webhookSecrets});
        m_webhooks = std::make_unique<payments::Webhooks>(
                payments::Webhooks::Parts{m_parts.executor, m_parts.stores.finishing,
                        std::move(providers), [] { return std::chrono::system_clock::now(); },
                        [this](const std::string& order, std::function<void(Outcome)> done) {
                            m_checkout->refresh(order, std::move(done));
                        },
                        [this](const std::string& order, std::function<void(Outcome)> done) {
                            m_checkout->checkEnd(order, std::move(done));
                        }});
        auto parts = buyerParts();
        parts.record = [this](std::string_view sale) { return publicRecord(sale); };
        m_api = std::make_unique<http::BuyerApi>(std::move(parts));
        m_checkout->tick(); // the first beat; no order is taken before it is written
    }

    http::BuyerParts buyerParts()
    {
        return {[this](std::string_view sale) { return line(sale); }, m_catalogues,
                http::Till{{*m_checkout, m_parts.executor, m_parts.executor}},
                m_parts.keys.passes.jwks(),
                [this](const auto& headers, std::string body,
                        std::function<void(unsigned)> answer) {
                    receive(headers, body, std::move(answer));
                },
                [this](std::string_view sale) -> contract::Measures* {
                    return line(sale) ? &m_parts.measures.of(std::string{sale}) : nullptr;
                },
                m_parts.config.publicUrl,
                [this] {
                    return std::uniform_real_distribution<double>{0, 1}(m_chance);
                },
                [] { return std::chrono::system_clock::now(); }, guardOf(m_parts.config)};
    }

    void receive(const std::vector<std::pair<std::string, std::string>>& headers,
            const std::string& body, std::function<void(unsigned)> answer)
    {
        const auto signature = std::find_if(headers.begin(), headers.end(),
                [](const auto& header) { return header.first == "stripe-signature"; });
        m_webhooks->receive(signature == headers.end() ? std::string{} : signature->second, body,
                [answer = std::move(answer)](
                        const Outcome& outcome) { answer(statusOf(outcome)); });
    }

    std::function<contract::Measures&(const std::string&)> measuresOf()
    {
        return [&book = m_parts.measures](
                       const std::string& sale) -> contract::Measures& { return book.of(sale); };
    }

    const Parts m_parts;
    shop::CatalogueReader m_catalogues;
    waiting_room::LineRelay m_relay;
    control::Control m_control;
    std::map<std::string, std::unique_ptr<waiting_room::Line>, std::less<>> m_lines;
    std::map<std::string, waiting_room::PublicRecord, std::less<>> m_publicRecords;
    PassGate m_gate;
    std::map<std::string, contract::ProviderAccount> m_limits;
    std::unique_ptr<payments::Payments> m_payments;
    std::unique_ptr<shop::Checkout> m_checkout;
    std::unique_ptr<payments::Webhooks> m_webhooks;
    std::unique_ptr<http::BuyerApi> m_api;
    std::mt19937_64 m_chance{std::random_device{}()};
    std::uint64_t m_seconds = 0;
    bool m_isPreparingBudget = false;
    bool m_isBudgetReady = false;
};

SalesFloor::SalesFloor(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

SalesFloor::~SalesFloor() = default;

void SalesFloor::refresh()
{
    m_impl->refresh();
}

void SalesFloor::pace(const waiting_room::InstanceReport& report)
{
    m_impl->pace(report);
}

void SalesFloor::control()
{
    m_impl->control();
}

void SalesFloor::second()
{
    m_impl->second();
}

std::vector<std::string> SalesFloor::missing() const
{
    return m_impl->missing();
}

http::Handler& SalesFloor::api()
{
    return m_impl->api();
}

http::Doorkeeper& SalesFloor::door()
{
    return m_impl->door();
}

std::vector<recorder::RecordedSale> SalesFloor::sales() const
{
    return m_impl->sales();
}

std::size_t SalesFloor::unfinishedOrders() const
{
    return m_impl->unfinishedOrders();
}

} // namespace saikobi::daemon
