#include "backend/daemon/order_floor.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <mutex>
#include <random>
#include <utility>

#include "backend/daemon/aftercare.h"
#include "backend/daemon/pass_gate.h"
#include "backend/daemon/repeating_timer.h"
#include "backend/daemon/thread_use.h"
#include "backend/daemon/timed_handler.h"
#include "backend/http/buyer_api.h"
#include "backend/http/listener.h"
#include "backend/payments/payments.h"
#include "backend/shop/stock_watch.h"

namespace saikobi::daemon {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using namespace std::chrono_literals;

namespace {

/// Providers and the browsers that come back from them are few; a flood of others finds no room.
constexpr std::size_t connectionLimit = 2000;
constexpr auto downAfter = 15s; ///< of an open breaker; before that only orders wait

bool hasSameLimits(const contract::ProviderAccount& a, const contract::ProviderAccount& b)
{
    return a.callsPerSecond == b.callsPerSecond
            && a.callsPerSecondEndpoint == b.callsPerSecondEndpoint && a.parallel == b.parallel;
}

std::function<double()> chance()
{
    auto source = std::make_shared<std::mt19937_64>(std::random_device{}());
    return [source] { return std::uniform_real_distribution<double>{}(*source); };
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

class OrderFloor::Impl : public std::enable_shared_from_this<OrderFloor::Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_gate({m_parts.front, m_parts.executor, m_parts.line})
    {
    }

    bool open(const Accounts& accounts)
    {
        if (!openPayments(accounts))
            return false;
        shop::Checkout::Parts parts{m_parts.executor, m_parts.stores.orders, m_gate, *m_payments,
                measuresOf(), m_parts.identity.instance, m_parts.identity.incarnation,
                m_parts.config.publicUrl + "/payments/return"};
        parts.finishing = &m_parts.stores.p0Orders;
        parts.flushing = &m_parts.stores.flush;
        m_checkout = std::make_unique<shop::Checkout>(std::move(parts));
        openAftercare();
        m_api = std::make_unique<http::BuyerApi>(buyerParts(), http::BuyerApi::Surface::Payments);
        m_timed = std::make_unique<TimedHandler>(*m_api);
        boost::asio::post(m_parts.executor, [self = shared_from_this()] { self->begin(); });
        m_isOpen = true;
        return true;
    }

    bool isOpen() const { return m_isOpen; }

    void takeLimits(const Accounts& accounts)
    {
        tellSales();
        for (const auto& [id, account] : accounts) {
            const auto known = m_limits.find(id);
            if (known != m_limits.end() && hasSameLimits(known->second, account))
                continue;
            m_limits[id] = account;
            m_payments->setLimits(account);
        }
    }

    void listen(std::function<void(Outcome)> done)
    {
        boost::asio::post(
                m_parts.executor, [self = shared_from_this(), done = std::move(done)]() mutable {
                    auto outcome = self->openListener();
                    boost::asio::post(self->m_parts.front,
                            [done = std::move(done), outcome] { done(outcome); });
                });
    }

    std::string address() const
    {
        const std::lock_guard lock(m_mutex);
        return m_address;
    }

    http::Till till() const { return http::Till{{*m_checkout, m_parts.executor, m_parts.front}}; }

    http::Handler& api() { return *m_timed; }

    News news() const
    {
        const std::lock_guard lock(m_mutex);
        return m_news;
    }

    void close()
    {
        boost::asio::post(m_parts.executor, [self = shared_from_this()] {
            self->m_timers.clear();
            if (self->m_listener)
                self->m_listener->close();
        });
    }

private:
    /// Which accounts buyers of each sale may pay through.
    void tellSales()
    {
        decltype(m_sales) sales;
        const auto catalogues = m_parts.catalogues.current();
        for (const auto& [slug, catalogue] : *catalogues)
            for (const auto& account : catalogue->sale.providers)
                sales[slug].push_back(account.id);
        if (std::exchange(m_sales, sales) != sales)
            m_payments->setSales(std::move(sales));
    }

    bool openPayments(Accounts accounts)
    {
        std::vector<payments::ProviderConfig> providers;
        m_limits = accounts;
        for (const auto& provider : m_parts.config.providers)
            if (const auto account = accounts.extract(provider.id))
                providers.push_back(
                        {account.mapped(), provider.url, provider.secret, provider.caFile,
                                shop::usualTimes(*m_parts.catalogues.current(), provider.id)});
        if (!accounts.empty()) {
            m_parts.giveUp({FaultCode::Invalid,
                    "a sale pays through provider '" + accounts.begin()->first
                            + "', which the configuration does not have"});
            return false;
        }
        auto opened
                = payments::Payments::open({m_parts.back, m_parts.executor, m_parts.stores.p0Redis,
                        std::move(providers), measuresOf(), &m_parts.stores.finishing,
                        m_parts.identity.instance, m_parts.identity.incarnation, chance()});
        if (!opened) {
            m_parts.giveUp(opened.error());
            return false;
        }
        m_payments = std::move(opened).value();
        return true;
    }

    void openAftercare()
    {
        std::vector<std::string> providers;
        for (const auto& [id, account] : m_limits)
            providers.push_back(id);
        m_aftercare = std::make_unique<Aftercare>(Aftercare::Parts{m_parts.executor, m_parts.config,
                m_parts.stores, *m_payments, *m_checkout, std::move(providers), measuresOf()});
    }

    /// The ticks are this thread's own: with the front thread stuck, orders are finished all the
    /// same and nobody takes them away.
    void begin()
    {
        prepareBudget();
        second(); // the first beat; no order is taken before it is written
        m_timers.push_back(
                std::make_unique<RepeatingTimer>(m_parts.executor, 1000ms, [this] { second(); }));
        m_timers.push_back(
                std::make_unique<RepeatingTimer>(m_parts.executor, 100ms, [this] { tellNews(); }));
    }

    void second()
    {
        m_checkout->tick();
        m_aftercare->tick();
        m_stockWatch.tick(std::chrono::steady_clock::now());
        m_use.measure();
        m_timed->endSecond();
        if (!m_isBudgetReady)
            prepareBudget(); // Redis was away when the sales were read
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
                boost::asio::post(self->m_parts.front,
                        [self, fault = outcome.error()] { self->m_parts.giveUp(fault); });
        });
    }

