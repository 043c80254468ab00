#include "app/model/sale_picture.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace saikobi::model {

using contract::Figure;
using contract::Instant;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostEntries = 200;
constexpr auto firstTicks = 15min; ///< asked of Postgres when Redis never spoke
constexpr auto tickOverlap = 5s; ///< instances write their seconds a moment apart
constexpr auto noticeable = 250ms; ///< of a clock's skew; less is noise of the round trip

} // namespace

SalePicture::SalePicture(PictureOf of)
    : m_of(std::move(of))
{
}

void SalePicture::putFigure(Figure figure, double value, Instant asOf)
{
    m_others.at(static_cast<std::size_t>(figure)) = {value, asOf};
}

bool SalePicture::take(const RedisNews& news)
{
    m_redis.lastSuccess = news.at;
    m_redis.roundTripMs = news.roundTripMs;
    m_redis.error.clear();
    m_redis.nextTry.reset();
    m_isMarkHeardSinceRedisFailed = false;
    m_mayAppend = news.mayAppend;
    const bool isApart = std::chrono::abs(news.skew) > noticeable;
    m_skew = isApart ? Instant::duration{news.skew} : Instant::duration::zero();
    putFigure(Figure::ClockSkew, std::chrono::duration<double>(news.skew).count(), theirs(news.at));
    m_alarms.fromRedis(news.alarms, news.at);
    if (news.sources)
        m_sources = {*news.sources, news.at};
    const bool isWalked = news.walks && addWalks(*news.walks);
    m_walksAt = news.at;
    const bool isNewSecond = addTicks(news.ticks);
    if (!news.ticks.empty())
        m_redis.newestData = ours(news.ticks.back().at);
    return addEntries(news.entries) || isNewSecond || isWalked;
}

void SalePicture::take(const PostgresNews& news)
{
    m_postgres.lastSuccess = news.at;
    m_postgres.newestData = news.at;
    m_postgres.roundTripMs = news.roundTripMs;
    m_postgres.error.clear();
    m_postgres.nextTry.reset();
    if (!news.saleExists) {
        m_postgres.error = "no sale '" + m_of.sale + "' in this database";
        return;
    }
    m_isOperator = news.isOperator;
    m_isMarkHeardSinceRedisFailed
            = news.line && !m_redis.error.empty() && isNewerThanRedis(ours(news.line->asOf));
    m_inputs.agreedCallsPerSecond = news.callsPerSecond;
    m_inputs.agreedParallel = news.parallelCalls;
    m_inputs.arrivals = news.arrivals;
    for (const auto& method : news.methods)
        m_inputs.usualTimes[method.id] = method.usualTo;
    addStock(news);
    addTicks(news.ticks);
    addEntries(news.entries);
    m_alarms.fromPostgres(news.alarms, news.at);
    addWalks(news.walks);
    m_walksAt = news.at;
}

/// Whichever store brings them: the newest mark of a step stands. True when something changed.
bool SalePicture::addWalks(const contract::WalkMarks& marks)
{
    bool isNews = false;
    for (const auto& mark : marks) {
        auto& known = m_walks[{mark.walk, mark.step}];
        if (!known.id.empty() && !contract::isNewer(mark, known))
            continue;
        known = mark;
        isNews = true;
    }
    return isNews;
}

/// A row of queue_mark is always there; only one that was written well after Redis fell silent for
/// us tells that the backend still hears it.
bool SalePicture::isNewerThanRedis(Instant asOf) const
{
    return !m_redis.lastSuccess || asOf > *m_redis.lastSuccess + std::chrono::seconds{2};
}

void SalePicture::addStock(const PostgresNews& news)
{
    const auto at = theirs(news.at);
    putFigure(Figure::Unsettled, static_cast<double>(news.unsettled), at);
    if (news.audit) {
        putFigure(Figure::AuditRows, static_cast<double>(news.audit->rows), at);
        m_inputs.purchaseTime = news.audit->purchaseTime;
        using Minutes = std::chrono::duration<double, std::ratio<60>>;
        if (const auto& took = news.audit->purchaseTime)
            putFigure(Figure::PurchaseTime, Minutes{*took}.count(), at);
    }
    m_stock = news;
    m_stock->ticks.clear();
    m_stock->entries.clear();
    for (const auto& product : m_stock->products) {
        m_sellOut.note(product.id, at, product.held + product.sold);
        m_tape.note(product.id, at, product.available(), product.held + product.sold);
    }
}

