#pragma once

#include <cstdint>
#include <string>

/// What an instance says of itself besides the gauges of tick.h.
namespace saikobi::contract::gauge {

inline constexpr const char* storeConnections = "store_connections"; ///< to Postgres and Redis
inline constexpr const char* openSockets = "open_sockets"; ///< of buyers
inline constexpr const char* clockSkewS = "clock_skew_s"; ///< our clock less that of Redis
inline constexpr const char* sourceShare = "source_share"; ///< percent: largest source of joins
inline constexpr const char* outsideS = "outside_s"; ///< slowest step of the last outside walk
inline constexpr const char* balancer5xx = "balancer_5xx"; ///< percent of its answers, 60 s
/// Behind it the name of the step (page, status, return, webhook); absent where it failed.
inline const std::string outsideMs = "outside_ms:";

} // namespace saikobi::contract::gauge

/// Names of histograms that exist once per payment method or product.
namespace saikobi::contract::histogram {

inline const std::string method = "method:"; ///< time of the provider, its id behind it
inline const std::string ownOfMethod = "own_method:"; ///< our share, the method's id behind it
inline const std::string ownOfProduct = "own_product:"; ///< our share, the product's id behind it
/// More products than these share the name of product 0: ticks must stay small.
inline constexpr std::size_t mostOwnProducts = 32;

} // namespace saikobi::contract::histogram
