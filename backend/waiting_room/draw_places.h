#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "backend/waiting_room/draw.h"
#include "backend/waiting_room/status_document.h"

namespace saikobi::waiting_room {

/// Which place a drawn number has. Numbers up to `last` take part; those that nobody holds (void
/// ranges) are squeezed out first and get the places behind all the others, in their own order.
class DrawPlaces {
public:
    /// `terms.people` is counted here.
    DrawPlaces(Draw::Terms terms, std::int64_t last, std::vector<VoidRange> voids);

    std::int64_t last() const { return m_last; }
    const Draw& draw() const { return m_draw; }
    /// 1 ≤ number ≤ last. Asked again and again for the same people, so the newest are remembered.
    std::int64_t placeOf(std::int64_t number) const;

private:
    struct Known {
        std::int64_t number = 0;
        std::int64_t place = 0;
    };

    std::int64_t m_last;
    std::vector<VoidRange> m_voids; ///< within 1 … last, lowest first
    Draw m_draw;
    mutable std::vector<Known> m_known;
};

} // namespace saikobi::waiting_room
