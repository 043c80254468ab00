#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/contract/line_state.h"
#include "backend/forecast/stock_outlook.h"
#include "backend/forecast/wait_curve.h"

namespace saikobi::waiting_room {

struct DrawNews;
struct WaitNews;

/// The public document of one sale as ready bytes, the same for everybody.
struct StatusDocument {
    std::string body{}; ///< JSON of WAITING_ROOM.md §5
    std::string etag{};
    contract::LineState line{}; ///< what it was made of
    bool isRedisLost = false; ///< then `line.phase` reads held, cause redis
    forecast::WaitCurve curve{}; ///< whole, from `line.at` on; the bytes may have fewer points
    std::string why{}; ///< waits have grown: rate, late, held, slow; else empty
    bool isAllGone = false; ///< every product of the sale is sold out
    std::vector<forecast::StockOutlook> left{}; ///< all of them; the bytes may have fewer
};
using StatusPtr = std::shared_ptr<const StatusDocument>;

/// Numbers that nobody holds, both ends included.
struct VoidRange {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// "1201-100000,…" as Redis keeps them.
std::vector<VoidRange> voidRangesFromText(const std::string& text);

bool isVoid(std::int64_t number, const std::vector<VoidRange>& voids);

/// People between the front and a place: void numbers are not people.
std::int64_t peopleAhead(
        std::int64_t place, std::int64_t serving, const std::vector<VoidRange>& voids);

/// What the document is made of; null is not known, or nothing to say.
struct StatusParts {
    std::string sale{};
    contract::LineState line{};
    std::vector<VoidRange> voids{};
    bool isRedisLost = false;
    const DrawNews* draw = nullptr;
    const WaitNews* wait = nullptr;
    const std::vector<forecast::StockOutlook>* left = nullptr;
};

inline constexpr std::size_t statusBytes = 2048;

/// At most `statusBytes`: what does not fit is cut, first points of the curve (down to 8), then
/// products for which all is likely, then the others, then the curve's last points, and only then,
/// which takes characters of four bytes, the end of the staff message.
StatusPtr makeStatus(StatusParts parts);
StatusPtr makeStatus(const std::string& sale, contract::LineState line,
        const std::vector<VoidRange>& voids, bool isRedisLost);

} // namespace saikobi::waiting_room
