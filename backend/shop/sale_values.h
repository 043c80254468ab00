#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// What may stand in a sale file, value by value. Pure rules.
namespace saikobi::shop {

inline constexpr std::size_t logoLimit = 3 * 1024; ///< bytes: it travels in each buyer page

/// "90s", "5m", "1h30m", "2d"; nothing when it is not written so, is zero or is above 400 days.
std::optional<std::chrono::seconds> durationFromText(std::string_view text);

/// Why a colour cannot be the accent of buyer pages; nothing when it can. It needs a contrast of 3
/// : 1 to white, which it stands on (WCAG 2.2, 1.4.11).
std::optional<std::string> faultOfColour(std::string_view colour);

/// Why a logo cannot stand inside a page. What could run or fetch something is refused by name.
std::optional<std::string> faultOfLogo(std::string_view svg);

} // namespace saikobi::shop
