#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "backend/contract/result.h"
#include "backend/contract/sale.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

/// The public catalogue of one sale as ready bytes.
struct CatalogueDocument {
    contract::Sale sale{}; ///< as loaded from Postgres, with ids
    std::string body{}; ///< {products: [{id, code, name, price, limit, state}], slots: […],
                        ///< methods: [id]}
    std::string etag{};
};
using CataloguePtr = std::shared_ptr<const CatalogueDocument>;
using Catalogues = std::map<std::string, CataloguePtr>; ///< by sale id

/// By method: the longest that a provider's calls take on an ordinary day, in any of the sales.
std::map<std::string, std::chrono::milliseconds> usualTimes(
        const Catalogues& catalogues, const std::string& provider);

/// All sales of the installation in memory, read again when a load changed them; product states and
/// places left once a second. Pages never read `stock`.
class CatalogueReader {
public:
    CatalogueReader(boost::asio::any_io_executor executor, stores::PostgresExecutor& reads);
    ~CatalogueReader();

    /// Reads what changed; the daemon calls it once a second.
    void refresh(std::function<void(contract::Outcome)> done);
    /// This one and the next from any thread.
    std::shared_ptr<const Catalogues> current() const;
    bool isReady() const;

private:
    class Impl;
    std::shared_ptr<Impl> m_impl; ///< answers under way hold it weakly
};

} // namespace saikobi::shop
