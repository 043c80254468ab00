#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

#include "backend/contract/quantity.h"
#include "backend/control/line_port.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::control {

/// The second path of operators' commands: takes open rows of table `command` into the pacing
/// function and writes back what it decided. Also knows who the operators are, for the first path.
/// Every instance does the same; the ids make a command count once.
class Control {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::PostgresExecutor& postgres;
        LinePort& lines;
        std::function<contract::Instant()> clock = [] { return contract::Instant::clock::now(); };
    };
    explicit Control(Parts parts);
    ~Control();

    /// The daemon calls it every 250 ms. It asks nothing anew that was not answered yet.
    void tick();

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::control
