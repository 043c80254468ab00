#include "backend/shop/reconciler.h"

#include <spdlog/spdlog.h>

#include <set>
#include <utility>

#include "backend/contract/tick.h"
#include "backend/shop/reconcile_sweep.h"

namespace saikobi::shop {

using contract::Result;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr auto askEvery = 30s;
constexpr int asksAtOnce = 32; ///< the rest comes with the next round
constexpr auto sweepEvery = 300s;
constexpr auto countEvery = 10s;

/// True once every `period`; the first time at once.
bool isDue(std::optional<Clock::time_point>& last, std::chrono::seconds period)
{
    const auto now = Clock::now();
    if (last && now - *last < period)
        return false;
    last = now;
    return true;
}

} // namespace

class Reconciler::Impl : public std::enable_shared_from_this<Reconciler::Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_store(m_parts.postgres, m_parts.executor)
    {
    }

    void tick()
    {
        if (isDue(m_lastAsked, askEvery))
            askAboutShoppers();
        if (isDue(m_lastSwept, countEvery)) {
            for (const auto& provider : m_parts.providers)
                takeTurn(provider);
            giveBack();
            countOpen();
        }
    }

    void sweep(const std::string& provider, contract::Instant since, ReconcileSweep::Done done)
    {
        std::make_shared<ReconcileSweep>(
                m_parts, m_store, provider, weak_from_this(), since, std::move(done))
                ->start();
    }

private:
    /// Round and round by id, so that nobody is asked about twice before everybody was once.
    void askAboutShoppers()
    {
        m_store.awaitingNews(m_askedUpTo, asksAtOnce,
                [weak = weak_from_this()](const Result<std::vector<std::string>>& found) {
                    const auto self = weak.lock();
                    if (!self || !found)
                        return;
                    self->m_askedUpTo.clear();
                    if (found.value().size() == asksAtOnce)
                        self->m_askedUpTo = found.value().back();
                    for (const auto& order : found.value())
                        self->m_parts.refresh(order, [](const contract::Outcome&) {});
                });
    }

    void takeTurn(const std::string& provider)
    {
        if (!m_sweeping.insert(provider).second)
            return;
        m_store.takeTurn(provider, sweepEvery,
                [weak = weak_from_this(), provider](
                        const Result<std::optional<contract::Instant>>& since) {
                    const auto self = weak.lock();
                    if (!self)
                        return;
                    if (!since || !since.value()) {
                        self->m_sweeping.erase(provider);
                        return;
                    }
                    self->sweepInTurn(provider, *since.value());
                });
    }

    void sweepInTurn(const std::string& provider, contract::Instant since)
    {
        const auto began = m_parts.now();
        sweep(provider, since, [weak = weak_from_this(), provider, began](const auto& report) {
            const auto self = weak.lock();
            if (!self)
                return;
            self->m_sweeping.erase(provider);
            if (!report) {
                spdlog::warn("saikobi.shop: {} could not be compared: {}", provider,
                        report.error().detail);
                return; // the mark stays, so the next turn begins where this one did
            }
            self->m_store.finishTurn(provider, began, [](const Result<bool>&) {});
            if (report.value().found > 0)
                spdlog::warn("saikobi.shop: {}: {} differences found among {} payments", provider,
                        report.value().found, report.value().payments);
        });
    }

    void giveBack()
    {
        m_store.giveBackStranded([](const Result<int>& orders) {
            if (orders && orders.value() > 0)
                spdlog::error(
                        "saikobi.shop: units of {} ended orders were given back", orders.value());
        });
    }

    void countOpen()
    {
        if (!m_parts.measures)
            return;
        m_store.open([weak = weak_from_this()](
                             const Result<std::map<std::string, std::int64_t>>& open) {
            const auto self = weak.lock();
            if (!self || !open)
                return;
            // A sale whose last difference was closed is told so once more.
            for (const auto& [sale, count] : open.value())
                if (!sale.empty())
                    self->m_told.insert(sale);
            for (const auto& sale : self->m_told) {
                const auto count = open.value().find(sale);
                self->m_parts.measures(sale).set(contract::gauge::openDifferences,
                        count == open.value().end() ? 0.0 : static_cast<double>(count->second));
            }
        });
    }

    const Parts m_parts;
    ReconcileStore m_store;
    std::optional<Clock::time_point> m_lastAsked{};
    std::optional<Clock::time_point> m_lastSwept{};
    std::string m_askedUpTo{};
    std::set<std::string> m_sweeping{};
    std::set<std::string> m_told{};
};

Reconciler::Reconciler(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

Reconciler::~Reconciler() = default;

void Reconciler::tick()
{
    m_impl->tick();
}

void Reconciler::sweep(const std::string& provider, contract::Instant since,
        std::function<void(Result<SweepReport>)> done)
{
    m_impl->sweep(provider, since, std::move(done));
}

} // namespace saikobi::shop
