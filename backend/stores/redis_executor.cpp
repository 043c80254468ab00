#include "backend/stores/redis_executor.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "backend/stores/redis_connection.h"

namespace saikobi::stores {

using contract::Fault;
using contract::FaultCode;
using contract::Result;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

class RedisExecutor::Worker {
public:
    explicit Worker(RedisOptions options)
        : m_options(std::move(options))
        , m_thread([this] { run(); })
    {
    }

    ~Worker()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }

    void enqueue(RedisCommand command, Done done)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_isStopping && m_queue.size() < m_options.queueLimit) {
                m_queue.push_back({std::move(command), std::move(done)});
                m_wake.notify_one();
                return;
            }
        }
        done(Fault{FaultCode::Busy, "redis queue is full"});
    }

    StoreHealth health() const
    {
        const std::lock_guard lock(m_mutex);
        return m_health;
    }

    std::string serverRunId() const
    {
        const std::lock_guard lock(m_mutex);
        return m_runId;
    }

private:
    struct Pending {
        RedisCommand command;
        Done done;
    };

    void run()
    {
        while (true) {
            auto batch = takeBatch();
            if (!batch)
                break;
            if (!m_connection && Clock::now() >= m_nextTry)
                connect();
            if (!m_connection)
                failAll(*batch, 0, FaultCode::Unavailable, "no connection to redis");
            else
                exchange(*batch);
        }
        for (auto& pending : m_queue)
            pending.done(Fault{FaultCode::Unavailable, "stopping"});
    }

    /// Everything that gathered; an empty batch once a second is the probe. Nothing: stop.
    std::optional<std::vector<Pending>> takeBatch()
    {
        std::unique_lock lock(m_mutex);
        const auto patience = m_connection ? 1000ms : 100ms;
        m_wake.wait_for(lock, patience, [this] { return m_isStopping || !m_queue.empty(); });
        if (m_isStopping)
            return std::nullopt;
        std::vector<Pending> batch;
        while (!m_queue.empty() && batch.size() < 512) {
            batch.push_back(std::move(m_queue.front()));
            m_queue.pop_front();
        }
        return batch;
    }

    void connect()
    {
        auto opened = RedisConnection::open(m_options);
        if (!opened) {
            setFailed(opened.error().detail);
            return;
        }
        m_connection = std::move(opened).value();
        const std::lock_guard lock(m_mutex);
        m_runId = m_connection->serverRunId();
        m_health.isConnected = true;
        m_health.error.clear();
        m_health.lastSuccess = Clock::now();
        m_pause = 100ms;
    }

    void setFailed(const std::string& why)
    {
        m_connection.reset();
        m_nextTry = Clock::now() + m_pause;
        m_pause = std::min<std::chrono::milliseconds>(m_pause * 2, 1s);
        const std::lock_guard lock(m_mutex);
        if (m_health.error != why)
            spdlog::warn("saikobi.stores.redis: {}", why);
        m_health = {false, m_health.lastSuccess, std::nullopt, why};
        m_runId.clear();
    }

    void exchange(std::vector<Pending>& batch)
    {
        const auto began = Clock::now();
        if (batch.empty())
            m_connection->append({"PING"});
        for (const auto& pending : batch)
            m_connection->append(pending.command);
        const auto expected = std::max<std::size_t>(batch.size(), 1);
        for (std::size_t i = 0; i < expected; ++i) {
            auto reply = m_connection->read();
            const bool broken = !reply && reply.error().code == FaultCode::Unknown;
            if (broken) {
                setFailed(reply.error().detail);
                failAll(batch, i, FaultCode::Unknown, "connection to redis broke");
                return;
            }
            if (!batch.empty())
                batch[i].done(std::move(reply));
        }
        const std::lock_guard lock(m_mutex);
        m_health.lastSuccess = Clock::now();
        m_health.roundTripMs
                = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
    }

    static void failAll(
            std::vector<Pending>& batch, std::size_t from, FaultCode code, const char* why)
    {
        for (std::size_t i = from; i < batch.size(); ++i)
            batch[i].done(Fault{code, why});
    }

    const RedisOptions m_options;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Pending> m_queue;
    bool m_isStopping = false;
    StoreHealth m_health;
    std::string m_runId;
    // Only the thread below touches these.
    std::unique_ptr<RedisConnection> m_connection;
    Clock::time_point m_nextTry{};
    std::chrono::milliseconds m_pause{100};
    std::thread m_thread;
};

RedisExecutor::RedisExecutor(RedisOptions options)
    : m_worker(std::make_unique<Worker>(std::move(options)))
{
}

RedisExecutor::~RedisExecutor() = default;

void RedisExecutor::enqueue(RedisCommand command, Done done)
{
    m_worker->enqueue(std::move(command), std::move(done));
}

StoreHealth RedisExecutor::health() const
{
    return m_worker->health();
}

std::string RedisExecutor::serverRunId() const
{
    return m_worker->serverRunId();
}

} // namespace saikobi::stores
