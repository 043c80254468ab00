#include "app/sources/live_source.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <random>
#include <thread>

#include "app/model/sale_picture.h"
#include "app/sources/back_off.h"
#include "app/sources/desk_reader.h"
#include "app/sources/postgres_reader.h"
#include "app/sources/quiet_pipe.h"
#include "app/sources/redis_reader.h"

namespace saikobi::sources {

using commands::CommandPath;
using contract::Instant;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds shortestPublish{200}; ///< five pictures a second are enough for any eye
constexpr milliseconds deskPeriod{500}; ///< between two looks whether something is due
using ListAnswer = std::function<void(contract::Result<std::string>)>;

} // namespace

class LiveSource::Threads {
public:
    Threads(model::Mailbox<contract::SnapshotPtr>& out, const Profile& profile, const Pace& pace,
            std::shared_ptr<PathMeter> meter, std::shared_ptr<CardCopy> cards)
        : m_out(out)
        , m_pace(pace)
        , m_meter(std::move(meter))
        , m_cards(std::move(cards))
        , m_picture({profile.kind, profile.sale, profile.redisUser})
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
    void repeat(CommandPath store, milliseconds period,
            const std::function<std::optional<std::string>()>& look,
            const std::function<void(const std::string&, Instant)>& fail)
    {
        const QuietPipe quiet;
        BackOff backOff{std::random_device{}()};
        for (auto wait = milliseconds{0}; pause(wait);) {
            const auto why = look();
            m_meter->setAway(store, why.has_value());
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
                CommandPath::Redis, m_pace.redis,
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
                CommandPath::Postgres, m_pace.postgres,
                [this]() -> std::optional<std::string> {
                    const auto news = m_postgresReader.poll(ticksWantedAfter());
                    if (!news)
                        return news.error().detail;
                    if (m_cards && news.value().runbook)
                        m_cards->take(*news.value().runbook);
                    const std::lock_guard lock(m_mutex);
                    m_picture.take(news.value());
                    return std::nullopt;
                },
                [this](const std::string& why, Instant nextTry) {
                    m_picture.postgresFailed(why, nextTry);
                });
    }

    /// Its failures are those of Postgres, which the other reader tells and tries; its own rows
    /// grow old.
    void readDesk()
    {
        const QuietPipe quiet;
        BackOff backOff{std::random_device{}()};
        bool hasFailed = false;
        for (auto wait = milliseconds{0}; pauseDesk(wait);) {
            if (hasFailed && m_meter->isAway(CommandPath::Postgres)) {
                refuseList();
                wait = deskPeriod;
                continue;
            }
            const auto wish = wished();
            const auto news = m_deskReader.poll(wish.detail, wish.block);
            if (news) {
                backOff.reset();
                const std::lock_guard lock(m_mutex);
                m_picture.take(news.value());
            }
            writeList();
            hasFailed = !news;
            wait = news || m_meter->isAway(CommandPath::Postgres) ? deskPeriod : backOff.next();
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

    void refuseList()
    {
        ListAnswer answer;
        {
            const std::lock_guard lock(m_mutex);
            answer = std::exchange(m_list, nullptr);
        }
        if (answer)
            answer(contract::Fault{contract::FaultCode::Unavailable, "Postgres does not answer"});
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
            const auto now = std::chrono::system_clock::now();
            m_picture.take(
                    {m_meter->worstMs(std::chrono::steady_clock::now()), m_meter->unconfirmed()},
                    now);
            m_out.post(std::make_shared<const contract::SaleSnapshot>(m_picture.compose(now)));
        } while (pause(shortestPublish));
    }

    model::Mailbox<contract::SnapshotPtr>& m_out;
    const Pace m_pace;
    const std::shared_ptr<PathMeter> m_meter; ///< never null
    const std::shared_ptr<CardCopy> m_cards; ///< null: nobody keeps a copy
    std::mutex m_mutex{};
    std::condition_variable m_wake{};
    bool m_isStopping = false;
    bool m_isNews = false;
    model::SalePicture m_picture;
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
    : LiveSource(out, std::move(profile), pace, std::make_shared<PathMeter>())
{
}

LiveSource::LiveSource(model::Mailbox<contract::SnapshotPtr>& out, Profile profile, Pace pace,
        std::shared_ptr<PathMeter> meter, std::shared_ptr<CardCopy> cards)
    : m_out(out)
    , m_profile(std::move(profile))
    , m_pace(pace)
    , m_meter(std::move(meter))
    , m_cards(std::move(cards))
{
}

LiveSource::~LiveSource() = default;

void LiveSource::start()
{
    m_threads.reset();
    m_threads = std::make_unique<Threads>(m_out, m_profile, m_pace, m_meter, m_cards);
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
