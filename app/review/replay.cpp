#include "app/review/replay.h"

#include <algorithm>
#include <utility>

#include "backend/contract/recorded_time.h"
#include "backend/contract/recorded_walk.h"
#include "backend/contract/tick.h"

namespace saikobi::review {

using contract::Instant;
using contract::Tick;
using contract::TimelineEntry;
using namespace std::chrono_literals;

namespace {

constexpr auto warmUp = 26min; ///< what SecondLog keeps; live begins with 25
constexpr auto loadedAtOnce = 60s;
constexpr auto copied = 2s; ///< what Redis does not bring is in Postgres a little later
constexpr auto end = 999ms; ///< of a second: when nobody told, all of it was heard then
constexpr auto mostAhead = 3s; ///< that a tick's time can be of a console's
constexpr auto auditPeriod = 10s;
constexpr std::size_t mostUnheard = 20'000; ///< ticks; of a quarter of an hour that Redis was away

/// As many milliseconds before the end of the second.
Instant before(Instant second, double ms)
{
    return second + 1s - std::chrono::milliseconds{static_cast<std::int64_t>(ms)};
}

/// What the timeline of a console has; its looks are none of it.
bool isShown(const TimelineEntry& entry)
{
    return entry.kind != "feed" || entry.subject != "looks";
}

} // namespace

Replay::Replay(std::unique_ptr<RecordingReader> reader, std::vector<TimelineEntry> timeline,
        const std::string& console)
    : m_reader(std::move(reader))
    , m_timeline(std::move(timeline))
    , m_sight(m_timeline, console)
{
    m_problem = m_reader->walks(m_walkSteps);
}

void Replay::choose(const std::string& console)
{
    m_sight = console.empty() ? ConsoleSight{} : ConsoleSight{m_timeline, console};
    m_played.reset();
}

void Replay::wish(const contract::DeskWish& wish)
{
    m_wish = wish;
    if (m_picture)
        m_picture->wish(wish);
}

/// The console's own clock, which is the stores' unless it was noticeably off.
Instant Replay::clockAt(Instant second) const
{
    const auto skew = std::chrono::microseconds{
            static_cast<std::int64_t>(m_sight.looks(second).skewUs.value_or(0))};
    return std::chrono::abs(skew) > 250ms ? second + skew : second;
}

void Replay::begin(Instant from)
{
    m_picture = std::make_unique<model::SalePicture>(model::PictureOf{
            meta().kind, meta().sale, m_sight.actor(), contract::SnapshotSource::Recorded});
    m_picture->wish(m_wish);
    m_scene = {};
    m_ticks.clear();
    m_scenes.clear();
    m_unheard.clear();
    m_desk.reset();
    m_audit.reset();
    const auto scene = m_reader->sceneBefore(from);
    if (scene < from && !m_problem)
        m_problem = m_reader->scenes(scene, from,
                [this](contract::SceneRow row) { m_scenes.push_back(std::move(row)); });
    m_loadedTo = from;
    m_redisEntry = 0;
    m_postgresEntry = 0;
    m_played = from - 1s;
}

void Replay::load(Instant from)
{
    const auto to = from + loadedAtOnce;
    if (!m_problem)
        m_problem = m_reader->ticks(
                from, to, [this](Tick tick) { m_ticks.push_back(std::move(tick)); });
    if (!m_problem)
        m_problem = m_reader->scenes(
                from, to, [this](contract::SceneRow row) { m_scenes.push_back(std::move(row)); });
    m_loadedTo = to;
}

contract::SnapshotPtr Replay::at(Instant second, const std::function<bool()>& goesOn)
{
    second = std::clamp<Instant>(
            std::chrono::floor<std::chrono::seconds>(second), meta().from, meta().to);
    const auto earliest = std::max(second - warmUp, meta().from);
    if (!m_played || *m_played > second || *m_played < earliest)
        begin(earliest);
    while (*m_played < second) {
        play(*m_played + 1s);
        if (m_problem || !goesOn())
            return nullptr;
    }
    const auto looks = m_sight.looks(second);
    auto sale = m_picture->compose(clockAt(second)
            + std::chrono::milliseconds{static_cast<std::int64_t>(
                    looks.madeMs.value_or(static_cast<double>(end.count())))});
    sale.sequence = ++m_sequence;
    if (!looks.redisMs)
        sale.redis.roundTripMs.reset();
    if (!looks.postgresMs)
        sale.postgres.roundTripMs.reset();
    // Its own clock's, whether Redis brought anything since or not.
    auto& skew = sale.figures.at(static_cast<std::size_t>(contract::Figure::ClockSkew));
    if (skew && looks.skewUs)
        skew->value = *looks.skewUs / 1e6;
    return std::make_shared<const contract::SaleSnapshot>(std::move(sale));
}

void Replay::play(Instant second)
{
    if (second + mostAhead >= m_loadedTo)
        load(m_loadedTo);
    while (!m_scenes.empty() && m_scenes.front().at <= second) {
        const auto& row = m_scenes.front();
        if (row.part == "desk")
            m_desk = row.at;
        if (!m_scene.take(row.at, row.part, row.isFull, row.data))
            m_problem = RecordingProblem{RecordingProblem::Kind::Damaged, meta().path,
                    "scene: " + contract::recordedText(row.at) + " " + row.part};
        m_scenes.pop_front();
    }
    auto ticks = heardBy(second);
    // First: once Redis is known to be lost, Postgres is asked for ticks too.
    if (const auto redis = m_sight.redis(second); !redis.isHeard && !redis.error.empty())
        m_picture->redisFailed(redis.error, redis.failed);
    hearPostgres(second, ticks);
    hearRedis(second, std::move(ticks));
    const auto looks = m_sight.looks(second);
    model::OwnNews own;
    own.pathMs = looks.pathMs;
    if (looks.unconfirmed)
        own.unconfirmed = static_cast<std::int64_t>(*looks.unconfirmed);
    m_picture->take(own, clockAt(second) + end);
    m_played = second;
}

/// What the console had of each series by then, as it told to the millisecond. Without a word about
/// one, all of it is heard when it is over.
std::vector<Tick> Replay::heardBy(Instant second)
{
    const auto told = m_sight.looks(second).behindMs;
    std::vector<Tick> out;
    std::deque<Tick> later;
    while (!m_ticks.empty() && m_ticks.front().at < second + mostAhead) {
        auto& tick = m_ticks.front();
        const auto behind = told.find(tick.instance);
        const bool isHeard = behind == told.end() ? tick.at < second + 1s
                                                  : tick.at <= before(second, behind->second);
        if (isHeard)
            out.push_back(std::move(tick));
        else
            later.push_back(std::move(tick));
        m_ticks.pop_front();
    }
    m_ticks.insert(m_ticks.begin(), std::make_move_iterator(later.begin()),
            std::make_move_iterator(later.end()));
    return out;
}

/// A store that comes back tells what happened meanwhile.
std::vector<TimelineEntry> Replay::entriesUntil(Instant end, std::size_t& next) const
{
    std::vector<TimelineEntry> out;
    for (; next < m_timeline.size() && m_timeline[next].at < end; ++next)
        if (isShown(m_timeline[next]))
            out.push_back(m_timeline[next]);
    return out;
}

/// How far the cards were walked, as their entries tell it.
contract::WalkMarks Replay::marksIn(const std::vector<TimelineEntry>& entries) const
{
    contract::WalkMarks out;
    for (const auto& entry : entries) {
        auto mark = contract::walkMarkOf(entry);
        if (!mark)
            continue;
        const auto steps = m_walkSteps.find({mark->walk.card, mark->walk.number});
        if (mark->step == contract::walk_step::begin && steps != m_walkSteps.end())
            mark->steps = steps->second;
        out.push_back(std::move(*mark));
    }
    return out;
}

void Replay::hearRedis(Instant second, std::vector<Tick> ticks)
{
    const auto sight = m_sight.redis(second);
    const auto looks = m_sight.looks(second);
    // What came with the last answers is on the screen a moment later.
    const bool isLate = !sight.isHeard && sight.error.empty() && !looks.behindMs.empty();
    if (!sight.isHeard && !isLate) {
        m_unheard.insert(m_unheard.end(), std::make_move_iterator(ticks.begin()),
                std::make_move_iterator(ticks.end()));
        if (m_unheard.size() > mostUnheard)
            m_unheard.erase(
                    m_unheard.begin(), m_unheard.end() - static_cast<std::ptrdiff_t>(mostUnheard));
        return;
    }
    model::RedisNews news;
    news.at = looks.redisSeenMs ? before(clockAt(second), *looks.redisSeenMs)
            : isLate            ? sight.last
                                : clockAt(second);
    news.roundTripMs = looks.redisMs.value_or(0);
    news.skew = std::chrono::microseconds{static_cast<std::int64_t>(looks.skewUs.value_or(0))};
    // Reading goes on where it stopped, so that a pause leaves no hole.
    news.ticks = std::exchange(m_unheard, {});
    news.ticks.insert(news.ticks.end(), std::make_move_iterator(ticks.begin()),
            std::make_move_iterator(ticks.end()));
    news.entries = entriesUntil(second + 1s, m_redisEntry);
    news.walks = marksIn(news.entries);
    news.alarms = m_scene.scene().alarms;
    m_picture->take(news);
}

/// Of the line as the backend had it, whoever else heard of it; null when that is a while ago.
const Tick* Replay::newestLine(Instant second, const std::vector<Tick>& heard) const
{
    const Tick* out = nullptr;
    const auto look = [&](const auto& ticks) {
        for (const auto& tick : ticks)
            if (tick.line && tick.at <= second && (!out || tick.at > out->at))
                out = &tick;
    };
    look(m_unheard);
    look(heard);
    look(m_ticks);
    return out;
}

std::optional<model::AuditNews> Replay::auditIn(const std::vector<Tick>& ticks)
{
    namespace gauge = contract::gauge;
    for (const auto& tick : ticks) {
        if (!tick.gauges.contains(gauge::auditOversold)
                || (m_audit && tick.at - *m_audit < auditPeriod))
            continue;
        m_audit = tick.at;
        model::AuditNews out;
        for (const auto* view :
                {gauge::auditOversold, gauge::auditDoubleCapture, gauge::auditStrandedStock,
                        gauge::auditOrphanPayment, gauge::auditUnfinishedOrder})
            if (const auto found = tick.gauges.find(view); found != tick.gauges.end())
                out.rows += static_cast<std::int64_t>(found->second);
        if (const auto took = tick.gauges.find(gauge::purchaseTimeS); took != tick.gauges.end())
            out.purchaseTime = std::chrono::seconds{static_cast<std::int64_t>(took->second)};
        return out;
    }
    return std::nullopt;
}

void Replay::hearPostgres(Instant second, const std::vector<Tick>& ticks)
{
    auto audit = auditIn(ticks);
    const auto looks = m_sight.looks(second);
    if (looks.auditRows) {
        audit.emplace().rows = static_cast<std::int64_t>(*looks.auditRows);
        if (looks.purchaseS)
            audit->purchaseTime = std::chrono::seconds{static_cast<std::int64_t>(*looks.purchaseS)};
    }
    const auto sight = m_sight.postgres(second);
    if (!sight.isHeard) {
        if (!sight.error.empty())
            m_picture->postgresFailed(sight.error, sight.failed);
        return;
    }
    const auto& scene = m_scene.scene();
    if (!m_scene.isComplete())
        return;
    model::PostgresNews news;
    news.at = looks.postgresSeenMs ? before(clockAt(second), *looks.postgresSeenMs)
                                   : clockAt(second);
    news.roundTripMs = looks.postgresMs.value_or(0);
    news.user = m_sight.actor();
    news.saleName = scene.saleName;
    news.timeZone = scene.timeZone;
    news.alarmSettings = scene.alarmSettings;
    news.arrivals = scene.arrivals;
    news.saleExists = true;
    news.callsPerSecond = scene.callsPerSecond;
    news.parallelCalls = scene.parallelCalls;
    news.products = scene.products;
    news.slotPlaces = scene.slotPlaces;
    news.methods = scene.methods;
    news.instances = scene.instances;
    news.blocks = scene.blocks;
    news.unsettled = scene.unsettled;
    news.audit = audit;
    news.entries = entriesUntil(second + 1s, m_postgresEntry);
    news.walks = marksIn(news.entries);
    news.alarms = scene.alarms;
    // While Redis is silent for this console, ticks come from here; so does the line, as long as
    // the backend hears Redis.
    if (m_picture->ticksWantedAfter()) {
        const auto behind = looks.behindMs.empty() ? copied : -1s; // else told of each series
        for (const auto* heard : {&std::as_const(m_unheard), &ticks})
            for (const auto& tick : *heard)
                if (tick.at <= second - behind)
                    news.ticks.push_back(tick);
        if (const auto* line = newestLine(second, ticks); line && !scene.isRedisSilent)
            news.line = {*line->line, line->at};
    }
    m_picture->take(news);
    if (scene.desk && m_desk == scene.desk->asOf)
        m_picture->take(model::DeskNews{clockAt(second), scene.desk->value, {}, {}});
    m_desk.reset();
}

} // namespace saikobi::review
