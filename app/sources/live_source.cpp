#include "app/sources/live_source.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <random>
#include <thread>

#include "app/sources/back_off.h"
#include "app/sources/postgres_reader.h"
#include "app/sources/quiet_pipe.h"
#include "app/sources/redis_reader.h"
#include "app/sources/sale_picture.h"

namespace saikobi::sources {

using contract::Instant;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds shortestPublish{200}; ///< five pictures a second are enough for any eye

} // namespace

class LiveSource::Threads {
public:
    Threads(model::Mailbox<contract::SnapshotPtr>& out, const Profile& profile, const Pace& pace)
        : m_out(out)
        , m_pace(pace)
        , m_picture(profile)
        , m_redisReader(profile)
        , m_postgresReader(profile)
        , m_redis([this] { readRedis(); })
        , m_postgres([this] { readPostgres(); })
        , m_publisher([this] { publish(); })
    {
    }

    ~Threads()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
        }
        m_wake.notify_all();
        m_redis.join();
        m_postgres.join();
        m_publisher.join();
    }

private:
    /// False when it is time to end.
    bool pause(milliseconds howLong)
    {
        std::unique_lock lock(m_mutex);
        return !m_wake.wait_for(lock, howLong, [this] { return m_isStopping; });
    }

    /// Calls `look`, which answers why it failed or nothing, until the end; after a failure it
    /// waits longer and longer, and `fail` is told until when.
    void repeat(milliseconds period, const std::function<std::optional<std::string>()>& look,
            const std::function<void(const std::string&, Instant)>& fail)
    {
        const QuietPipe quiet;
        BackOff backOff{std::random_device{}()};
        for (auto wait = milliseconds{0}; pause(wait);) {
            const auto why = look();
            if (!why) {
                backOff.reset();
                wait = period;
                continue;
            }
            wait = backOff.next();
            const std::lock_guard lock(m_mutex);
            fail(*why, std::chrono::system_clock::now() + wait);
        }
    }

    void readRedis()
    {
        repeat(
                m_pace.redis,
                [this]() -> std::optional<std::string> {
                    const auto news = m_redisReader.poll();
                    if (!news)
                        return news.error().detail;
                    const std::lock_guard lock(m_mutex);
                    if (m_picture.take(news.value())) {
                        m_isNews = true;
                        m_wake.notify_all();
                    }
                    return std::nullopt;
                },
                [this](const std::string& why, Instant nextTry) {
                    m_picture.redisFailed(why, nextTry);
                });
    }

    void readPostgres()
    {
        repeat(
                m_pace.postgres,
                [this]() -> std::optional<std::string> {
                    const auto news = m_postgresReader.poll(ticksWantedAfter());
                    if (!news)
                        return news.error().detail;
                    const std::lock_guard lock(m_mutex);
                    m_picture.take(news.value());
                    return std::nullopt;
                },
                [this](const std::string& why, Instant nextTry) {
                    m_picture.postgresFailed(why, nextTry);
                });
    }

    std::optional<Instant> ticksWantedAfter()
    {
        const std::lock_guard lock(m_mutex);
        return m_picture.ticksWantedAfter();
    }

    void publish()
    {
        do {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, m_pace.publish, [this] { return m_isNews || m_isStopping; });
            m_isNews = false;
            m_out.post(std::make_shared<const contract::SaleSnapshot>(
                    m_picture.compose(std::chrono::system_clock::now())));
        } while (pause(shortestPublish));
    }

    model::Mailbox<contract::SnapshotPtr>& m_out;
    const Pace m_pace;
    std::mutex m_mutex{};
    std::condition_variable m_wake{};
    bool m_isStopping = false;
    bool m_isNews = false;
    SalePicture m_picture;
    RedisReader m_redisReader; ///< its thread's alone, like the next one
    PostgresReader m_postgresReader;
    std::thread m_redis;
    std::thread m_postgres;
    std::thread m_publisher;
};

LiveSource::LiveSource(model::Mailbox<contract::SnapshotPtr>& out, Profile profile)
    : LiveSource(out, std::move(profile), Pace{})
{
}

LiveSource::LiveSource(model::Mailbox<contract::SnapshotPtr>& out, Profile profile, Pace pace)
    : m_out(out)
    , m_profile(std::move(profile))
    , m_pace(pace)
{
}

LiveSource::~LiveSource() = default;

void LiveSource::start()
{
    m_threads.reset();
    m_threads = std::make_unique<Threads>(m_out, m_profile, m_pace);
}

void LiveSource::stop()
{
    m_threads.reset();
}

} // namespace saikobi::sources
