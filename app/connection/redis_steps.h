#pragma once

#include <optional>

#include "app/connection/hop_walk.h"
#include "app/sources/profile.h"

namespace saikobi::connection {

/// Walks from this console to the streams of the sale in Redis. It writes nothing but a probe into
/// the own stream, and that only as an operator. Answers our clock less Redis's in ms, once known.
std::optional<double> walkToRedis(const sources::Profile& profile, HopWalk& walk);

} // namespace saikobi::connection