void SalePicture::take(const DeskNews& news)
{
    if (news.record)
        m_record = {*news.record, news.at};
    if (news.detail)
        m_detail = {*news.detail, news.at};
    if (news.reach)
        m_reach = {*news.reach, news.at};
}

void SalePicture::take(const OwnNews& news, Instant now)
{
    if (news.pathMs)
        putFigure(Figure::PathRtt, *news.pathMs, theirs(now));
    if (news.unconfirmed)
        putFigure(Figure::Unconfirmed, static_cast<double>(*news.unconfirmed), theirs(now));
}

/// As this console sees them; what instances say of the stores is theirs.
void SalePicture::putFeeds(Instant now)
{
    if (const auto lost = m_feeds.storeLost(m_redis, m_postgres, now))
        putFigure(Figure::StoreLost, *lost, theirs(now));
    if (const auto age = m_feeds.feedAge(m_redis, m_postgres, now))
        putFigure(Figure::FeedAge, *age, theirs(now));
}

void SalePicture::redisFailed(const std::string& why, Instant nextTry)
{
    m_redis.error = why;
    m_redis.nextTry = nextTry;
    m_redis.roundTripMs.reset();
}

void SalePicture::postgresFailed(const std::string& why, Instant nextTry)
{
    m_postgres.error = why;
    m_postgres.nextTry = nextTry;
    m_postgres.roundTripMs.reset();
}

std::optional<Instant> SalePicture::ticksWantedAfter() const
{
    if (m_redis.error.empty())
        return std::nullopt;
    const auto line = m_log.newestLine();
    const auto instance = m_log.newestInstance();
    if (!line && !instance)
        return theirs(std::chrono::system_clock::now()) - firstTicks;
    return std::max(line.value_or(*instance), instance.value_or(*line)) - tickOverlap;
}

bool SalePicture::addTicks(const std::vector<contract::Tick>& ticks)
{
    bool isNew = false;
    bool isCounted = true; // nothing came since the figures were
    for (const auto& tick : ticks) {
        const auto before = m_log.completeUntil();
        isCounted = !m_methods.add(tick) && isCounted;
        if (!m_log.add(tick))
            continue;
        isCounted = false;
        isNew = isNew || tick.line.has_value();
        const auto until = m_log.completeUntil();
        if (!until || until == before)
            continue;
        // One row of history as each second becomes complete, also while catching up.
        m_figures = forecast::figuresOf(m_log, m_methods, m_inputs);
        auto row = m_figures.values;
        for (std::size_t i = 0; i < row.size(); ++i)
            if (m_others[i])
                row[i] = m_others[i];
        m_history.add(*until, row);
        isCounted = true;
    }
    if (!isCounted)
        m_figures = forecast::figuresOf(m_log, m_methods, m_inputs);
    return isNew;
}

bool SalePicture::addEntries(const std::vector<contract::TimelineEntry>& entries)
{
    bool isDecision = false;
    for (const auto& entry : entries)
        if (m_entries.try_emplace(entry.id, entry).second)
            isDecision = isDecision || entry.kind == "command";
    if (m_entries.size() <= mostEntries)
        return isDecision;
    // All at once: a store that was away for hours tells thousands.
    std::vector<decltype(m_entries)::iterator> byAge;
    for (auto each = m_entries.begin(); each != m_entries.end(); ++each)
        byAge.push_back(each);
    const auto kept = byAge.end() - static_cast<std::ptrdiff_t>(mostEntries);
    std::nth_element(byAge.begin(), kept, byAge.end(), [](const auto& a, const auto& b) {
        return std::tie(a->second.at, a->first) < std::tie(b->second.at, b->first);
    });
    for (auto each = byAge.begin(); each != kept; ++each)
        m_entries.erase(*each);
    return isDecision;
}

void SalePicture::putLine(contract::SaleSnapshot& into) const
{
    if (m_log.line() && m_log.newestLine())
        into.line = {*m_log.line(), ours(*m_log.newestLine())};
    into.lineFromPostgres = m_isMarkHeardSinceRedisFailed;
    if (!m_isMarkHeardSinceRedisFailed || !m_stock || !m_stock->line)
        return;
    const auto markAsOf = ours(m_stock->line->asOf);
    if (!into.line || into.line->asOf < markAsOf)
        into.line = {m_stock->line->value, markAsOf};
}

