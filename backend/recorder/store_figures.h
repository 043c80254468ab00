#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::recorder {

/// Asks the stores about themselves every 5 s, and Postgres about each sale every 10 s or, where
/// that takes long, so seldom that it keeps under a twentieth of a core busy. One instance at a
/// time looks at a sale. What was not heard for a while is left out: unknown is not zero. Lives on
/// one executor.
class StoreFigures {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::RedisExecutor& redis;
        stores::PostgresExecutor& postgres; ///< its own: a look may take seconds
    };
    explicit StoreFigures(Parts parts);
    ~StoreFigures();

    void tick(const std::vector<std::string>& sales); ///< once a second
    std::map<std::string, double> ofStores() const;
    std::map<std::string, double> ofSale(const std::string& sale) const;

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::recorder
