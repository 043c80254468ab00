#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/daemon/serve_config.h"

namespace saikobi::daemon {

/// Looks at this installation from outside, every 10 s: walks each sale's addresses through the
/// public name, and asks the balancer how much of what it answered was a failure. Lives on one
/// executor.
class OutsideWatch {
public:
    OutsideWatch(boost::asio::any_io_executor executor, const ServeConfig& config);
    ~OutsideWatch();

    void tick(const std::vector<std::string>& sales); ///< once a second
    /// `outside_s` and the times of its steps; empty before the first walk and when it is old.
    std::map<std::string, double> ofSale(const std::string& sale) const;
    std::map<std::string, double> ofBalancer() const;

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::daemon