std::vector<contract::InstanceView> SalePicture::instances() const
{
    auto out = m_stock ? m_stock->instances : std::vector<contract::InstanceView>{};
    for (const auto& heard : m_log.instances()) {
        const auto known = std::find_if(out.begin(), out.end(),
                [&heard](const auto& view) { return view.name == heard.name; });
        auto& view = known != out.end() ? *known : out.emplace_back();
        view.tickAt = heard.lastTick;
        if (view.lastTick && *view.lastTick >= heard.lastTick)
            continue;
        view.name = heard.name;
        view.incarnation = heard.incarnation;
        view.isReady = heard.isReady;
        view.lastTick = heard.lastTick;
    }
    for (auto& view : out) {
        view.figures = m_methods.figuresOf(view.name, view.incarnation);
        for (auto* at : {&view.lastTick, &view.tickAt})
            if (*at)
                *at = ours(**at);
    }
    return out;
}

contract::SaleSnapshot SalePicture::compose(Instant now)
{
    contract::SaleSnapshot out;
    out.sequence = ++m_sequence;
    out.madeAt = now;
    out.source = m_of.source;
    out.profile = m_of.kind;
    out.sale = m_of.sale;
    out.user = m_of.user;
    out.mayCommand = m_isOperator.value_or(m_mayAppend);
    out.redis = m_redis;
    out.postgres = m_postgres;
    putLine(out);
    putFeeds(now);
    for (std::size_t i = 0; i < out.figures.size(); ++i) {
        const auto& value = m_others[i] ? m_others[i] : m_figures.values[i];
        if (value)
            out.figures[i] = {value->value, ours(value->asOf)};
    }
    if (const auto& range = m_figures.waitNewRange)
        out.waitNewRange = {range->value, ours(range->asOf)};
    out.providerLimitPerSecond = m_inputs.agreedCallsPerSecond;
    putMethods(out);
    out.sources = m_sources;
    out.alarms = m_alarms.shown(!m_redis.error.empty(), m_skew);
    putWalks(out);
    out.instances = instances();
    out.history = m_history.rows();
    for (const auto& [id, entry] : m_entries)
        out.timeline.push_back(entry);
    std::stable_sort(out.timeline.begin(), out.timeline.end(),
            [](const auto& a, const auto& b) { return a.at > b.at; });
    if (!m_stock)
        return out;
    out.user = m_stock->user;
    out.saleName = m_stock->saleName;
    out.timeZone = m_stock->timeZone;
    out.alarmSettings = m_stock->alarmSettings;
    out.contacts = m_stock->contacts;
    putStock(out);
    return out;
}

void SalePicture::putWalks(contract::SaleSnapshot& into) const
{
    if (!m_walksAt)
        return;
    contract::WalkMarks marks;
    for (const auto& [place, mark] : m_walks)
        marks.push_back(mark);
    into.walks = {std::move(marks), *m_walksAt};
}

void SalePicture::putStock(contract::SaleSnapshot& into) const
{
    into.products = {m_stock->products, m_stock->at};
    // Foretold when somebody looks: a replay that catches up takes in hours that nobody does.
    for (auto& product : into.products->value) {
        product.isMovementKnown = m_sellOut.isKnown(product.id);
        product.perMinute = m_tape.perMinute(product.id);
        if (const auto end = m_sellOut.forecast(product.id, product.available())) {
            product.sellsOutFrom = ours(end->from);
            product.sellsOutTo = ours(end->to);
        }
    }
    into.pickupSlots = {m_stock->slotPlaces, m_stock->at};
    into.blocks = {m_stock->blocks, m_stock->at};
    into.methods = {m_stock->methods, m_stock->at};
    into.record = m_record;
    if (m_detail && m_wish.detail == m_detail->value.product)
        into.productDetail = m_detail;
    if (m_reach && m_reach->value.what == m_wish.block)
        into.blockReach = m_reach;
    for (const auto product : m_wish.burnDown) {
        auto points = m_tape.points(product);
        for (auto& point : points)
            point.at = ours(point.at);
        into.burnDown.emplace(product, std::move(points));
    }
}

/// What was measured is as old as the newest tick of an instance.
void SalePicture::putMethods(contract::SaleSnapshot& into) const
{
    if (auto measured = m_methods.measured())
        into.methodFigures = {std::move(*measured), ours(*m_methods.newest())};
}

} // namespace saikobi::model