    void tellNews()
    {
        News news;
        news.takesOrders = m_checkout->takesOrders();
        news.isBudgetReady = m_isBudgetReady;
        news.unfinished = m_checkout->unfinished();
        news.threadUse = m_use.percent();
        news.slowestMs = m_timed->slowestMs();
        const auto catalogues = m_parts.catalogues.current();
        for (const auto& [slug, catalogue] : *catalogues) {
            news.unfinishedBySale[slug] = m_checkout->unfinished(slug);
            news.payments[slug] = paymentsOf(catalogue->sale);
        }
        const std::lock_guard lock(m_mutex);
        m_news = std::move(news);
    }

    News::Payments paymentsOf(const contract::Sale& sale)
    {
        const bool hasAny = !sale.providers.empty();
        News::Payments out{m_payments->rateAdvised(sale.slug), hasAny, hasAny};
        const auto now = std::chrono::steady_clock::now();
        for (const auto& account : sale.providers) {
            const auto state = m_payments->state(account.id);
            if (!state.isDown)
                m_downSince.erase(account.id);
            const auto since
                    = state.isDown ? m_downSince.try_emplace(account.id, now).first->second : now;
            out.isOrderLaneClosed = out.isOrderLaneClosed && state.isOrderLaneClosed;
            out.isDown = out.isDown && state.isDown && now - since >= downAfter;
        }
        return out;
    }

    Outcome openListener()
    {
        const auto& wanted = m_parts.config.paymentsListen;
        if (!wanted)
            return Nothing{};
        http::ListenerOptions options;
        options.address = wanted->host;
        options.port = wanted->port;
        options.sharePort = m_parts.config.sharePort;
        options.trustedProxies = m_parts.config.trustedProxies;
        options.proxyProtocol = m_parts.config.proxyProtocol;
        options.connectionLimit = connectionLimit;
        options.exempt = m_parts.config.exempt;
        auto opened = http::Listener::open(m_parts.executor, options, *m_timed);
        if (!opened)
            return opened.error();
        m_listener = std::move(opened).value();
        const std::lock_guard lock(m_mutex);
        m_address = wanted->host + ":" + std::to_string(m_listener->port());
        return Nothing{};
    }

