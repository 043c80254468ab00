#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/contract/line_state.h"

namespace saikobi::waiting_room {

/// The public document of one sale as ready bytes, the same for everybody.
struct StatusDocument {
    std::string body{}; ///< JSON of WAITING_ROOM.md §5
    std::string etag{};
    contract::LineState line{}; ///< what it was made of
    bool isRedisLost = false; ///< then `line.phase` reads held, cause redis
};
using StatusPtr = std::shared_ptr<const StatusDocument>;

/// Numbers that nobody holds, both ends included.
struct VoidRange {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// "1201-100000,…" as Redis keeps them.
std::vector<VoidRange> voidRangesFromText(const std::string& text);

/// People between the front and a place: void numbers are not people.
std::int64_t peopleAhead(
        std::int64_t place, std::int64_t serving, const std::vector<VoidRange>& voids);

StatusPtr makeStatus(const std::string& sale, contract::LineState line,
        const std::vector<VoidRange>& voids, bool isRedisLost);

} // namespace saikobi::waiting_room
