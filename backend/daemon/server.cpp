#include "backend/daemon/server.h"

#include <spdlog/spdlog.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <future>
#include <optional>
#include <thread>

#include "backend/daemon/back_lane.h"
#include "backend/daemon/front_lane.h"
#include "backend/daemon/identity.h"
#include "backend/daemon/measure_book.h"
#include "backend/daemon/store_set.h"
#include "backend/stores/migration.h"

namespace saikobi::daemon {

using contract::Result;
using namespace std::chrono_literals;

namespace {

/// An instance may be started before its stores. A schema of another version ends it; a Postgres
/// that does not answer is asked again, since nothing can be decided without it.
contract::Outcome awaitSchema(const std::string& url)
{
    for (std::string said;;) {
        const auto schema = stores::checkSchema(url);
        if (schema)
            return contract::Nothing{};
        if (schema.error().code == contract::FaultCode::Refused)
            return schema.error();
        if (schema.error().detail != said)
            spdlog::warn("saikobi.daemon: waiting for postgres: {}", schema.error().detail);
        said = schema.error().detail;
        std::this_thread::sleep_for(500ms);
    }
}

/// The executor of one lane. What waits in a lane may be the last to hold something of another, so
/// all lanes let go of what waits before the first of them is gone.
struct Lane : boost::asio::io_context {
    Lane()
        : io_context(1)
    {
    }
    void letGo() { shutdown(); }
};

} // namespace

/// Declared in the order of dependence: what is below uses what is above, and goes first.
class Server::Impl {
public:
    Impl(ServeConfig config, stores::RedisOptions redis)
        : m_config(std::move(config))
        , m_identity(newIdentity(m_config.instance))
        , m_stores(std::in_place, m_config, std::move(redis))
    {
    }

    ~Impl()
    {
        stop();
        m_front.reset();
        m_back.reset();
        m_stores.reset();
        for (auto* lane : {&m_frontContext, &m_orderContext, &m_backContext})
            lane->letGo();
    }

    /// Returns once the instance is ready, however long its stores are away.
    contract::Outcome open()
    {
        auto keys = readKeys(m_config);
        if (!keys)
            return keys.error();
        m_keys = std::make_unique<SigningKeys>(std::move(keys).value());
        m_back = std::make_unique<BackLane>(BackLane::Parts{
                m_backContext.get_executor(), m_config, m_identity, *m_stores, m_readiness});
        if (const auto opened = m_back->listen(); !opened)
            return opened;
        m_front = std::make_unique<FrontLane>(FrontLane::Parts{m_frontContext.get_executor(),
                m_orderContext.get_executor(), m_backContext.get_executor(), m_config, m_identity,
                *m_keys, *m_stores, m_measures, m_readiness, *m_back});
        m_orderThread = std::thread([this] { m_orderContext.run(); });
        m_frontThread = std::thread([this] { m_frontContext.run(); });
        m_backThread = std::thread([this] { m_backContext.run(); });
        std::promise<contract::Outcome> begun;
        m_front->begin(
                [&begun](contract::Outcome outcome) { begun.set_value(std::move(outcome)); });
        return begun.get_future().get();
    }

    std::string addresses() const
    {
        const auto payments = m_front->paymentsAddress();
        return "http=" + m_front->address() + " private=" + m_back->address()
                + (payments.empty() ? "" : " payments=" + payments);
    }

    void stop()
    {
        if (!m_frontThread.joinable())
            return;
        boost::asio::post(m_frontContext, [this] { m_front->close(); });
        std::promise<void> recorded;
        boost::asio::post(m_backContext,
                [this, &recorded] { m_back->close([&recorded] { recorded.set_value(); }); });
        // The last row needs a store; a dead one must not keep us.
        recorded.get_future().wait_for(1s);
        m_frontContext.stop();
        m_orderContext.stop();
        m_backContext.stop();
        m_frontThread.join();
        m_orderThread.join();
        m_backThread.join();
    }

private:
    const ServeConfig m_config;
    const Identity m_identity;
    Lane m_frontContext{};
    Lane m_orderContext{};
    Lane m_backContext{};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_frontWork{
            m_frontContext.get_executor()};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_orderWork{
            m_orderContext.get_executor()};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_backWork{
            m_backContext.get_executor()};
    MeasureBook m_measures;
    Readiness m_readiness;
    std::optional<StoreSet> m_stores;
    std::unique_ptr<SigningKeys> m_keys;
    std::unique_ptr<BackLane> m_back;
    std::unique_ptr<FrontLane> m_front;
    std::thread m_frontThread;
    std::thread m_orderThread;
    std::thread m_backThread;
};

Result<std::unique_ptr<Server>> Server::start(ServeConfig config)
{
    auto redis = stores::redisOptionsFromUrl(config.redisUrl);
    if (!redis)
        return redis.error();
    redis.value().password = config.redisPassword;
    redis.value().library = stores::functionLibrary();
    redis.value().libraryVersion = stores::libraryVersion();
    if (const auto schema = awaitSchema(config.postgresUrl); !schema)
        return schema.error();
    auto impl = std::make_unique<Impl>(std::move(config), std::move(redis).value());
    if (const auto opened = impl->open(); !opened)
        return opened.error();
    return std::unique_ptr<Server>{new Server(std::move(impl))};
}

Server::Server(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Server::~Server() = default;

std::string Server::addresses() const
{
    return m_impl->addresses();
}

void Server::stop()
{
    m_impl->stop();
}

} // namespace saikobi::daemon
