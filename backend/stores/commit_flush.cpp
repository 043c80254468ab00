#include "backend/stores/commit_flush.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <utility>
#include <vector>

#include "backend/stores/postgres_executor.h"

namespace saikobi::stores {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

struct CommitFlush::State {
    static void send(const std::shared_ptr<State>& self);

    PostgresExecutor& postgres;
    boost::asio::any_io_executor executor;
    std::vector<Done> waiting{};
    bool isUnderWay = false;
};

CommitFlush::CommitFlush(PostgresExecutor& postgres, boost::asio::any_io_executor executor)
    : m_state(std::make_shared<State>(State{postgres, std::move(executor)}))
{
}

void CommitFlush::request(Done done)
{
    m_state->waiting.push_back(std::move(done));
    if (!m_state->isUnderWay)
        State::send(m_state);
}

void CommitFlush::State::send(const std::shared_ptr<State>& self)
{
    self->isUnderWay = true;
    auto asked = std::make_shared<std::vector<Done>>(std::exchange(self->waiting, {}));
    self->postgres.run<Nothing>(
            [](pqxx::connection_base& on) {
                // The smallest transaction that has something to write and so waits for the disk.
                pqxx::nontransaction work(on);
                work.exec("select pg_logical_emit_message(true, 'saikobi', '')");
                return Nothing{};
            },
            boost::asio::bind_executor(self->executor,
                    [weak = std::weak_ptr<State>(self), asked](const Result<Nothing>& flushed) {
                        const auto state = weak.lock();
                        if (!state)
                            return;
                        state->isUnderWay = false;
                        // First: who asked while it was under way need not wait for the answers.
                        if (!state->waiting.empty())
                            send(state);
                        const Outcome outcome = flushed
                                ? Outcome{Nothing{}}
                                : Fault{FaultCode::Unknown, flushed.error().detail};
                        for (const auto& done : *asked)
                            done(outcome);
                    }));
}

} // namespace saikobi::stores
