#pragma once

#include "app/connection/hop_walk.h"
#include "app/sources/profile.h"

namespace saikobi::connection {

/// The schema whose rows this dashboard reads.
inline constexpr int leastSchema = 33;

/// Walks from this console to a row of the sale in Postgres: what each step needs, how long it
/// took, which one fails. It writes nothing but a probe, and that only as an operator.
void walkToPostgres(const sources::Profile& profile, HopWalk& walk,
        const std::function<void(const std::vector<model::KnownSale>&)>& tellSales);

} // namespace saikobi::connection
