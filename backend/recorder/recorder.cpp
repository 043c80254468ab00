#include "backend/recorder/recorder.h"

#include <spdlog/spdlog.h>

#include <deque>
#include <set>

#include "backend/contract/tick.h"
#include "backend/recorder/recorder_store.h"

namespace saikobi::recorder {

using contract::FaultCode;
using contract::Outcome;

namespace {

/// Rows kept in memory while both stores are away: an hour of two sales.
constexpr std::size_t rowLimit = 7200;
constexpr std::size_t rowsInFlight = 200;

} // namespace

/// Rows leave in the order they were made, one group at a time: to Redis if it takes them, else to
/// Postgres, else they wait.
class Recorder::Impl : public std::enable_shared_from_this<Recorder::Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_store(m_parts.executor, m_parts.redis, m_parts.postgres)
    {
    }

    void tick(contract::Instant now, const std::vector<RecordedSale>& sales,
            const std::map<std::string, double>& gauges)
    {
        const auto second = std::chrono::floor<std::chrono::seconds>(now);
        if (m_lastSecond && second <= *m_lastSecond)
            return;
        m_lastSecond = second;
        for (const auto& sale : sales)
            push({RowKind::Tick, sale.slug, m_parts.instance, toJson(make(sale, second, gauges))});
        flush();
        const auto ready = gauges.find(contract::gauge::ready);
        beat(ready != gauges.end() && ready->second > 0);
        for (const auto& sale : sales) {
            for (const auto kind : {RowKind::Tick, RowKind::Timeline})
                copy(kind, sale.slug);
            recordScene(sale.slug);
        }
    }

    void note(const contract::TimelineEntry& entry)
    {
        push({RowKind::Timeline, entry.sale, {}, toJson(entry)});
        flush();
    }

    const Parts& parts() const { return m_parts; }
    std::optional<contract::Instant> lastWritten() const { return m_lastWritten; }
    std::size_t waitingRows() const { return m_rows.size(); }
    bool isIdle() const { return m_rows.empty() && !m_isFlushing; }

private:
    contract::Tick make(const RecordedSale& sale, contract::Instant second,
            const std::map<std::string, double>& gauges) const
    {
        contract::Tick out;
        out.sale = sale.slug;
        out.run = sale.run;
        out.at = second;
        out.instance = m_parts.instance;
        out.incarnation = m_parts.incarnation;
        out.gauges = gauges;
        out.gauges.insert(sale.gauges.begin(), sale.gauges.end());
        if (sale.measures)
            sale.measures->addTo(out);
        return out;
    }

    void push(Row row)
    {
        if (m_rows.size() >= rowLimit) {
            spdlog::error("saikobi.recorder: both stores away too long, the oldest row is dropped");
            m_rows.pop_front();
        }
        m_rows.push_back(std::move(row));
    }

    void flush()
    {
        if (m_isFlushing || m_rows.empty())
            return;
        m_isFlushing = true;
        std::vector<Row> group;
        while (!m_rows.empty() && group.size() < rowsInFlight) {
            group.push_back(std::move(m_rows.front()));
            m_rows.pop_front();
        }
        toRedis(std::make_shared<std::vector<Row>>(std::move(group)));
    }

    void toRedis(const std::shared_ptr<std::vector<Row>>& group)
    {
        auto refused = std::make_shared<std::vector<Row>>();
        auto open = std::make_shared<std::size_t>(group->size());
        for (const auto& row : *group)
            m_store.appendToRedis(
                    row, [self = shared_from_this(), row, refused, open](const Outcome& done) {
                        if (done)
                            self->noteWritten();
                        else
                            refused->push_back(row);
                        if (--*open == 0)
                            self->afterRedis(refused);
                    });
    }

    void afterRedis(const std::shared_ptr<std::vector<Row>>& refused)
    {
        if (refused->empty()) {
            m_isFlushing = false;
            flush(); // what came in meanwhile; rows that were put back wait for the next second
            return;
        }
        toPostgres(refused, RowKind::Tick);
    }

    /// Ticks first, then the timeline; what Postgres refuses too goes back to the front of the
    /// queue.
    void toPostgres(const std::shared_ptr<std::vector<Row>>& rows, RowKind kind)
    {
        std::vector<std::string> texts;
        for (const auto& row : *rows)
            if (row.kind == kind)
                texts.push_back(row.json);
        const auto next = [self = shared_from_this(), rows, kind](const Outcome& done) {
            if (!done)
                self->putBack(*rows, kind);
            else
                self->noteWritten();
            if (kind == RowKind::Tick)
                self->toPostgres(rows, RowKind::Timeline);
            else
                self->m_isFlushing = false;
        };
        if (texts.empty()) {
            if (kind == RowKind::Tick)
                toPostgres(rows, RowKind::Timeline);
            else
                m_isFlushing = false;
            return;
        }
        m_store.insertIntoPostgres(kind, std::move(texts), next);
    }

