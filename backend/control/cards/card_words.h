#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/result.h"
#include "backend/contract/runbook.h"

/// The small language inside the code spans of a card.
namespace saikobi::control {

std::string_view trimmed(std::string_view text);

/// Words apart by spaces; `role="payment duty"` is one, without its quotes. Invalid: a quote that
/// does not end.
contract::Result<std::vector<std::string>> wordsOf(std::string_view text);

/// "10m", "90s", "2h"; nothing when it is no such time or not positive.
std::optional<std::chrono::seconds> shortTime(std::string_view text);

/// A whole decimal number, nothing else around it.
std::optional<double> numberIn(std::string_view text);

/// "2026-11-20", a day that exists.
bool isDate(std::string_view text);

/// `budget_used < 85 % for 60 s`. Invalid says what is wrong with it.
contract::Result<contract::Watch> readWatch(std::string_view text);

} // namespace saikobi::control
