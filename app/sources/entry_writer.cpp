#include "app/sources/entry_writer.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <pqxx/pqxx>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "app/sources/postgres_link.h"
#include "app/sources/quiet_pipe.h"

namespace saikobi::sources {

using commands::EntryOutcome;
using contract::TimelineEntry;

namespace {

constexpr std::chrono::milliseconds deadline{2000};
constexpr std::chrono::seconds keptFor{5};
constexpr std::size_t mostWaiting = 16;
constexpr std::string_view idBegins = "console:";

std::optional<int> minutesIn(const TimelineEntry& entry)
{
    const auto found = entry.data.find("minutes");
    return found == entry.data.end() ? std::nullopt : std::optional{std::stoi(found->second)};
}

std::string objectOf(const TimelineEntry& entry)
{
    QJsonObject out;
    for (const auto& [key, value] : entry.data)
        out.insert(QString::fromStdString(key), QString::fromStdString(value));
    return QJsonDocument(out).toJson(QJsonDocument::Compact).toStdString();
}

pqxx::row writeFeed(pqxx::work& work, const TimelineEntry& entry)
{
    return work.exec_params1(R"(
select saikobi.write_console_feed($1, $2, 'epoch'::timestamptz + $3 * interval '1 millisecond',
    $4, $5, $6))",
            entry.id.substr(idBegins.size()), entry.sale, contract::toUnixMs(entry.at),
            entry.source, entry.subject, objectOf(entry));
}

pqxx::row writeNote(pqxx::work& work, const TimelineEntry& entry)
{
    return work.exec_params1(R"(
select saikobi.write_console_entry($1, $2, $3, 'epoch'::timestamptz + $4 * interval '1 millisecond',
    $5, $6, $7, $8))",
            entry.id.substr(idBegins.size()), entry.sale, entry.kind, contract::toUnixMs(entry.at),
            entry.source, entry.subject, entry.reason, minutesIn(entry));
}

/// True: it is there; false: it may not be.
bool writeOne(pqxx::connection_base& on, const TimelineEntry& entry)
{
    pqxx::work work(on);
    const auto row = entry.kind == "feed" ? writeFeed(work, entry) : writeNote(work, entry);
    const bool isThere = !row[0].is_null() && row[0].as<bool>();
    work.commit();
    return isThere;
}

} // namespace

class EntryWriter::Worker {
public:
    using Answered = std::function<void(EntryOutcome)>;

    explicit Worker(const Profile& profile)
        : m_url(profile.postgresUrl)
        , m_thread([this] { work(); })
    {
    }

    ~Worker()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }

    void enqueue(const TimelineEntry& entry, Answered answered)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_jobs.size() < mostWaiting)
                m_jobs.push_back({entry, std::exchange(answered, nullptr)});
        }
        m_wake.notify_one();
        if (answered)
            answered(EntryOutcome::Away);
    }

private:
    struct Job {
        TimelineEntry entry{};
        Answered answered{};
    };

    void work()
    {
        const QuietPipe quiet;
        std::unique_ptr<PostgresLink> link;
        std::unique_lock lock(m_mutex);
        while (!m_isStopping) {
            const auto isCalled = [this] { return m_isStopping || !m_jobs.empty(); };
            if (!link)
                m_wake.wait(lock, isCalled);
            else if (!m_wake.wait_for(lock, keptFor, isCalled))
                link.reset();
            if (m_jobs.empty() || m_isStopping)
                continue;
            const auto job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            if (!link)
                link = std::make_unique<PostgresLink>(m_url, PostgresLink::Use::Commands);
            job.answered(carry(*link, job.entry));
            lock.lock();
        }
        for (const auto& job : m_jobs)
            job.answered(EntryOutcome::Away);
    }

    static EntryOutcome carry(PostgresLink& link, const TimelineEntry& entry)
    {
        bool isThere = false;
        const auto done = link.run(
                [&](pqxx::connection_base& on) { isThere = writeOne(on, entry); }, deadline);
        // Unknown is asked again: the id makes it count once.
        if (!done)
            return done.error().code == contract::FaultCode::Refused ? EntryOutcome::Refused
                                                                     : EntryOutcome::Away;
        return isThere ? EntryOutcome::Shared : EntryOutcome::Refused;
    }

    const std::string m_url;
    std::mutex m_mutex{};
    std::condition_variable m_wake{};
    std::deque<Job> m_jobs{};
    bool m_isStopping = false;
    std::thread m_thread;
};

EntryWriter::EntryWriter(Profile profile)
    : m_worker(std::make_unique<Worker>(profile))
{
}

EntryWriter::~EntryWriter() = default;

void EntryWriter::write(const TimelineEntry& entry, std::function<void(EntryOutcome)> answered)
{
    m_worker->enqueue(entry, std::move(answered));
}

} // namespace saikobi::sources
