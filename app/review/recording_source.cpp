#include "app/review/recording_source.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "app/review/replay.h"

namespace saikobi::review {

class RecordingSource::Reading {
public:
    struct Wanted {
        contract::Instant second{};
        std::string console{};
        contract::DeskWish wish{};
    };

    Reading(RecordingSource& source, Wanted wanted)
        : m_source(source)
        , m_wanted(std::move(wanted))
        , m_thread([this] { read(); })
    {
    }

    ~Reading()
    {
        ask([this](Wanted&) { m_isStopping = true; });
        m_thread.join();
    }

    template<class Change>
    void ask(Change change)
    {
        {
            const std::lock_guard lock(m_mutex);
            change(m_wanted);
            m_isAsked = true;
        }
        m_wake.notify_one();
    }

private:
    void read()
    {
        RecordingProblem why;
        auto reader = RecordingReader::open(QString::fromStdString(m_source.m_recording.path), why);
        std::vector<contract::TimelineEntry> timeline;
        if (reader)
            if (const auto failed = reader->timeline(timeline)) {
                why = *failed;
                reader.reset();
            }
        if (!reader) {
            m_source.m_failed(why);
            return;
        }
        std::string console = first().console;
        Replay replay(std::move(reader), std::move(timeline), console);
        while (const auto wanted = next()) {
            if (std::exchange(console, wanted->console) != wanted->console)
                replay.choose(console);
            replay.wish(wanted->wish);
            // A newer wish ends a long way; what was played of it stays.
            if (auto sale = replay.at(wanted->second, [this] { return !isAsked(); }))
                m_source.m_out.post(std::move(sale));
            if (replay.problem()) {
                m_source.m_failed(*replay.problem());
                return;
            }
        }
    }

    Wanted first()
    {
        const std::lock_guard lock(m_mutex);
        return m_wanted;
    }

    std::optional<Wanted> next()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_isAsked; });
        m_isAsked = false;
        return m_isStopping ? std::nullopt : std::optional{m_wanted};
    }

    bool isAsked()
    {
        const std::lock_guard lock(m_mutex);
        return m_isAsked;
    }

    RecordingSource& m_source;
    std::mutex m_mutex{};
    std::condition_variable m_wake{};
    Wanted m_wanted;
    bool m_isAsked = true;
    bool m_isStopping = false;
    std::thread m_thread;
};

RecordingSource::RecordingSource(model::Mailbox<contract::SnapshotPtr>& out,
        RecordingMeta recording, std::string console,
        std::function<void(const RecordingProblem&)> failed)
    : m_out(out)
    , m_recording(std::move(recording))
    , m_console(std::move(console))
    , m_failed(std::move(failed))
    , m_second(m_recording.from)
{
}

RecordingSource::~RecordingSource() = default;

void RecordingSource::start()
{
    m_reading.reset();
    m_reading = std::make_unique<Reading>(*this, Reading::Wanted{m_second, m_console, m_wish});
}

void RecordingSource::stop()
{
    m_reading.reset();
}

void RecordingSource::show(contract::Instant second)
{
    m_second = second;
    if (m_reading)
        m_reading->ask([second](auto& wanted) { wanted.second = second; });
}

void RecordingSource::choose(const std::string& console)
{
    m_console = console;
    if (m_reading)
        m_reading->ask([&console](auto& wanted) { wanted.console = console; });
}

void RecordingSource::wish(const contract::DeskWish& wish)
{
    m_wish = wish;
    if (m_reading)
        m_reading->ask([&wish](auto& wanted) { wanted.wish = wish; });
}

void RecordingSource::readPaidOrders(std::function<void(contract::Result<std::string>)> answer)
{
    answer(contract::Fault{contract::FaultCode::Refused, "a recording names no buyers"});
}

} // namespace saikobi::review
