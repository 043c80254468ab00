#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/contract/sale.h"
#include "backend/shop/catalogue_document.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

/// One sale as Postgres has it now.
struct SaleReading {
    contract::Sale sale{}; ///< products, slots and methods only when `isWhole`
    std::int64_t revision = 0;
    bool isWhole = false;
    CatalogueState state{};
};

/// By sale: the revision whose products, slots and methods are known already.
using KnownRevisions = std::map<std::string, std::int64_t>;

/// All sales in one round of reads. `done` runs on `executor`.
void readSales(stores::PostgresExecutor& reads, boost::asio::any_io_executor executor,
        KnownRevisions known, std::function<void(contract::Result<std::vector<SaleReading>>)> done);

} // namespace saikobi::shop
