#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "backend/contract/line_state.h"
#include "backend/contract/sale.h"
#include "backend/http/language.h"
#include "backend/http/page_texts.h"

namespace saikobi::http {

/// What the pages of the waiting room know about their reader before a script has run, and without.
struct LineView {
    contract::LineState line{};
    bool isRedisLost = false;
    bool isAllGone = false; ///< every product is sold out
    std::optional<std::int64_t> number{}; ///< absent: has not joined
    std::optional<std::int64_t> place{}; ///< absent: not drawn yet
    std::int64_t ahead = 0;
    std::optional<std::chrono::seconds> waitP10{};
    std::optional<std::chrono::seconds> waitP90{};
    std::chrono::seconds poll{10}; ///< when to ask again
    bool called = false;
    std::string why{}; ///< OwnPlace::why
    std::string ticket{}; ///< encoded; the page keeps a copy of it
    unsigned tail = 0; ///< last two bytes of the ticket: whether it sends signs of life
};

/// Whether those who were called can enter: not in a hold, unless staff admit some, nor after the
/// end.
bool isDoorOpen(const contract::LineState& line);

/// "12/30 10:00 (JST)", as the clocks at the venue show it.
std::string atVenue(const contract::Sale& sale, contract::Instant at, bool withDay = false);

/// The sentence of WAITING_ROOM.md §2 that is true for this reader. What stands after a `|` is
/// shown large.
std::string lineSentence(const PageTexts& texts, const contract::Sale& sale, const LineView& view,
        Language language);

/// "12,345"
std::string grouped(std::int64_t number);
/// Two digits are all that is known of a crowd: 12,345 becomes 12,000.
std::int64_t twoDigits(std::int64_t number);

} // namespace saikobi::http
