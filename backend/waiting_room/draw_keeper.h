#pragma once

#include <chrono>
#include <optional>

#include "backend/contract/line_state.h"
#include "backend/contract/sale.h"
#include "backend/waiting_room/draw_news.h"
#include "backend/waiting_room/draw_places.h"
#include "backend/waiting_room/draw_store.h"
#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/ticket.h"

namespace saikobi::waiting_room {

/// Carries the draw of one sale through its run: makes and commits a seed on first sight, reveals
/// it once the line has opened, and knows the places from then on. Every instance does; for each
/// step the first one counts and the others take what it wrote. Nothing is revealed before Postgres
/// has it: what people once saw must be true for ever.
class DrawKeeper {
public:
    struct Parts {
        const contract::Sale& sale;
        const TicketKeys& keys;
        DrawStore& store;
    };
    explicit DrawKeeper(Parts parts);

    /// After each pace: takes the next step, one statement under way at a time.
    void follow(const contract::LineState& line);

    const DrawDocumentPtr& document() const { return m_document; } ///< never null
    /// Null while something is missing: the opening, seed, beacon value.
    const DrawPlaces* places() const { return m_places ? &*m_places : nullptr; }

private:
    void beginRun(const contract::LineState& line);
    void commit(const contract::LineState& line);
    void open(const contract::LineState& line);
    DrawStore::Done taken(contract::Run run);
    void take(DrawRow row);
    std::optional<std::string> seedOf(const DrawRow& row) const;
    DrawNews news() const;
    void publish();
    bool isComplete() const;

    Parts m_parts;
    contract::LineState m_line{};
    std::optional<DrawRow> m_row{};
    std::optional<std::string> m_seed{}; ///< as committed; ours alone before the opening
    std::optional<DrawPlaces> m_places{};
    DrawDocumentPtr m_document;
    bool m_isBusy = false;
    std::chrono::steady_clock::time_point m_nextAt{};
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
