#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/forecast/wait_forecaster.h"
#include "backend/waiting_room/wait_news.h"

namespace saikobi::waiting_room {

struct Seen {
    std::int64_t turn = 0; ///< not 0: look at the line now, under this token
    std::int64_t known = 0; ///< token of the forecast in force
    std::string forecast{}; ///< empty: the one already known
};

/// The line as one look finds it, but for the signs.
struct Look {
    contract::Instant at{};
    forecast::LineSight line{};
    std::int64_t sinceMs = 0; ///< signs have been gathered since then
    std::int64_t overflowMs = 0; ///< some did not fit then; 0: never
    std::string memory{};
};

struct HeardSign {
    std::string member{};
    std::int64_t atMs = 0;
};

/// What a look found, as Redis keeps it.
struct Outlook {
    std::int64_t turn = 0;
    forecast::WaitMemory memory{};
    WaitNews news{};
    std::vector<std::string> called{}; ///< signs that count no more
};

/// How many people wait, void places apart.
std::int64_t waitingIn(const Look& look);
/// What the forecaster makes of it: the signs that are counted, by place.
Outlook lookAt(Look look, const std::vector<HeardSign>& signs);

} // namespace saikobi::waiting_room
