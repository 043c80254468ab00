#include "app/commands/feed_log.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>

#include "app/model/sale_model.h"

namespace saikobi::commands {

using contract::Figure;
using contract::Instant;
using namespace std::chrono_literals;

namespace {

constexpr auto noticeable = 0.25; ///< seconds of a clock's skew, as in app/model/sale_picture.cpp
constexpr std::size_t mostInstances = 16; ///< whose newest ticks are told
constexpr std::size_t longestError = 200;

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

/// Milliseconds by which what was shown was behind the end of the second: the newest tick of the
/// line and of each instance, and the last answers of the stores.
void addAges(const contract::SaleSnapshot& sale, Instant end, std::map<std::string, double>& to)
{
    const auto msUntilEnd = [end](Instant at) {
        return static_cast<double>(contract::toUnixMs(end) - contract::toUnixMs(at));
    };
    const auto add = [&](const std::string& name, Instant newest) {
        to["behind:" + name] = msUntilEnd(newest);
    };
    if (sale.redis.lastSuccess)
        to["redis_seen"] = msUntilEnd(*sale.redis.lastSuccess);
    if (sale.postgres.lastSuccess)
        to["postgres_seen"] = msUntilEnd(*sale.postgres.lastSuccess);
    // The line itself may have been read back from Postgres; its figures are those of the ticks.
    if (const auto& waiting = sale.figures.at(static_cast<std::size_t>(Figure::Waiting)))
        add({}, waiting->asOf);
    for (std::size_t i = 0; i < std::min(sale.instances.size(), mostInstances); ++i)
        if (const auto& instance = sale.instances[i]; instance.tickAt)
            add(instance.name, *instance.tickAt);
}

std::string number(double value)
{
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%.8g", value);
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
        m_redisError.reset();
        m_postgresError.reset();
    }
    const auto ahead = aheadOf(sale);
    const auto now = sale.madeAt - ahead;
    seeStore("redis", sale.redis, m_redisError, now, ahead);
    seeStore("postgres", sale.postgres, m_postgresError, now, ahead);
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    const auto minute = std::chrono::floor<std::chrono::minutes>(second);
    if (!m_minute.empty()
            && std::chrono::floor<std::chrono::minutes>(m_minute.begin()->first) != minute)
        flush();
    auto& looks = m_minute[second];
    looks.clear();
    const auto add = [&looks](const char* name, const std::optional<double>& value) {
        if (value)
            looks[name] = *value;
    };
    add("redis", sale.redis.roundTripMs);
    add("postgres", sale.postgres.roundTripMs);
    add("path", valueOf(sale, Figure::PathRtt));
    add("unconfirmed", valueOf(sale, Figure::Unconfirmed));
    if (const auto skew = valueOf(sale, Figure::ClockSkew))
        add("skew", std::round(*skew * 1e6));
    add("audit", valueOf(sale, Figure::AuditRows));
    if (const auto minutes = valueOf(sale, Figure::PurchaseTime))
        add("purchase", std::round(*minutes * 60));
    looks["made"] = static_cast<double>(contract::toUnixMs(now) - contract::toUnixMs(second));
    addAges(sale, second + 1s + ahead, looks);
}

void FeedLog::seeStore(const char* store, const contract::Feed& feed,
        std::optional<std::string>& lastError, Instant now, Instant::duration ahead)
{
    const bool isLost = !feed.error.empty();
    const auto error = feed.error.substr(0, longestError);
    if (!isLost && !feed.lastSuccess)
        return; // not asked yet
    if (std::exchange(lastError, error) == error)
        return;
    contract::TimelineEntry entry;
    entry.kind = "feed";
    entry.subject = store;
    entry.at = isLost ? now : *feed.lastSuccess - ahead;
    entry.data["state"] = isLost ? "lost" : "live";
    if (isLost)
        entry.data["error"] = error;
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
    std::set<std::string> names;
    for (const auto& [second, looks] : m_minute)
        for (const auto& [name, value] : looks)
            names.insert(name);
    for (const auto& name : names) {
        std::string values;
        for (auto second = entry.at; second <= last; second += 1s) {
            const auto found = m_minute.find(second);
            if (second != entry.at)
                values += ',';
            if (found != m_minute.end() && found->second.contains(name))
                values += number(found->second.at(name));
        }
        entry.data[name] = values;
    }
    m_minute.clear();
    m_journal.add(std::move(entry));
}

} // namespace saikobi::commands
