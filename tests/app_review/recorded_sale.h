#pragma once

#include "app/review/recording.h"

namespace saikobi::tests {

/// Forty minutes of a sale as a recording: opening after 10 min, an alarm with a hold after 20,
/// sold out products, a silence of 30 s. The second opens 5 min later; the same otherwise.
review::RecordingPtr recordedSale(std::chrono::seconds opensAfter = std::chrono::minutes{10},
        const std::string& path = "/nowhere/recorded.sqlite");

/// 12:00 in Tokyo: its first second.
contract::Instant recordedNoon();

} // namespace saikobi::tests
