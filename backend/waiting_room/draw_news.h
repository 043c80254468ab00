#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/line_state.h"
#include "backend/waiting_room/status_document.h"

namespace saikobi::waiting_room {

/// What everybody may know about the draw of a run, as it stands. Seed and count are public once
/// the line has opened, never before.
struct DrawNews {
    contract::SaleOrder order = contract::SaleOrder::Fifo;
    std::string commitment{}; ///< hex; empty while there is none
    std::string beaconRule{"none"};
    std::optional<std::string> beacon{}; ///< its value; empty text under rule `none`
    std::optional<std::int64_t> people{}; ///< N of the formulas
    std::optional<std::int64_t> last{}; ///< last number that takes part: N and the void ones
    std::vector<VoidRange> voids{}; ///< numbers up to `last` that nobody holds
    std::string seed{}; ///< hex
    std::optional<contract::Instant> committedAt{};
    std::optional<contract::Instant> openedAt{};
};

/// The public document `draw`, ready as bytes, with what it was made of.
struct DrawDocument {
    std::string body{};
    std::string etag{};
    DrawNews news{};
    std::optional<contract::Instant> opensAt{};
    contract::Run run{1};
};
using DrawDocumentPtr = std::shared_ptr<const DrawDocument>;

DrawDocumentPtr makeDrawDocument(
        const std::string& sale, const contract::LineState& line, DrawNews news);

} // namespace saikobi::waiting_room
