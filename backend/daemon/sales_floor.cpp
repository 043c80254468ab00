#include "backend/daemon/sales_floor.h"

#include <algorithm>
#include <random>
#include <utility>

#include "backend/contract/measure_names.h"
#include "backend/control/control.h"
#include "backend/http/buyer_api.h"
#include "backend/http/hand_over.h"
#include "backend/shop/catalogue.h"
#include "backend/shop/demand_store.h"
#include "backend/waiting_room/line.h"
#include "backend/waiting_room/line_relay.h"
#include "backend/waiting_room/public_record.h"
#include "backend/waiting_room/source_store.h"

namespace saikobi::daemon {

using contract::Fault;
using contract::FaultCode;
using contract::Outcome;

namespace {

constexpr std::uint64_t secondsPerDemand = 5;
constexpr std::uint64_t secondsPerSources = 5;

std::map<std::string, contract::ProviderAccount> accountsIn(const shop::Catalogues& catalogues)
{
    std::map<std::string, contract::ProviderAccount> accounts;
    for (const auto& [slug, catalogue] : catalogues)
        for (const auto& account : catalogue->sale.providers)
            accounts[account.id] = account;
    return accounts;
}

/// Whether the line may go on, and how fast, as far as payments are concerned.
void addPayments(const OrderFloor::News::Payments& payments, waiting_room::InstanceReport& report)
{
    report.orderLaneClosed = payments.isOrderLaneClosed;
    report.providerDown = payments.isDown;
    if (payments.rateAdvised)
        report.rateCap = contract::PassesPerMinute{
                static_cast<std::int32_t>(std::clamp(*payments.rateAdvised, 1.0, 100'000.0))};
}

/// The configuration has been read: its networks are some.
std::shared_ptr<http::Guard> guardOf(const ServeConfig& config)
{
    return std::make_shared<http::Guard>(
            std::move(http::NetworkList::fromCidrs(config.exempt)).value());
}

} // namespace

class SalesFloor::Impl : public std::enable_shared_from_this<SalesFloor::Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_catalogues(m_parts.executor, m_parts.stores.reads)
        , m_relay(m_parts.executor)
        , m_control({m_parts.executor, m_parts.stores.reads, m_relay})
        , m_orders({m_parts.orders, m_parts.executor, m_parts.back, m_parts.config,
                  m_parts.identity, m_parts.stores, m_parts.measures, m_catalogues,
                  [this](std::string_view sale) { return line(sale); }, m_parts.giveUp})
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
        const auto orders = m_orders.news();
        for (const auto& [slug, entry] : m_lines) {
            auto own = report;
            const auto unfinished = orders.unfinishedBySale.find(slug);
            own.orders = unfinished == orders.unfinishedBySale.end() ? 0 : unfinished->second;
            if (const auto found = orders.payments.find(slug); found != orders.payments.end())
                addPayments(found->second, own);
            entry->pace(own);
        }
    }

    void control() { m_control.tick(); }

    void second()
    {
        if (++m_seconds % secondsPerDemand == 0)
            readDemand();
        if (m_seconds % secondsPerSources == 0)
            shareSources();
    }

    std::vector<std::string> missing() const
    {
        std::vector<std::string> out;
        const auto orders = m_orders.news();
        if (!m_catalogues.isReady() || !m_api)
            out.emplace_back("catalogue");
        if (!orders.isBudgetReady)
            out.emplace_back("payments");
        if (m_api && !orders.takesOrders)
            out.emplace_back("orders");
        for (const auto& [slug, entry] : m_lines)
            if (!entry->isReady())
                out.push_back("line " + slug);
        return out;
    }

    http::Handler& api() { return *m_handOver; }
    OrderFloor& orders() { return m_orders; }
    http::Doorkeeper& door() { return m_api->door(); }
    http::QueueMeter& queue() { return m_api->queue(); }

    void putQueues(std::map<std::string, double>& gauges) const
    {
        if (!m_api)
            return;
        const std::chrono::duration<double, std::milli> shortest = m_api->queue().shortest();
        const bool isTooLong = m_api->queue().isTooLong(std::chrono::steady_clock::now());
        gauges[contract::gauge::queueMs] = isTooLong ? shortest.count() : 0;
        gauges[contract::gauge::p0UnderWay] = m_handOver->underWay();
        gauges[contract::gauge::p1UnderWay] = static_cast<double>(m_till->underWay());
    }

    std::vector<recorder::RecordedSale> sales() const
    {
        std::vector<recorder::RecordedSale> out;
        for (const auto& [slug, entry] : m_lines) {
            auto& sale = out.emplace_back();
            sale.slug = slug;
            sale.run = entry->status()->line.run;
            sale.measures = &m_parts.measures.of(slug);
            if (const auto share = m_sourceShares.find(slug); share != m_sourceShares.end())
                sale.gauges[contract::gauge::sourceShare] = share->second;
        }
        return out;
    }

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

    /// What cannot be shared is not known: one instance alone sees too little of a source.
    void shareSources()
    {
        for (const auto& [slug, entry] : m_lines) {
            auto ours = m_guard->sources().loudest(slug, http::SourceBook::Clock::now());
            ours.at = std::chrono::system_clock::now();
            m_sources.share(slug, ours,
                    [weak = weak_from_this(), sale = slug](
                            const contract::Result<contract::SourceList>& all) {
                        const auto self = weak.lock();
                        if (!self)
                            return;
                        self->m_sourceShares.erase(sale);
                        const auto share = all ? contract::largestShare(all.value()) : std::nullopt;
                        if (share)
                            self->m_sourceShares[sale] = *share;
                    });
        }
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
        if (!m_orders.isOpen() && !m_orders.open(accountsIn(catalogues)))
            return;
        if (!m_api)
            openApi();
        for (const auto& [slug, catalogue] : catalogues)
            takeSale(catalogue->sale);
        m_orders.takeLimits(accountsIn(catalogues));
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

    void openApi()
    {
        m_till.emplace(m_orders.till());
        auto parts = buyerParts();
        parts.record = [this](std::string_view sale) { return publicRecord(sale); };
        m_api = std::make_unique<http::BuyerApi>(std::move(parts));
        m_handOver = std::make_unique<http::HandOver>(http::HandOver::Parts{
                *m_api, m_orders.api(), "/payments/", m_parts.executor, m_parts.orders});
    }

    http::BuyerParts buyerParts()
    {
        return {[this](std::string_view sale) { return line(sale); }, m_catalogues, *m_till,
                m_parts.keys.passes.jwks(),
                // What is below /payments/ is handed over before it comes here.
                [](const auto&, const std::string&, const auto& answer) { answer(503); },
                [this](std::string_view sale) -> contract::Measures* {
                    return line(sale) ? &m_parts.measures.of(std::string{sale}) : nullptr;
                },
                m_parts.config.publicUrl,
                [this] {
                    return std::uniform_real_distribution<double>{0, 1}(m_chance);
                },
                [] { return std::chrono::system_clock::now(); }, m_guard};
    }

    const Parts m_parts;
    const std::shared_ptr<http::Guard> m_guard = guardOf(m_parts.config);
    waiting_room::SourceStore m_sources{
            m_parts.executor, m_parts.stores.backRedis, m_parts.identity.instance};
    std::map<std::string, double> m_sourceShares{}; ///< percent, by sale
    shop::CatalogueReader m_catalogues;
    waiting_room::LineRelay m_relay;
    control::Control m_control;
    std::map<std::string, std::unique_ptr<waiting_room::Line>, std::less<>> m_lines;
    std::map<std::string, waiting_room::PublicRecord, std::less<>> m_publicRecords;
    OrderFloor m_orders;
    std::optional<http::Till> m_till;
    std::unique_ptr<http::BuyerApi> m_api;
    std::unique_ptr<http::HandOver> m_handOver;
    std::mt19937_64 m_chance{std::random_device{}()};
    std::uint64_t m_seconds = 0;
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

http::QueueMeter& SalesFloor::queue()
{
    return m_impl->queue();
}

void SalesFloor::putQueues(std::map<std::string, double>& gauges) const
{
    m_impl->putQueues(gauges);
}

std::vector<recorder::RecordedSale> SalesFloor::sales() const
{
    return m_impl->sales();
}

OrderFloor& SalesFloor::orders()
{
    return m_impl->orders();
}

} // namespace saikobi::daemon
