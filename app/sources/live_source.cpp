#include "app/sources/live_source.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <random>
#include <thread>

#include "app/sources/back_off.h"
#include "app/sources/desk_reader.h"
#include "app/sources/postgres_reader.h"
#include "app/sources/quiet_pipe.h"
#include "app/sources/redis_reader.h"
#include "app/sources/sale_picture.h"

namespace saikobi::sources {

using contract::Instant;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds shortestPublish{200}; ///< five pictures a second are enough for any eye
constexpr milliseconds deskPeriod{500}; ///< between two looks whether something is due
using ListAnswer = std::function<void(contract::Result<std::string>)>;

} // namespace

class LiveSource::Threads {
public:
    Threads(model::Mailbox<contract::SnapshotPtr>& out, const Profile& profile, const Pace& pace)
        : m_out(out)
        , m_pace(pace)
        , m_picture(profile)
        , m_redisReader(profile)
        , m_postgresReader(profile)
        , m_deskReader(profile)
        , m_redis([this] { readRedis(); })
        , m_postgres([this] { readPostgres(); })
        , m_desk([this] { readDesk(); })
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
        m_desk.join();
        if (m_list)
            m_list(contract::Fault{contract::FaultCode::Unavailable, "the sale was left"});
        m_publisher.join();
    }

    void wish(const contract::DeskWish& wish)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_picture.wish(wish);
            m_isDeskCalled = true;
        }
        m_wake.notify_all();
    }

    void readPaidOrders(ListAnswer answer)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_list) {
                m_list = std::exchange(answer, nullptr);
                m_isDeskCalled = true;
            }
        }
        m_wake.notify_all();
        if (answer)
            answer(contract::Fault{contract::FaultCode::Refused, "another list is being read"});
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

    /// Its failures are those of Postgres, which the other reader tells; its own rows grow old.
    void readDesk()
    {
        const QuietPipe quiet;
        BackOff backOff{std::random_device{}()};
        for (auto wait = milliseconds{0}; pauseDesk(wait);) {
            const auto news = m_deskReader.poll(wished().detail);
            if (news) {
                backOff.reset();
                const std::lock_guard lock(m_mutex);
                m_picture.take(news.value());
            }
            writeList();
            wait = news ? deskPeriod : backOff.next();
        }
    }

    void writeList()
    {
        ListAnswer answer;
        {
            const std::lock_guard lock(m_mutex);
            answer = std::exchange(m_list, nullptr);
        }
        if (answer)
            answer(m_deskReader.readPaidOrders());
    }

    /// Ends early when somebody wants something.
    bool pauseDesk(milliseconds howLong)
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, howLong, [this] { return m_isStopping || m_isDeskCalled; });
        m_isDeskCalled = false;
        return !m_isStopping;
    }

    contract::DeskWish wished()
    {
        const std::lock_guard lock(m_mutex);
        return m_picture.wished();
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
    DeskReader m_deskReader;
    bool m_isDeskCalled = false;
    ListAnswer m_list{}; ///< of who waits for the list of paid orders
    std::thread m_redis;
    std::thread m_postgres;
    std::thread m_desk;
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
    m_threads->wish(m_wish);
}

void LiveSource::wish(const contract::DeskWish& wish)
{
    m_wish = wish;
    if (m_threads)
        m_threads->wish(wish);
}

void LiveSource::readPaidOrders(std::function<void(contract::Result<std::string>)> answer)
{
    if (m_threads)
        m_threads->readPaidOrders(std::move(answer));
    else
        answer(contract::Fault{contract::FaultCode::Unavailable, "no sale is open"});
}

void LiveSource::stop()
{
    m_threads.reset();
}

} // namespace saikobi::sources
