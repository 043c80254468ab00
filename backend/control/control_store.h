#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/command.h"
#include "backend/contract/result.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::control {

/// An open row of table `command`.
struct OpenCommand {
    contract::RelayedCommand relayed{};
    bool isKindKnown = true;
};

/// The statements of control. Answers come on `executor`.
class ControlStore {
public:
    template<class T>
    using Done = std::function<void(contract::Result<T>)>;

    ControlStore(boost::asio::any_io_executor executor, stores::PostgresExecutor& postgres);

    /// Everybody who may sign in and is a member of saikobi_operator; at most 64.
    void readOperators(Done<std::vector<std::string>> done);
    /// The oldest rows that nobody has decided; at most 64.
    void readOpen(Done<std::vector<OpenCommand>> done);
    /// Applies rows that Postgres itself decides; one that another instance has in hand is left.
    void apply(std::vector<std::string> ids, Done<contract::Nothing> done);
    /// Acts on alarms, which Postgres decides only while Redis is silent.
    void applyAlarmActs(std::vector<std::string> ids, Done<contract::Nothing> done);
    /// Repeating, also by another instance, changes nothing.
    void decide(std::vector<contract::CommandDecision> decisions, Done<contract::Nothing> done);

private:
    boost::asio::any_io_executor m_executor;
    stores::PostgresExecutor& m_postgres;
};

} // namespace saikobi::control