    void putBack(const std::vector<Row>& rows, RowKind kind)
    {
        for (auto row = rows.rbegin(); row != rows.rend(); ++row)
            if (row->kind == kind)
                m_rows.push_front(*row);
    }

    void beat(bool isReady)
    {
        if (m_isBeating)
            return;
        m_isBeating = true;
        m_store.beat(m_parts.instance, m_parts.incarnation, m_parts.version, isReady,
                [self = shared_from_this()](const Outcome&) {
                    // A missed beat is seen by its age; the next one follows within a second.
                    self->m_isBeating = false;
                });
    }

    /// A second that is missed while Postgres is away had nothing in it that anybody could see.
    void recordScene(const std::string& sale)
    {
        if (!m_scenes.insert(sale).second)
            return;
        m_store.recordScene(sale, [self = shared_from_this(), sale](const Outcome& done) {
            self->m_scenes.erase(sale);
            if (!done && done.error().code == FaultCode::Refused)
                spdlog::warn("saikobi.recorder: scene of {}: {}", sale, done.error().detail);
        });
    }

    /// mark → stream → rows and mark in one transaction; one of these per stream at a time.
    void copy(RowKind kind, const std::string& sale)
    {
        const auto stream = RecorderStore::streamOf(kind, sale);
        if (!m_copying.insert(stream).second)
            return;
        m_store.readMark(stream,
                [self = shared_from_this(), kind, sale, stream](
                        const contract::Result<std::string>& mark) {
                    if (!mark)
                        self->m_copying.erase(stream);
                    else
                        self->copyFrom(kind, sale, stream, mark.value());
                });
    }

    void copyFrom(RowKind kind, const std::string& sale, const std::string& stream,
            const std::string& mark)
    {
        m_store.readStream(kind, sale, mark,
                [self = shared_from_this(), kind, stream, mark](
                        const contract::Result<StreamEntries>& entries) {
                    if (!entries || entries.value().lastId.empty()) {
                        self->m_copying.erase(stream);
                        return;
                    }
                    self->m_store.copy(kind, stream, mark, entries.value(),
                            [self, stream](const Outcome& done) {
                                self->m_copying.erase(stream);
                                const bool isNews = !done
                                        && done.error().code != FaultCode::Conflict
                                        && done.error().code != FaultCode::Unavailable;
                                if (isNews)
                                    spdlog::warn("saikobi.recorder: {}: {}", stream,
                                            done.error().detail);
                            });
                });
    }

    void noteWritten() { m_lastWritten = std::chrono::system_clock::now(); }

    const Parts m_parts;
    RecorderStore m_store;
    std::deque<Row> m_rows;
    std::set<std::string> m_copying;
    std::set<std::string> m_scenes; ///< being recorded, by sale
    bool m_isFlushing = false;
    bool m_isBeating = false;
    std::optional<contract::Instant> m_lastSecond;
    std::optional<contract::Instant> m_lastWritten;
};

Recorder::Recorder(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

Recorder::~Recorder() = default;

void Recorder::tick(contract::Instant now, const std::vector<RecordedSale>& sales,
        const std::map<std::string, double>& gauges)
{
    m_impl->tick(now, sales, gauges);
}

void Recorder::note(const RecordedSale& sale, contract::Instant at, const std::string& kind,
        const std::string& subject, std::map<std::string, std::string> data)
{
    const auto& parts = m_impl->parts();
    contract::TimelineEntry entry;
    entry.id = parts.instance + ":" + parts.incarnation + ":" + sale.slug + ":" + kind + ":"
            + subject;
    entry.sale = sale.slug;
    entry.run = sale.run;
    entry.at = at;
    entry.source = parts.instance;
    entry.kind = kind;
    entry.subject = subject;
    entry.data = std::move(data);
    m_impl->note(entry);
}

std::optional<contract::Instant> Recorder::lastWritten() const
{
    return m_impl->lastWritten();
}

std::size_t Recorder::waitingRows() const
{
    return m_impl->waitingRows();
}

bool Recorder::isIdle() const
{
    return m_impl->isIdle();
}

} // namespace saikobi::recorder
