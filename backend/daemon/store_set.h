#pragma once

#include <chrono>

#include "backend/daemon/serve_config.h"
#include "backend/shop/warm_store.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::daemon {

/// The connections of one instance, opened before anything is served and kept. Each kind of work
/// has its own, so that none waits behind another.
struct StoreSet {
    StoreSet(const ServeConfig& config, stores::RedisOptions redisOptions)
        : lineRedis(redisOptions)
        , backRedis(redisOptions)
        , p0Redis(std::move(redisOptions))
        , p0Orders(warmed(config, "saikobid-p0", orderConnections))
        , orders(warmed(config, "saikobid-orders", orderConnections))
        , flush({config.postgresUrl, "saikobid-flush", 1})
        , reads({config.postgresUrl, "saikobid-reads", 1})
        , line({config.postgresUrl, "saikobid-line", 1})
        , record({config.postgresUrl, "saikobid-record", 1})
        , finishing({config.postgresUrl, "saikobid-inbox", 1})
        , audit({config.postgresUrl, "saikobid-audit", 1, std::chrono::seconds{30}})
    {
    }

    /// Functions of the orders run once on each connection before it counts: the first buyer shall
    /// not wait for their plans.
    static stores::PostgresOptions warmed(
            const ServeConfig& config, const char* name, int connections)
    {
        stores::PostgresOptions options{config.postgresUrl, name, connections};
        options.warm = shop::warmOrders;
        return options;
    }

    /// How many are open now, for whoever looks at the instance.
    int open() const
    {
        int out = 0;
        for (const auto* each : {&lineRedis, &backRedis, &p0Redis})
            out += each->health().isConnected ? 1 : 0;
        for (const auto* each : {&p0Orders, &orders})
            out += each->health().isConnected ? orderConnections : 0;
        for (const auto* each : {&flush, &reads, &line, &record, &finishing, &audit})
            out += each->health().isConnected ? 1 : 0;
        return out;
    }

    static constexpr int orderConnections = 3; ///< of each kind that takes turns
    stores::RedisExecutor lineRedis; ///< joins, claims, pace
    stores::RedisExecutor backRedis; ///< recorder
    stores::RedisExecutor p0Redis; ///< call budget
    stores::PostgresExecutor p0Orders; ///< what finishes orders: no new one waits before it
    stores::PostgresExecutor orders; ///< new orders, and what buyers ask of theirs
    stores::PostgresExecutor flush; ///< brings commits of both to the disk
    stores::PostgresExecutor reads; ///< catalogue, operators' rows
    stores::PostgresExecutor line; ///< queue_mark, passes
    stores::PostgresExecutor record; ///< ticks and timeline
    stores::PostgresExecutor finishing; ///< notifications of the provider
    stores::PostgresExecutor audit; ///< looks at all of the stock, which takes its time
};

} // namespace saikobi::daemon
