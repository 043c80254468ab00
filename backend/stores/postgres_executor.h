#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "backend/contract/result.h"
#include "backend/stores/store_health.h"

namespace pqxx {
class connection_base;
}

namespace saikobi::stores {

struct PostgresOptions {
    std::string url{}; ///< passfile=… carries the password
    std::string name{"saikobid"}; ///< application_name, for pg_stat_activity
    int connections = 1; ///< threads, one connection each
    std::chrono::milliseconds deadline{5000}; ///< of one job; later its socket is shut down
    /// A job that waited longer in the queue is not begun (Busy): who asked has given up. 0: any.
    std::chrono::milliseconds patience{0};
    /// Runs what will be asked on each new connection, before its first job; may throw.
    std::function<void(pqxx::connection_base&)> warm{};
    std::size_t queueLimit = 4096; ///< jobs waiting; one more is refused as Busy
    bool readOnly = false;
};

/// Threads with one connection each, working through one bounded queue of jobs. A watchdog shuts
/// the socket of a job down at its deadline, since libpqxx 6.4 waits for ever on a stopped server.
/// Reconnects by itself; never throws.
class PostgresExecutor {
public:
    explicit PostgresExecutor(PostgresOptions options);
    ~PostgresExecutor();
    PostgresExecutor(const PostgresExecutor&) = delete;
    PostgresExecutor& operator=(const PostgresExecutor&) = delete;

    /// A job runs on an executor thread and may throw what libpqxx throws; it must open its own
    /// transaction and commit it. Completion: void(contract::Result<T>) on the handler's executor.
    /// Faults: Unavailable (not sent), Unknown (connection broke under way), Busy (queue full, lock
    /// time-out), Conflict (unique violation), Refused (other errors of class 22, 23, 42, P0),
    /// Internal. The detail begins with the SQLSTATE.
    template<class T, class Token>
    auto run(std::function<T(pqxx::connection_base&)> job, Token&& token)
    {
        using Result = contract::Result<T>;
        return boost::asio::async_initiate<Token, void(Result)>(
                [this](auto handler, std::function<T(pqxx::connection_base&)> started) {
                    const auto where = boost::asio::get_associated_executor(handler);
                    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
                    auto result = std::make_shared<Result>(contract::Fault{});
                    enqueue({[result, started = std::move(started)](
                                     pqxx::connection_base& on) { *result = started(on); },
                            [result, where, shared](const contract::Outcome& outcome) {
                                if (!outcome)
                                    *result = outcome.error();
                                boost::asio::post(
                                        where, [shared, result] { (*shared)(std::move(*result)); });
                            }});
                },
                token, std::move(job));
    }

    /// Runs the job on the calling thread's time: for programs that do one thing after another
    /// (migrate, load) and for tests. Never from an I/O thread.
    template<class T>
    contract::Result<T> runBlocking(std::function<T(pqxx::connection_base&)> job)
    {
        contract::Result<T> result = contract::Fault{};
        const auto outcome = enqueueAndWait([&](pqxx::connection_base& on) { result = job(on); });
        return outcome ? std::move(result) : contract::Result<T>{outcome.error()};
    }

    StoreHealth health() const;

private:
    struct Job {
        std::function<void(pqxx::connection_base&)> work;
        std::function<void(const contract::Outcome&)> done;
        std::chrono::steady_clock::time_point queuedAt{};
    };
    void enqueue(Job job);
    contract::Outcome enqueueAndWait(std::function<void(pqxx::connection_base&)> work);

    class Pool;
    std::unique_ptr<Pool> m_pool;
};

} // namespace saikobi::stores
