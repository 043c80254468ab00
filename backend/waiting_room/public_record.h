#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "backend/contract/problem.h"
#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/record_store.h"

namespace saikobi::waiting_room {

/// A page of the public record as ready bytes.
struct RecordDocument {
    std::string body{};
    std::string etag{};
};
using RecordDocumentPtr = std::shared_ptr<const RecordDocument>;

/// Gives out the public record of one sale. However many ask, Postgres sees one statement at a time
/// and each page at most once a second: pages are shared, and so is the waiting for them.
class PublicRecord {
public:
    struct Parts {
        std::string sale;
        boost::asio::any_io_executor executor;
        stores::PostgresExecutor& postgres;
        std::function<std::chrono::steady_clock::time_point()> clock
                = [] { return std::chrono::steady_clock::now(); };
    };
    using Answer = std::function<void(std::variant<RecordDocumentPtr, contract::Problem>)>;

    explicit PublicRecord(Parts parts);

    /// `from`: hash of the last line that is known, or empty. BadRequest where it is no hash,
    /// NotFound where this run has no such line, FullForNow when too many wait.
    void read(contract::Run run, const std::string& from, Answer answer);

private:
    struct Page {
        contract::Run run{};
        std::string from{};
        std::variant<RecordDocumentPtr, contract::Problem> content{};
        std::chrono::steady_clock::time_point freshUntil{};
        std::vector<Answer> waiting{};
        bool isKnown = false;
    };
    using Pages = std::list<Page>; ///< the newest first

    Page* find(contract::Run run, const std::string& from);
    void ask();
    void take(contract::Run run, const std::string& from, const contract::Result<RecordPage>& page);
    void forgetOld();

    Parts m_parts;
    RecordStore m_store;
    Pages m_pages{};
    std::size_t m_waiting = 0;
    bool m_isAsking = false;
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
