#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "backend/contract/problem.h"

namespace saikobi::http {

/// RFC 9457: {type, title, status, detail, and the problem's own members}.
std::string problemDocument(const contract::Problem& problem);

/// Whole seconds for Retry-After, spread over up to half as much again by `chance` (0 … 1), so that
/// those who were refused together do not come back together. Empty when coming back is no use.
std::optional<std::chrono::seconds> retryAfter(const contract::Problem& problem, double chance);

} // namespace saikobi::http
