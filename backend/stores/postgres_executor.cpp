#include "backend/stores/postgres_executor.h"

#include <pqxx/pqxx>
#include <spdlog/spdlog.h>

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "backend/stores/postgres_fault.h"
#include "backend/stores/socket_watchdog.h"

namespace saikobi::stores {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

class PostgresExecutor::Pool {
public:
    explicit Pool(PostgresOptions options)
        : m_options(std::move(options))
    {
        for (int i = 0; i < m_options.connections; ++i)
            m_threads.emplace_back([this] { run(); });
    }

    ~Pool()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
        }
        m_wake.notify_all();
        for (auto& thread : m_threads)
            thread.join();
        for (auto& job : m_queue)
            job.done(Fault{FaultCode::Unavailable, "stopping"});
    }

    void enqueue(Job job)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_isStopping && m_queue.size() < m_options.queueLimit) {
                job.queuedAt = Clock::now();
                m_queue.push_back(std::move(job));
                m_wake.notify_one();
                return;
            }
        }
        job.done(Fault{FaultCode::Busy, "postgres queue is full"});
    }

    StoreHealth health() const
    {
        const std::lock_guard lock(m_mutex);
        return m_health;
    }

private:
    /// What one thread owns.
    struct Line {
        std::unique_ptr<pqxx::connection> connection{};
        SocketWatchdog watchdog{};
        Clock::time_point nextTry{};
        std::chrono::milliseconds pause{100};
        bool wasOpen = false;
    };

    void run()
    {
        Line line;
        while (true) {
            if (!line.connection && Clock::now() >= line.nextTry)
                connect(line);
            std::optional<Job> job;
            {
                std::unique_lock lock(m_mutex);
                const auto patience = line.connection ? 1000ms : 100ms;
                m_wake.wait_for(
                        lock, patience, [this] { return m_isStopping || !m_queue.empty(); });
                if (m_isStopping)
                    return;
                if (!m_queue.empty()) {
                    job = std::move(m_queue.front());
                    m_queue.pop_front();
                }
            }
            if (job)
                perform(line, *job);
            else if (line.connection)
                probe(line);
        }
    }

    void connect(Line& line)
    {
        try {
            line.connection = std::make_unique<pqxx::connection>(
                    withSettings(m_options.url, m_options.name));
            // A lost connection must be seen, not silently replaced in the middle of a job. There
            // is no other way to say so in libpqxx 6.4.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
            line.connection->inhibit_reactivation(true);
#pragma GCC diagnostic pop
            if (m_options.readOnly)
                line.connection->set_variable("default_transaction_read_only", "on");
            line.watchdog.watch(line.connection->sock());
            warm(line);
            line.pause = 100ms;
            const std::lock_guard lock(m_mutex);
            m_warm += std::exchange(line.wasOpen, true) ? 0 : 1;
            m_health.isWarm = m_warm == m_options.connections;
            m_health.isConnected = true;
            m_health.error.clear();
            m_health.lastSuccess = Clock::now();
        } catch (const std::exception& failed) {
            drop(line, failed.what());
        }
    }

    void warm(Line& line)
    {
        if (!m_options.warm)
            return;
        line.watchdog.arm(m_options.deadline);
        try {
            m_options.warm(*line.connection);
        } catch (const std::exception&) {
            line.watchdog.disarm();
            throw;
        }
        line.watchdog.disarm();
    }

    void drop(Line& line, std::string why)
    {
        line.watchdog.forget();
        line.connection.reset();
        line.nextTry = Clock::now() + line.pause;
        line.pause = std::min<std::chrono::milliseconds>(line.pause * 2, 1s);
        while (!why.empty() && why.back() == '\n')
            why.pop_back();
        const std::lock_guard lock(m_mutex);
        if (m_health.error != why)
            spdlog::warn("saikobi.stores.postgres: {}", why);
        m_health.isConnected = false;
        m_health.roundTripMs.reset();
        m_health.error = why;
    }

    void perform(Line& line, Job& job)
    {
        if (!line.connection) {
            job.done(Fault{FaultCode::Unavailable, "no connection to postgres"});
            return;
        }
        const auto began = Clock::now();
        if (m_options.patience > 0ms && began - job.queuedAt > m_options.patience) {
            job.done(Fault{FaultCode::Busy, "waited too long for a connection"});
            return;
        }
        const auto outcome = attempt(line, job.work);
        if (outcome || outcome.error().code != FaultCode::Unknown)
            noteSuccess(began);
        job.done(outcome);
    }

    Outcome attempt(Line& line, const std::function<void(pqxx::connection_base&)>& work)
    {
        line.watchdog.arm(m_options.deadline);
        Outcome outcome = Nothing{};
        try {
            work(*line.connection);
        } catch (const std::exception& failed) {
            outcome = toFault(failed, line.connection->is_open());
        }
        line.watchdog.disarm();
        if (!outcome && outcome.error().code == FaultCode::Unknown)
            drop(line, outcome.error().detail);
        return outcome;
    }

    void probe(Line& line)
    {
        const auto began = Clock::now();
        const auto outcome = attempt(line, [](pqxx::connection_base& on) {
            pqxx::nontransaction ask(on);
            ask.exec("select 1");
        });
        if (outcome)
            noteSuccess(began);
    }

    void noteSuccess(Clock::time_point began)
    {
        const std::lock_guard lock(m_mutex);
        m_health.isConnected = true;
        m_health.error.clear();
        m_health.lastSuccess = Clock::now();
        m_health.roundTripMs
                = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
    }

    const PostgresOptions m_options;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_queue;
    bool m_isStopping = false;
    int m_warm = 0; ///< connections that have been open
    StoreHealth m_health;
    std::vector<std::thread> m_threads;
};

PostgresExecutor::PostgresExecutor(PostgresOptions options)
    : m_pool(std::make_unique<Pool>(std::move(options)))
{
}

PostgresExecutor::~PostgresExecutor() = default;

void PostgresExecutor::enqueue(Job job)
{
    m_pool->enqueue(std::move(job));
}

Outcome PostgresExecutor::enqueueAndWait(std::function<void(pqxx::connection_base&)> work)
{
    std::promise<Outcome> finished;
    m_pool->enqueue({std::move(work),
            [&finished](const Outcome& outcome) { finished.set_value(outcome); }});
    return finished.get_future().get();
}

StoreHealth PostgresExecutor::health() const
{
    return m_pool->health();
}

} // namespace saikobi::stores
