#include "app/sources/live_gateway.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <random>
#include <thread>

#include "app/sources/back_off.h"
#include "app/sources/command_carrier.h"
#include "app/sources/quiet_pipe.h"

namespace saikobi::sources {

using commands::SendOutcome;

namespace {

constexpr std::size_t mostWaiting = 16; ///< one person's commands
constexpr std::chrono::milliseconds keepPeriod{1000};
/// Between two looks whether a probe was taken: what the figure may be wrong by. One that nobody
/// takes is looked for less often.
constexpr std::chrono::milliseconds lookPeriod{25};
constexpr std::chrono::milliseconds slowLookPeriod{250};
constexpr int quickLooks = 40;

} // namespace

/// A thread with a carrier and the commands that wait for it.
class LiveGateway::Lane {
public:
    using Answered = std::function<void(const SendOutcome&)>;

    Lane(commands::CommandPath path, std::unique_ptr<CommandCarrier> carrier, PathMeterPtr meter)
        : m_path(path)
        , m_carrier(std::move(carrier))
        , m_meter(std::move(meter))
        , m_thread([this] { work(); })
    {
    }

    ~Lane()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }

    void enqueue(const contract::Command& command, Answered answered)
    {
        {
            const std::lock_guard lock(m_mutex);
            // A full lane answers from its thread too, like every other outcome.
            auto& jobs = m_jobs.size() < mostWaiting ? m_jobs : m_refused;
            jobs.push_back({command, std::move(answered)});
        }
        m_wake.notify_one();
    }

private:
    struct Job {
        contract::Command command{};
        Answered answered{};
    };

    void work()
    {
        const QuietPipe quiet;
        BackOff backOff{std::random_device{}()};
        auto wait = tryToKeep(backOff);
        std::unique_lock lock(m_mutex);
        while (!m_isStopping) {
            const bool isCalled = m_wake.wait_for(lock, wait,
                    [this] { return m_isStopping || !m_jobs.empty() || !m_refused.empty(); });
            refuseOverflow(lock);
            const bool hadJobs = !m_jobs.empty();
            while (!m_jobs.empty() && !m_isStopping)
                carryNext(lock);
            if (isCalled && !hadJobs)
                continue;
            lock.unlock();
            wait = tryToKeep(backOff);
            lock.lock();
        }
    }

    /// Once it has lost the store it leaves the trying to the source and waits for its word; a
    /// command is carried all the same.
    std::chrono::milliseconds tryToKeep(BackOff& backOff)
    {
        if (m_isAway && m_meter->isAway(m_path))
            return keepPeriod;
        return waitAfter(m_carrier->keep(), backOff);
    }

    std::chrono::milliseconds waitAfter(Kept kept, BackOff& backOff)
    {
        m_looks = kept == Kept::Probing ? m_looks + 1 : 0;
        m_isAway = kept == Kept::Away;
        if (m_isAway)
            return m_meter->isAway(m_path) ? keepPeriod : backOff.next();
        backOff.reset();
        if (kept == Kept::There)
            return keepPeriod;
        return m_looks <= quickLooks ? lookPeriod : slowLookPeriod;
    }

    void carryNext(std::unique_lock<std::mutex>& lock)
    {
        const auto job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        const auto sentAt = std::chrono::steady_clock::now();
        auto outcome = m_carrier->carry(job.command);
        if (outcome.kind != SendOutcome::Kind::Unreachable)
            outcome.sentAt = sentAt;
        outcome.at = std::chrono::steady_clock::now();
        job.answered(outcome);
        lock.lock();
    }

    void refuseOverflow(std::unique_lock<std::mutex>& lock)
    {
        const auto refused = std::exchange(m_refused, {});
        lock.unlock();
        for (const auto& job : refused) {
            SendOutcome outcome;
            outcome.commandId = job.command.id;
            outcome.path = m_path;
            outcome.detail = "too many commands wait";
            outcome.at = std::chrono::steady_clock::now();
            job.answered(outcome);
        }
        lock.lock();
    }

    const commands::CommandPath m_path;
    const std::unique_ptr<CommandCarrier> m_carrier;
    const PathMeterPtr m_meter;
    std::mutex m_mutex{};
    std::condition_variable m_wake{};
    std::deque<Job> m_jobs{};
    std::deque<Job> m_refused{};
    bool m_isStopping = false;
    int m_looks = 0; ///< for the probe that is under way; the thread's alone
    bool m_isAway = false; ///< the thread's alone
    std::thread m_thread;
};

LiveGateway::LiveGateway(Profile profile, std::shared_ptr<PathMeter> meter)
    : m_redis(std::make_unique<Lane>(
            commands::CommandPath::Redis, redisCarrier(profile, meter), meter))
    , m_postgres(std::make_unique<Lane>(
              commands::CommandPath::Postgres, postgresCarrier(profile, meter), meter))
{
}

LiveGateway::~LiveGateway() = default;

void LiveGateway::send(
        const contract::Command& command, std::function<void(const SendOutcome&)> answered)
{
    m_redis->enqueue(command, answered);
    m_postgres->enqueue(command, std::move(answered));
}

} // namespace saikobi::sources
