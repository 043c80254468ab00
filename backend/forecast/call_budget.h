#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace saikobi::forecast {

/// What was agreed with a provider, and how exactly our clock keeps it.
struct CallAgreement {
    double callsPerSecond = 25; ///< R
    double callsPerSecondEndpoint = 25; ///< L
    double repeats = 0.10; ///< ρ: share of repeats and queries
    std::int64_t parallel = 0; ///< C: calls not answered at one time; 0: not limited
    std::chrono::microseconds finishingTolerance{20'000}; ///< τ_hi
    std::chrono::microseconds jitter{30'000}; ///< between granting a call and its arrival
};

/// The clocks of the limiter in whole microseconds, as resources/redis/50_budget.lua takes them.
struct CallPlan {
    double callsPerSecond = 0; ///< R′: what may be sent so that no sliding second exceeds R
    double ordersPerSecond = 0; ///< a: authorisations whose finishing call has a place too
    std::int64_t gapUs = 0; ///< 1/R′
    std::int64_t endpointGapUs = 0; ///< the same of one endpoint
    std::int64_t bookingGapUs = 0; ///< 1/a
    std::int64_t giveBackUs = 0; ///< what a definite decline returns: (1 + ρ)/(2 + ρ) of a booking
    std::int64_t finishingToleranceUs = 0;
    std::int64_t parallel = 0;
};

/// R′ = min(0.95 R, (R − 1)/(1 s + τ_hi + jitter)): with R 20, 25, 100 that is 18.1, 22.9, 94.3.
double safeCallsPerSecond(
        double agreed, std::chrono::microseconds tolerance, std::chrono::microseconds jitter);

/// a (2 + ρ) ≤ 0.95 R and a (1 + ρ) ≤ 0.95 L. With R 20, 30, 100 that is 9.0, 13.6, 45.
double ordersPerSecond(const CallAgreement& agreed);

/// Nothing when the agreement leaves no room: one call per second or fewer.
std::optional<CallPlan> planCalls(const CallAgreement& agreed);

/// What each of `instances` may send by itself while it cannot ask the shared budget: 0.8 R′ ÷ N,
/// or less where N clocks that know nothing of each other could add up to more than R. Nothing when
/// that leaves no call.
std::optional<CallPlan> planLocalShare(const CallAgreement& agreed, std::int64_t instances);

/// What the shared budget grants while `local` of `instances` send by themselves. One call a minute
/// where they take all of it.
CallPlan planBesideLocal(const CallAgreement& agreed, std::int64_t local, std::int64_t instances);

} // namespace saikobi::forecast
