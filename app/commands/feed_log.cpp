#include "app/commands/feed_log.h"

#include <cmath>
#include <cstdio>

#include "app/model/sale_model.h"

namespace saikobi::commands {

using contract::Figure;
using contract::Instant;
using namespace std::chrono_literals;

namespace {

constexpr auto noticeable = 0.25; ///< seconds of a clock's skew, as in app/model/sale_picture.cpp
constexpr std::array lookNames{"redis", "postgres", "path", "skew", "unconfirmed"};

std::optional<double> valueOf(const contract::SaleSnapshot& sale, Figure figure)
{
    const auto& found = sale.figures.at(static_cast<std::size_t>(figure));
    return found ? std::optional{found->value} : std::nullopt;
}

Instant::duration aheadOf(const contract::SaleSnapshot& sale)
{
    const auto skew = valueOf(sale, Figure::ClockSkew).value_or(0);
    return std::abs(skew) < noticeable
            ? Instant::duration::zero()
            : std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(skew));
}

std::string number(double value)
{
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%.6g", value);
    return out.data();
}

} // namespace

FeedLog::FeedLog(
        model::SaleModel& model, EntryPort& port, Clock clock, std::string console, QObject* parent)
    : QObject(parent)
    , m_journal(model, port, std::move(clock),
              {std::move(console), QStringLiteral(".feeds"), mostKept, true})
{
    connect(&model, &model::SaleModel::changed, this,
            [this](const contract::SnapshotPtr& sale) { see(*sale); });
}

FeedLog::~FeedLog()
{
    flush(); // into the file; it is shared at the next start
}

void FeedLog::see(const contract::SaleSnapshot& sale)
{
    if (sale.source != contract::SnapshotSource::Live) {
        m_sale.clear();
        m_minute.clear(); // no longer of the sale that is shown
        return;
    }
    if (std::exchange(m_sale, sale.sale) != sale.sale) {
        m_minute.clear();
        m_wasRedisLost.reset();
        m_wasPostgresLost.reset();
    }
    const auto ahead = aheadOf(sale);
    const auto now = sale.madeAt - ahead;
    seeStore("redis", sale.redis, m_wasRedisLost, now, ahead);
    seeStore("postgres", sale.postgres, m_wasPostgresLost, now, ahead);
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    const auto minute = std::chrono::floor<std::chrono::minutes>(second);
    if (!m_minute.empty()
            && std::chrono::floor<std::chrono::minutes>(m_minute.begin()->first) != minute)
        flush();
    auto skew = valueOf(sale, Figure::ClockSkew);
    if (skew)
        skew = std::round(*skew * 1e6);
    m_minute[second] = {sale.redis.roundTripMs, sale.postgres.roundTripMs,
            valueOf(sale, Figure::PathRtt), skew, valueOf(sale, Figure::Unconfirmed)};
}

void FeedLog::seeStore(const char* store, const contract::Feed& feed, std::optional<bool>& wasLost,
        Instant now, Instant::duration ahead)
{
    const bool isLost = !feed.error.empty();
    if (!isLost && !feed.lastSuccess)
        return; // not asked yet
    if (std::exchange(wasLost, isLost) == isLost)
        return;
    contract::TimelineEntry entry;
    entry.kind = "feed";
    entry.subject = store;
    entry.at = isLost ? now : *feed.lastSuccess - ahead;
    entry.data["state"] = isLost ? "lost" : "live";
    if (isLost)
        entry.data["error"] = feed.error.substr(0, 200);
    if (isLost && feed.lastSuccess)
        entry.data["last"] = std::to_string(contract::toUnixMs(*feed.lastSuccess - ahead));
    m_journal.add(std::move(entry));
}

void FeedLog::flush()
{
    if (m_minute.empty())
        return;
    contract::TimelineEntry entry;
    entry.kind = "feed";
    entry.subject = "looks";
    entry.at = m_minute.begin()->first;
    const auto last = m_minute.rbegin()->first;
    for (std::size_t i = 0; i < lookNames.size(); ++i) {
        std::string values;
        for (auto second = entry.at; second <= last; second += 1s) {
            const auto found = m_minute.find(second);
            if (second != entry.at)
                values += ',';
            if (found != m_minute.end() && found->second.at(i))
                values += number(*found->second.at(i));
        }
        entry.data[lookNames.at(i)] = values;
    }
    m_minute.clear();
    m_journal.add(std::move(entry));
}

} // namespace saikobi::commands