    /// Lines belong to the front thread: none is known here, and none is needed.
    http::BuyerParts buyerParts()
    {
        return {[](std::string_view) -> waiting_room::Line* { return nullptr; }, m_parts.catalogues,
                http::Till{{*m_checkout, m_parts.executor, m_parts.executor}}, {},
                [this](const auto& headers, std::string body,
                        std::function<void(unsigned)> answer) {
                    receive(headers, body, std::move(answer));
                },
                [this](std::string_view sale) { return measuresIfKnown(std::string{sale}); },
                m_parts.config.publicUrl,
                [this] {
                    return std::uniform_real_distribution<double>{0, 1}(m_chance);
                },
                [] { return std::chrono::system_clock::now(); }};
    }

    contract::Measures* measuresIfKnown(const std::string& sale)
    {
        const bool isKnown = m_parts.catalogues.current()->contains(sale);
        return isKnown ? &m_parts.measures.of(sale) : nullptr;
    }

    void receive(const std::vector<std::pair<std::string, std::string>>& headers,
            const std::string& body, std::function<void(unsigned)> answer)
    {
        const auto signature = std::find_if(headers.begin(), headers.end(),
                [](const auto& header) { return header.first == "stripe-signature"; });
        // Nobody's notification: nothing to check, and nothing to say in the log. Our own outside
        // walk looks whether this is what it gets.
        if (signature == headers.end())
            return answer(400);
        m_aftercare->webhooks().receive(
                signature->second, body, [answer = std::move(answer)](const Outcome& outcome) {
                    answer(statusOf(outcome));
                });
    }

    std::function<contract::Measures&(const std::string&)> measuresOf()
    {
        return [&book = m_parts.measures](
                       const std::string& sale) -> contract::Measures& { return book.of(sale); };
    }

    const Parts m_parts;
    PassGate m_gate;
    shop::StockWatch m_stockWatch{m_parts.executor, m_parts.stores.audit};
    Accounts m_limits; ///< of the front thread, as the next two
    std::map<std::string, std::vector<std::string>> m_sales;
    bool m_isOpen = false;
    std::unique_ptr<payments::Payments> m_payments;
    std::unique_ptr<shop::Checkout> m_checkout;
    std::unique_ptr<Aftercare> m_aftercare;
    std::unique_ptr<http::BuyerApi> m_api;
    std::unique_ptr<TimedHandler> m_timed;
    std::unique_ptr<http::Listener> m_listener;
    std::vector<std::unique_ptr<RepeatingTimer>> m_timers;
    std::mt19937_64 m_chance{std::random_device{}()};
    ThreadUse m_use;
    bool m_isPreparingBudget = false;
    bool m_isBudgetReady = false;
    std::map<std::string, std::chrono::steady_clock::time_point> m_downSince; ///< by account
    mutable std::mutex m_mutex;
    News m_news;
    std::string m_address;
};

OrderFloor::OrderFloor(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

OrderFloor::~OrderFloor() = default;

bool OrderFloor::open(const Accounts& accounts)
{
    return m_impl->open(accounts);
}

bool OrderFloor::isOpen() const
{
    return m_impl->isOpen();
}

void OrderFloor::takeLimits(const Accounts& accounts)
{
    m_impl->takeLimits(accounts);
}

void OrderFloor::listen(std::function<void(Outcome)> done)
{
    m_impl->listen(std::move(done));
}

std::string OrderFloor::address() const
{
    return m_impl->address();
}

http::Till OrderFloor::till() const
{
    return m_impl->till();
}

http::Handler& OrderFloor::api()
{
    return m_impl->api();
}

OrderFloor::News OrderFloor::news() const
{
    return m_impl->news();
}

void OrderFloor::close()
{
    m_impl->close();
}

} // namespace saikobi::daemon
