#include "app/sources/run_fetcher.h"

#include <QFile>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "app/sources/postgres_link.h"
#include "app/sources/quiet_pipe.h"
#include "app/sources/run_rows.h"

namespace saikobi::sources {

namespace {

constexpr std::chrono::milliseconds listDeadline{10'000};
constexpr std::chrono::minutes fetchDeadline{10}; ///< a day of a large sale
constexpr std::size_t mostWaiting = 4;

} // namespace

class PostgresRuns::Worker {
public:
    using Job = std::function<void(PostgresLink*)>; ///< null: it is not done any more

    explicit Worker(std::string url)
        : m_url(std::move(url))
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

    void enqueue(Job job)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_jobs.size() < mostWaiting)
                m_jobs.push_back(std::exchange(job, nullptr));
        }
        m_wake.notify_one();
        if (job)
            job(nullptr);
    }

private:
    void work()
    {
        const QuietPipe quiet;
        std::unique_lock lock(m_mutex);
        while (true) {
            m_wake.wait(lock, [this] { return m_isStopping || !m_jobs.empty(); });
            if (m_isStopping)
                break;
            const auto job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            PostgresLink link(m_url, PostgresLink::Use::ReadOnly);
            job(&link);
            lock.lock();
        }
        for (const auto& job : m_jobs)
            job(nullptr);
    }

    const std::string m_url;
    std::mutex m_mutex{};
    std::condition_variable m_wake{};
    std::deque<Job> m_jobs{};
    bool m_isStopping = false;
    std::thread m_thread;
};

PostgresRuns::PostgresRuns(std::string postgresUrl)
    : m_worker(std::make_unique<Worker>(std::move(postgresUrl)))
{
}

PostgresRuns::~PostgresRuns() = default;

void PostgresRuns::list(std::function<void(contract::Result<Runs>)> answer)
{
    m_worker->enqueue([answer = std::move(answer)](PostgresLink* link) {
        Runs runs;
        const auto done = link ? link->run([&](auto& on) { runs = readRuns(on); }, listDeadline)
                               : contract::Outcome{contract::Fault{
                                       contract::FaultCode::Unavailable, "the sale was left"}};
        answer(done ? contract::Result<Runs>{std::move(runs)} : done.error());
    });
}

void PostgresRuns::fetch(const review::RecordedRun& run, const std::string& path,
        std::function<void(contract::Outcome)> answer)
{
    m_worker->enqueue([run, path, answer = std::move(answer)](PostgresLink* link) {
        auto written = contract::Outcome{
                contract::Fault{contract::FaultCode::Unavailable, "the sale was left"}};
        if (link) {
            const auto done = link->run(
                    [&](auto& on) { written = writeRun(on, run, path); }, fetchDeadline);
            written = done ? written : done;
        }
        // Half a recording is none.
        if (!written)
            QFile::remove(QString::fromStdString(path));
        answer(written);
    });
}

} // namespace saikobi::sources
