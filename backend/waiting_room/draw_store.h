#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/waiting_room/status_document.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::waiting_room {

/// A row of table `draw`.
struct DrawRow {
    std::string commitment{}; ///< hex
    std::string beaconRule{};
    std::uint8_t keyId = 0; ///< of the ticket key that sealed the seed
    std::string sealedSeed{};
    contract::Instant committedAt{};
    std::optional<std::int64_t> last{}; ///< once the line has opened; then also the next three
    std::vector<VoidRange> voids{};
    std::string seed{};
    std::optional<contract::Instant> openedAt{};
    std::optional<std::string> beacon{};
};

/// The statements of the draw. Answers come on `executor`.
class DrawStore {
public:
    using Done = std::function<void(contract::Result<DrawRow>)>;

    DrawStore(std::string sale, boost::asio::any_io_executor executor,
            stores::PostgresExecutor& postgres);

    /// The row of the run: this one (commitment, rule, key, sealed seed), or an earlier one.
    void commit(contract::Run run, const DrawRow& row, Done done);
    /// The row after the first call has completed it. Without `last`: the epoch is over, or the
    /// seed is not the committed one.
    void open(contract::Run run, contract::Epoch epoch, std::int64_t last, contract::Instant at,
            const std::string& seed, Done done);
    void read(contract::Run run, Done done);

private:
    std::string m_sale;
    boost::asio::any_io_executor m_executor;
    stores::PostgresExecutor& m_postgres;
};

} // namespace saikobi::waiting_room
