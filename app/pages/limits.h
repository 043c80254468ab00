#pragma once

/// What the tiles measure against: the defaults of CONSOLE.md §4, each with its alarm or reason.
namespace saikobi::pages::limits {

inline constexpr double waitMinutes = 50; ///< A19 on: people give up near an hour
inline constexpr double waitNormalMinutes = 45; ///< A19 off
inline constexpr double rateTolerance = 0.15; ///< A18: actual against set
inline constexpr double ordersFollow = 0.8; ///< interlock 3: orders against expected
inline constexpr double budgetNormal = 0.8; ///< A06 on: use of the agreed call rate
inline constexpr double successPercent = 97; ///< A05
inline constexpr double errorPercent = 1; ///< A02 on
inline constexpr double errorNormalPercent = 0.5; ///< A02 off
inline constexpr double ownTargetSeconds = 0.05; ///< our own share of a payment, wanted
inline constexpr double ownLimitSeconds = 0.2; ///< A03: the shop's promise to the provider
inline constexpr double slowMethodFactor = 2; ///< A08 on: p95 against its usual time
inline constexpr double soldOutSoonHours = 6; ///< beyond this a forecast says nothing

} // namespace saikobi::pages::limits
