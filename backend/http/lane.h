#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saikobi::http {

/// How near a request is to a purchase; the last one is shed first. (CHECKOUT.md: P0 … P3.)
enum class Lane : std::uint8_t {
    Finish, ///< returns and notifications: never shed
    Order, ///< orders, order state, claims
    Shop, ///< catalogue, basket, joins
    Look ///< status, own place, pages of the line
};
inline constexpr std::size_t laneCount = 4;

/// Of a method and a decoded path.
Lane laneOf(std::string_view method, std::string_view path);

} // namespace saikobi::http
