#include "backend/daemon/outside_watch.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "backend/contract/measure_names.h"
#include "backend/http/outside_walk.h"
#include "backend/recorder/balancer_figures.h"

namespace saikobi::daemon {

using Clock = std::chrono::steady_clock;
using http::OutsideClient;
using http::OutsideResults;
using namespace std::chrono_literals;
namespace gauge = contract::gauge;

namespace {

constexpr auto every = 10s;
constexpr auto believedFor = 30s;
constexpr std::chrono::milliseconds balancerPatience{3000};

std::shared_ptr<OutsideClient> clientTo(
        const boost::asio::any_io_executor& executor, const std::string& url, const std::string& ca)
{
    auto client = OutsideClient::to({executor, url, ca});
    if (client)
        return std::move(client).value();
    spdlog::error("saikobi.daemon.outside: {}", client.error().detail);
    return nullptr;
}

/// A step that failed counts its whole patience: it is slower than any that did not.
std::map<std::string, double> gaugesOf(const OutsideResults& results)
{
    std::map<std::string, double> out;
    auto slowest = 0ms;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const auto& result = results.at(i);
        const bool isGood = result.fault.empty();
        slowest = std::max(slowest,
                isGood ? result.took : std::max(result.took, http::OutsideWalk::usualPatience));
        if (isGood)
            out[gauge::outsideMs + std::string{name(static_cast<http::OutsideStep>(i))}]
                    = static_cast<double>(result.took.count());
    }
    out[gauge::outsideS] = std::chrono::duration<double>(slowest).count();
    return out;
}

std::string faultsOf(const OutsideResults& results)
{
    std::string out;
    for (std::size_t i = 0; i < results.size(); ++i)
        if (!results.at(i).fault.empty())
            out += (out.empty() ? "" : ", ") + std::string{name(static_cast<http::OutsideStep>(i))}
                    + ": " + results.at(i).fault;
    return out;
}

} // namespace

class OutsideWatch::Impl : public std::enable_shared_from_this<OutsideWatch::Impl> {
public:
    Impl(const boost::asio::any_io_executor& executor, const ServeConfig& config)
        : m_balancerPath(pathOf(config.balancerStats))
    {
        if (config.walksOutside)
            m_outside = clientTo(executor, config.publicUrl, config.outsideCaFile);
        if (!config.balancerStats.empty())
            m_balancer = clientTo(executor, config.balancerStats, config.outsideCaFile);
    }

    void tick(const std::vector<std::string>& sales)
    {
        const auto now = Clock::now();
        for (const auto& sale : sales)
            if (m_outside)
                walk(sale, now);
        if (m_balancer && now - m_balancerAskedAt.value_or(now - every) >= every)
            askBalancer(now);
    }

    std::map<std::string, double> ofSale(const std::string& sale) const
    {
        const auto found = m_sales.find(sale);
        const bool isKnown = found != m_sales.end() && found->second.heardAt
                && Clock::now() - *found->second.heardAt < believedFor;
        return isKnown ? found->second.gauges : std::map<std::string, double>{};
    }

    std::map<std::string, double> ofBalancer() const
    {
        const auto percent = m_balancerFigures.failedPercent(Clock::now());
        return percent ? std::map<std::string, double>{{gauge::balancer5xx, *percent}}
                       : std::map<std::string, double>{};
    }

private:
    struct Walked {
        std::unique_ptr<http::OutsideWalk> walk{};
        std::optional<Clock::time_point> begunAt{};
        std::optional<Clock::time_point> heardAt{};
        std::map<std::string, double> gauges{};
        std::string said{}; ///< the last fault that stands in the log
    };

    static std::string pathOf(const std::string& url)
    {
        const auto host = url.find("//");
        const auto path = host == std::string::npos ? host : url.find('/', host + 2);
        return path == std::string::npos ? "/" : url.substr(path);
    }

    void walk(const std::string& sale, Clock::time_point now)
    {
        auto& known = m_sales[sale];
        if (!known.walk)
            known.walk = std::make_unique<http::OutsideWalk>(m_outside, sale);
        if (now - known.begunAt.value_or(now - every) < every)
            return;
        known.begunAt = now;
        known.walk->begin([weak = weak_from_this(), sale](const OutsideResults& results) {
            if (const auto self = weak.lock())
                self->take(self->m_sales[sale], sale, results);
        });
    }

    static void take(Walked& known, const std::string& sale, const OutsideResults& results)
    {
        known.heardAt = Clock::now();
        known.gauges = gaugesOf(results);
        const auto faults = faultsOf(results);
        if (faults != known.said && !faults.empty())
            spdlog::warn("saikobi.daemon.outside: {}: {}", sale, faults);
        known.said = faults;
    }

    void askBalancer(Clock::time_point now)
    {
        m_balancerAskedAt = now;
        m_balancer->ask({false, m_balancerPath, "text/plain"}, balancerPatience,
                [weak = weak_from_this()](const contract::Result<http::OutsideAnswer>& answer) {
                    const auto self = weak.lock();
                    if (!self || !answer || answer.value().status != 200)
                        return; // what we know grows old by itself
                    if (const auto counts = recorder::balancerCounts(answer.value().body))
                        self->m_balancerFigures.note(*counts, Clock::now());
                });
    }

    std::shared_ptr<OutsideClient> m_outside{};
    std::map<std::string, Walked> m_sales{};
    std::shared_ptr<OutsideClient> m_balancer{};
    const std::string m_balancerPath;
    recorder::BalancerFigures m_balancerFigures{};
    std::optional<Clock::time_point> m_balancerAskedAt{};
};

OutsideWatch::OutsideWatch(boost::asio::any_io_executor executor, const ServeConfig& config)
    : m_impl(std::make_shared<Impl>(executor, config))
{
}

OutsideWatch::~OutsideWatch() = default;

void OutsideWatch::tick(const std::vector<std::string>& sales)
{
    m_impl->tick(sales);
}

std::map<std::string, double> OutsideWatch::ofSale(const std::string& sale) const
{
    return m_impl->ofSale(sale);
}

std::map<std::string, double> OutsideWatch::ofBalancer() const
{
    return m_impl->ofBalancer();
}

} // namespace saikobi::daemon
