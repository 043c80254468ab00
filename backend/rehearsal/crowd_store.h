#pragma once

#include <map>
#include <string>

#include "backend/contract/result.h"
#include "backend/rehearsal/crowd_count.h"

namespace saikobi::rehearsal {

/// Postgres' own account of a sale since a crowd began. Reads only: a viewer's address will do.
class CrowdStore {
public:
    /// Remembers where the sale stands now.
    static contract::Result<CrowdStore> begin(const std::string& url, const std::string& sale);

    contract::Result<PostgresCount> count() const;
    /// Orders by id, of those that were made since.
    contract::Result<std::map<std::string, std::string>> orders() const;

private:
    struct Mark {
        std::int64_t joins = 0;
        std::int64_t passes = 0;
        std::string at{}; ///< the server's clock
    };
    CrowdStore(std::string url, std::string sale, Mark mark);

    std::string m_url;
    std::string m_sale;
    Mark m_mark;
};

} // namespace saikobi::rehearsal
