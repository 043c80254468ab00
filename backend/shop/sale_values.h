#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// What may stand in a sale file, value by value. Pure rules.
namespace saikobi::shop {

inline constexpr std::size_t logoLimit = 3 * 1024; ///< bytes: it travels in each buyer page
inline constexpr std::ptrdiff_t noticeLimit = 200; ///< characters

/// "90s", "5m", "1h30m", "2d"; nothing when it is not written so, is zero or is above 400 days.
std::optional<std::chrono::seconds> durationFromText(std::string_view text);

/// Why a colour cannot be the accent of buyer pages; nothing when it can. It needs a contrast of 3
/// : 1 to white, which it stands on (WCAG 2.2, 1.4.11).
std::optional<std::string> faultOfColour(std::string_view colour);

/// Why a logo cannot stand inside a page. What could run or fetch something is refused by name.
std::optional<std::string> faultOfLogo(std::string_view svg);

/// Why the rule of a draw's beacon cannot be committed to. The commitment counts its bytes in one
/// byte, and everybody must be able to type it.
std::optional<std::string> faultOfBeacon(std::string_view rule);

/// `shop.example` or `shop.example:8443`, in small letters: what a browser's address names.
bool isHostName(std::string_view text);

/// Why words cannot stand on the waiting page: plain text of at most 200 characters.
std::optional<std::string> faultOfNotice(std::string_view words);

} // namespace saikobi::shop
